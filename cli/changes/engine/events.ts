import { z } from "zod";

/** A resource before or after a step. Secrets in it are masked by the engine. */
const state = z.object({
  custom: z.boolean().default(false),
  external: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  id: z.string().default(""),
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
  detailedDiff: z
    .record(z.string(), z.object({ diffKind: z.string(), inputDiff: z.boolean().default(false) }))
    .nullish(),
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
      urn: z.string().optional(),
      message: z.string(),
      severity: z.string(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().default(""),
      message: z.string(),
      policyName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z
    .object({ result: z.string().optional(), PolicyPacks: z.record(z.string(), z.string()).nullish() })
    .optional(),
});

export type EngineEvent = z.output<typeof event>;
export type Step = z.output<typeof metadata>;

/** Makes the CLI print its events at previews, one a line, where it would print one document without policies. */
export const streamed: Readonly<Record<string, string>> = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };

/** The events that `--json` printed. Lines that are none, such as a notice of a newer release, are left out. */
export function eventsIn(output: string): EngineEvent[] {
  return output.split("\n").flatMap((line) => {
    const read = event.safeParse(parsed(line));
    return read.success ? [read.data] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
