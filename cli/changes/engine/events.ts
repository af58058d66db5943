import { z } from "zod";
import { Mendable } from "../../../local/engine/mendable.ts";

/** What Go leaves out or sends as null where it is empty. */
function flag() {
  return z
    .boolean()
    .nullish()
    .transform((value) => value ?? false);
}

function text() {
  return z
    .string()
    .nullish()
    .transform((value) => value ?? "");
}

/** A resource before or after a step. Secrets in it are masked by the engine. */
const state = z.object({
  custom: flag(),
  external: flag(),
  retainOnDelete: flag(),
  id: text(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
  /** What changes at the top. */
  diffs: z.array(z.string()).nullish(),
  /** By property path; absent where the provider does not tell. */
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string(), inputDiff: flag() })).nullish(),
});

const step = z.object({ metadata });

/**
 * What of the engine's events is used. It is how Pulumi Cloud gets them, so both the official CLI and one that is built
 * from its modules speak it.
 */
const event = z.object({
  resourcePreEvent: step.optional(),
  resOutputsEvent: step.optional(),
  diagnosticEvent: z
    .object({
      message: text(),
      severity: text(),
      ephemeral: flag(),
    })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: text(),
      message: text(),
      policyName: text(),
      enforcementLevel: text(),
    })
    .optional(),
  summaryEvent: z.object({ PolicyPacks: z.record(z.string(), z.string()).nullish() }).optional(),
});

export type EngineEvent = z.output<typeof event>;
export type Step = z.output<typeof metadata>;

/** Makes the CLI print its events at previews, one a line, where it would print one document without policies. */
export const streamed: Readonly<Record<string, string>> = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };

/** The events that `--json` printed. Lines that are none, such as a notice of a newer release, are left out. */
export function eventsIn(output: string): EngineEvent[] {
  return output.split("\n").flatMap((line) => event.safeParse(parsed(line)).data ?? []);
}

/**
 * The same, of an operation from which it is concluded that there is nothing.
 * @throws {Mendable} on an event in a form that is not known here, as what it says must not pass for nothing
 */
export function allEventsIn(output: string): EngineEvent[] {
  return output.split("\n").flatMap((line) => {
    const read = event.safeParse(parsed(line));
    const [issue] = read.error?.issues ?? [];
    // What is no object is no event.
    if (issue === undefined || issue.path.length === 0) return read.data ?? [];
    throw new Mendable(
      `${issue.path.join(".")}: the engine writes this in a form that is not known here; use the project's own engine`,
    );
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
