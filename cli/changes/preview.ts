import { Mendable } from "../../local/engine/mendable.ts";
import { type PolicyPack, packFlags, projectPack } from "../stack/policy-pack.ts";
import { absence } from "../stack/pulumi.ts";
import type { Stack } from "../stack/stack.ts";
import { stateOf } from "../stack/state.ts";
import type { StackDrift, StackPreview } from "./change.ts";
import { allEventsIn, type EngineEvent, streamed } from "./engine/events.ts";
import { failureOf, warningsIn } from "./engine/failure.ts";
import { violationsIn } from "./engine/policies.ts";
import { nameOf, stepsIn } from "./engine/steps.ts";
import { driftIn } from "./meaning/drift.ts";
import { isTriedAgain } from "./meaning/news.ts";

export interface PreviewOptions {
  /** Whether the policy pack judges it, as it does by default. */
  policies?: boolean;
  /** The folder of the pack, and what it is told for this stack. By default the project's own. */
  pack?: PolicyPack;
  /** Ends it, with its reason as the error. */
  stop?: AbortSignal;
}

/**
 * What `pulumi up` would do to a stack, and which policies that violates. Writes nothing.
 * @throws {Mendable} with Pulumi's own words where the preview fails for another reason than a policy, where the pack
 * can't be loaded, and where it was not run
 */
export async function previewOf(stack: Stack, options: PreviewOptions = {}): Promise<StackPreview> {
  const pack = options.policies === false ? undefined : (options.pack ?? projectPack(stack.name));
  const events = await operation(stack, ["preview", ...(pack ? packFlags(pack) : [])], options.stop);
  if (pack && !events.some(({ summaryEvent }) => Object.keys(summaryEvent?.PolicyPacks ?? {}).length > 0)) {
    throw new Mendable(
      `--stack: the policies were not run on ${stack.name}, so nothing can be said of them; try again`,
    );
  }
  const planned = stepsIn(events, false);
  const changes = planned.changes.filter((change) => !isTriedAgain(change));
  return {
    stack: stack.name,
    changes,
    unchanged: planned.unchanged + planned.changes.length - changes.length,
    violations: violationsIn(events),
    warnings: warningsIn(events),
  };
}

/**
 * What was changed or deleted behind the stack's back: a refresh that writes nothing, neither there nor in the stack's
 * state. It asks with the endpoints and credentials of the last `pulumi up`, as these lie in the state.
 * @throws {Mendable} where that can't be told: no such stack, an account that can't be reached, operations that are pending
 */
export async function driftOf(stack: Stack, stop?: AbortSignal): Promise<StackDrift> {
  const { pending, isEmpty } = await stateOf(stack);
  if (pending.length > 0) {
    const named = pending.map(({ type, urn }) => `${nameOf(urn)} (${type})`).join(", ");
    throw new Mendable(
      `--stack: ${stack.name} has pending operations, so what is there is not known: ${named}; look at these, then run ` +
        `\`npm run pulumi -- refresh --stack ${stack.name}\``,
    );
  }
  if (isEmpty) {
    throw new Mendable(
      `--stack: ${stack.name} has no resources that could drift; \`npm run pulumi -- up --stack ${stack.name}\` first`,
    );
  }
  const events = await operation(stack, ["refresh", "--preview-only"], stop);
  const found = stepsIn(events, true);
  const { changes, rotated } = driftIn(found.changes);
  return {
    stack: stack.name,
    changes,
    unchanged: found.unchanged + found.changes.length - changes.length,
    violations: [],
    warnings: [...rotated, ...warningsIn(events)],
    rotated,
  };
}

/** The events of an operation that only looks. One that a mandatory policy alone refuses has not failed. */
async function operation(
  { name, environment, pulumi }: Stack,
  command: readonly string[],
  stop: AbortSignal | undefined,
): Promise<EngineEvent[]> {
  const flags = ["--json", "--non-interactive", "--color=never", "--stack", name];
  const result = await pulumi([...command, ...flags], { env: { ...environment, ...streamed } });
  // Ctrl-C reaches Pulumi, which then fails: that is no failure of the stack.
  stop?.throwIfAborted();
  const events = allEventsIn(result.stdout);
  const failure = failureOf(result, events);
  const isComplete = events.some(({ summaryEvent }) => summaryEvent !== undefined);
  const isRefused = violationsIn(events).some(({ level }) => level === "mandatory");
  if (failure === "" && isComplete && (result.code === 0 || isRefused)) return events;
  throw new Mendable(
    absence(name, failure) ||
      failure ||
      `\`pulumi ${command[0]}\` ended with exit code ${result.code} and told nothing of ${name}; run it yourself`,
  );
}
