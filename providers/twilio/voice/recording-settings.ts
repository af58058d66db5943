import { z } from "zod";
import { rule } from "../../kit/index.ts";
import { type ApiObject, withoutNulls } from "../adoption/owned-values.ts";

const compositionPolicy = rule(
  z.strictObject({
    channels: z
      .enum(["dual", "mono"])
      .optional()
      .describe("`dual` keeps the two sides of a call on two channels, `mono` mixes them to one."),
    trim: z
      .enum(["trim-silence", "do-not-trim"])
      .optional()
      .describe("Whether silence at the beginning and the end is cut off."),
    track: z
      .enum(["inbound", "outbound", "both"])
      .optional()
      .describe("Which side of a call is recorded: what comes in to Twilio, what goes out, or both."),
  }),
  function* ({ channels, track }) {
    if (channels === "dual" && (track === "inbound" || track === "outbound")) {
      yield {
        path: ["channels"],
        reason: `is "dual", but a single track is always recorded in mono; use "mono", or "both" tracks`,
      };
    }
  },
).meta({ id: "twilio:voice:CompositionPolicy", description: "How a recording is composed." });

const statusCallback = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" })
      .describe("Where Twilio reports."),
    method: z.enum(["GET", "POST"]).optional().describe("How it is called; `POST` if not given."),
    events: z
      .array(z.enum(["in-progress", "completed", "absent", "failed"]))
      .min(1)
      .optional()
      .meta({ unordered: true })
      .describe("What is reported; `completed` alone if not given."),
  })
  .meta({ id: "twilio:voice:RecordingStatusCallback", description: "Where Twilio reports on recordings." });

const feature = z
  .strictObject({
    type: z.literal("transcriptionConfiguration").describe("The kind of feature."),
    featureId: z.string().min(1).describe("The id of the transcription configuration."),
    description: z.string().optional().describe("What it is for."),
  })
  .meta({ id: "twilio:voice:RecordingFeature", description: "Something that Twilio does with each recording." });

/** What recording configurations declare, named ones and the account's default alike. */
export const recordingSettings = {
  description: z.string().optional().describe("What the configuration is for."),
  compositionPolicy: compositionPolicy.optional().describe("How recordings are composed."),
  callRecordingStatusCallback: statusCallback.optional().describe("Where Twilio reports on recordings of calls."),
  conferenceRecordingStatusCallback: statusCallback
    .optional()
    .describe("Where Twilio reports on recordings of conferences. These reports name a conference, and no call."),
  features: z
    .array(feature)
    .min(1)
    .max(3)
    .optional()
    .meta({ keyedBy: "featureId" })
    .describe("What Twilio does with each recording; 3 at most."),
};

const settings = z.strictObject(recordingSettings);

/** Recording settings as declared. */
export type RecordingSettings = z.output<typeof settings>;

/** The request body: snake_case around `configuration`, camelCase in it. */
export function bodyOf({ description, ...blocks }: RecordingSettings): ApiObject {
  return {
    ...(description === undefined ? {} : { description }),
    configuration: { configurationType: "Recording", ...blocks },
  };
}

/** The settings in an answer, without what is not set and without what is not known here. */
export function settingsOf({ description, configuration }: ApiObject): RecordingSettings {
  const { compositionPolicy, callRecordingStatusCallback, conferenceRecordingStatusCallback, features } =
    Object(configuration);
  const blocks = { compositionPolicy, callRecordingStatusCallback, conferenceRecordingStatusCallback, features };
  const found = withoutNulls({ description, ...blocks }) as ApiObject;
  if (Array.isArray(found.features) && found.features.length === 0) delete found.features;
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
