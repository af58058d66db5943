import { z } from "zod";
import type { Slice } from "../state/store.ts";

const statusCallback = z.strictObject({
  url: z.url({ protocol: /^https?$/, message: "must be an http or https URL" }).nullish(),
  method: z.enum(["GET", "POST"]).nullish(),
  events: z.array(z.enum(["in-progress", "completed", "absent", "failed"])).nullish(),
});

/** What stands in `configuration`; unlike everything around it, it is written in camelCase. */
const configuration = z.strictObject({
  configurationType: z.literal("Recording"),
  compositionPolicy: z
    .strictObject({
      channels: z.enum(["dual", "mono"]).nullish(),
      trim: z.enum(["trim-silence", "do-not-trim"]).nullish(),
      track: z.enum(["inbound", "outbound", "both"]).nullish(),
    })
    .optional(),
  callRecordingStatusCallback: statusCallback.optional(),
  conferenceRecordingStatusCallback: statusCallback.optional(),
  features: z
    .array(
      z.strictObject({
        type: z.literal("transcriptionConfiguration"),
        featureId: z.string(),
        description: z.string().nullish(),
      }),
    )
    .max(3)
    .nullish(),
});

/** The body of a request for the account's default. */
export const defaultRequest = z.strictObject({ description: z.string().nullish(), configuration });

/** The body of a request for a named configuration. A name that can't stand in a path is refused. */
export const namedRequest = defaultRequest.extend({
  unique_name: z
    .string()
    .regex(/^[^\s/]+$/, "must not be empty nor have spaces or slashes")
    .nullish(),
});

const stored = z.strictObject({
  description: z.string().nullable(),
  configuration,
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
});
const storedNamed = stored.extend({ id: z.string(), unique_name: z.string().nullable() });

export type DefaultConfiguration = z.infer<typeof stored>;
export type NamedConfiguration = z.infer<typeof storedNamed>;

const slice = z.strictObject({
  named: z.array(storedNamed),
  /** The one that POST …/Configurations/Recording/Default chose. */
  default_id: z.string().nullable(),
  account_default: stored.nullable(),
});

/** Recording configurations of Voice v2; a fresh account has none. */
export const recordingConfigurationsSlice: Slice<z.infer<typeof slice>> = {
  schema: slice,
  fresh: () => ({ named: [], default_id: null, account_default: null }),
};
