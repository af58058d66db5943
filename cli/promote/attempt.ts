import { explain } from "../terminal/explain.ts";
import { type Note, noteWork, takeBack } from "./at-work.ts";
import type { DeliveryTools, Examined } from "./delivery.ts";
import { hasMoved } from "./unmoved.ts";
import { bringUp, type Update, type UpdateOptions } from "./update.ts";

/** What came of an update that was noted before. */
export interface Attempt extends Update {
  /** Whether it came as far as to do anything. A lock that somebody holds keeps it from that. */
  hasBegun: boolean;
}

type Tools = Pick<DeliveryTools, "factsOf" | "onProgress" | "stop">;

/**
 * Brings up what was examined, under a note that it is at work. Where nothing began the note is taken back: else the stack
 * would pass for half updated, and the commit that it runs for one to go back to.
 */
export async function attempt(
  examined: Examined,
  commit: string,
  options: Omit<UpdateOptions, "onProgress">,
  tools: Tools,
): Promise<Attempt> {
  const { stack, facts } = examined;
  const note = await noteWork(stack, commit, await facts.history());
  if (tools.stop.aborted) await explainingly(tools, () => takeBack(stack, note));
  tools.stop.throwIfAborted();

  const update = await bringUp(stack, { ...options, onProgress: tools.onProgress });
  if (update.isWhole || update.done.length > 0) return { ...update, hasBegun: true };
  const hasBegun = await explainingly(tools, () => settle(examined, note, tools));
  return { ...update, hasBegun: hasBegun ?? true };
}

/** Whether anything began. What can't be told counts as begun. */
async function settle(examined: Examined, note: Note, tools: Tools): Promise<boolean> {
  if (await hasMoved(examined, tools)) return true;
  await takeBack(examined.stack, note);
  return false;
}

/** What goes wrong here must not hide how the update ended. Undefined then. */
async function explainingly<T>({ onProgress }: Tools, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    onProgress(explain(error));
    return undefined;
  }
}
