import { Mendable } from "../../local/engine/mendable.ts";
import { explanationOf } from "../terminal/explain.ts";
import type { StackCheck } from "./check.ts";

/** What a trial comes to. */
export type Finding = Pick<StackCheck, "outcome" | "detail">;

export const passed = (detail: string): Finding => ({ outcome: "passed", detail });
export const failed = (detail: string): Finding => ({ outcome: "failed", detail });
export const warned = (detail: string): Finding => ({ outcome: "warned", detail });
export const skipped = (detail: string): Finding => ({ outcome: "skipped", detail });

/** One thing that is tried. */
export interface Trial {
  name: string;
  /** What goes wrong on the way is for whoever tries it to tell. */
  run(signal: AbortSignal): Promise<Finding>;
  /** Whether it may be tried again after it failed. By default it may. */
  isRepeatable?(): boolean;
}

/** How long trials may take. */
export interface Limits {
  /** The user wants an end. */
  stop: AbortSignal;
  /** The time for everything is over. */
  time: AbortSignal;
  /** That time, in milliseconds. */
  milliseconds: number;
}

/** Tries one thing. Whatever goes wrong with it is its failure; only the user's own end is passed on. */
export async function tried({ name, run }: Trial, limits: Limits): Promise<StackCheck> {
  const { stop, time } = limits;
  stop.throwIfAborted();
  if (time.aborted) return { name, ...failed(`was not begun within ${inSeconds(limits)}; ${moreTime}`) };
  const startedAt = performance.now();
  const finding = await run(AbortSignal.any([stop, time])).catch((error: unknown) => {
    stop.throwIfAborted();
    if (time.aborted) return failed(`was not done within ${inSeconds(limits)}; ${moreTime}`);
    return failed(oneLine(reasonOf(error)));
  });
  return { name, ...finding, milliseconds: Math.round(performance.now() - startedAt) };
}

const moreTime = "give more by --time-limit, or look what is slow";

function inSeconds({ milliseconds }: Limits): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

function reasonOf(error: unknown): string {
  const explanation = explanationOf(error);
  if (explanation !== undefined) return explanation;
  // Its message may hold a URL or worse.
  return `stopped by ${error instanceof Error ? error.name : typeof error}, which is flex-media's own mistake; report it`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, "; ");
}

/** Says what is wrong with the address that was asked. */
export class NoAnswer extends Mendable {
  override name = "NoAnswer";
}
