import { Mendable } from "../../local/engine/mendable.ts";
import { type EngineEvent, eventsIn } from "../changes/engine/events.ts";
import { failureOf } from "../changes/engine/failure.ts";
import { violationsIn } from "../changes/engine/policies.ts";
import { stepsIn } from "../changes/engine/steps.ts";
import type { Change } from "../changes/index.ts";
import { type PolicyPack, packFlags } from "../stack/policy-pack.ts";
import type { Stack } from "../stack/stack.ts";

/** What came of an update. */
export interface Update {
  isWhole: boolean;
  done: readonly Change[];
  /** What was to be done, and was not, or not to its end. */
  left: readonly Change[];
  /** Why it is not whole, in Pulumi's own words; empty where it is. */
  failure: string;
}

export interface UpdateOptions {
  /** What the stack's history says of it. */
  message: string;
  /** What the preview said it would do. */
  planned: readonly Change[];
  pack: PolicyPack;
  /** Receives a line whenever a resource is begun or done. */
  onProgress: (line: string) => void;
}

/**
 * Brings a stack up with what is checked out. The policies hold here too, before each write. One that fails or is
 * interrupted has done a part, which the result tells.
 */
export async function bringUp(stack: Stack, { message, planned, pack, onProgress }: UpdateOptions): Promise<Update> {
  const flags = ["--json", "--non-interactive", "--color=never", "--stack", stack.name, "--message", message];
  const progress = lines((line) => {
    for (const step of eventsIn(line).flatMap(progressIn)) onProgress(step);
  });
  const result = await stack.pulumi(["up", "--yes", "--skip-preview", ...packFlags(pack), ...flags], {
    onOutput: (text, stream) => stream === "stdout" && progress(text),
  });
  const events = eventsIn(result.stdout);
  const done = stepsDone(events);
  const isDone = new Set(done.map(({ urn }) => urn));
  const violated = violationsIn(events)
    .filter(({ level }) => level === "mandatory")
    .map(({ policy, message: reason }) => `${policy}: ${reason}`);
  const failure = [failureOf(result, events), ...violated].filter((text) => text !== "").join("\n");
  return {
    isWhole: result.code === 0,
    done,
    left: result.code === 0 ? [] : planned.filter(({ urn }) => !isDone.has(urn)),
    failure: result.code === 0 ? "" : failure || `\`pulumi up\` ended with exit code ${result.code}`,
  };
}

/** Of resources that stay as they are nothing is told. */
function progressIn(event: EngineEvent): string[] {
  const text = ({ name, type, operation }: Change) => `${operation} ${name} (${type})`;
  try {
    const begun = event.resourcePreEvent ? stepsIn([event], false).changes : [];
    return [...begun.map(text), ...stepsDone([event]).map((change) => `${text(change)}: done`)];
  } catch (error) {
    // An operation that is not known is told in the end, not in the middle.
    if (error instanceof Mendable) return [];
    throw error;
  }
}

/** The engine gives a resource's outputs once it is done. */
function stepsDone(events: readonly EngineEvent[]): readonly Change[] {
  return stepsIn(
    events.filter(({ resOutputsEvent }) => resOutputsEvent !== undefined),
    false,
  ).changes;
}

/** Gives each line as soon as it is whole. */
function lines(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const parts = `${rest}${text}`.split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) onLine(part);
  };
}
