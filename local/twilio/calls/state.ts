import { z } from "zod";
import type { Slice } from "../state/store.ts";

export const callbackEvents = ["in-progress", "completed", "absent"] as const;

const answerSchema = z.union([
  z.strictObject({ digits: z.string().min(1) }),
  z.strictObject({ speech: z.string().min(1), confidence: z.number().min(0).max(1).optional() }),
  z.strictObject({ silence: z.literal(true) }),
]);

/** What the parties of a simulated call do. */
export const scriptSchema = z.strictObject({
  /** What the caller does at each question, in order; silent afterwards. */
  answers: z.array(answerSchema),
  /** How long caller and agent talk, and every recording is. 0 records nothing: the recording is absent. */
  seconds: z.number().min(0).max(3600),
  /** Whether the agent who is offered the call takes it and the caller hangs up in the end, all by themselves. */
  byItself: z.boolean(),
  /** The caller hangs up when the flow comes to this widget. */
  hangUpAt: z.string().nullable(),
});

const recordingSchema = z.strictObject({
  sid: z.string(),
  trim: z.enum(["trim-silence", "do-not-trim"]),
  callback: z
    .strictObject({
      url: z.string(),
      method: z.enum(["GET", "POST"]),
      events: z.array(z.enum(callbackEvents)),
    })
    .nullable(),
});

const callSchema = z.strictObject({
  sid: z.string(),
  parent_call_sid: z.string().nullable(),
  to: z.string(),
  from: z.string(),
  phone_number_sid: z.string().nullable(),
  direction: z.enum(["inbound", "outbound-api"]),
  status: z.enum(["queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"]),
  /** ISO 8601. */
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
  end_time: z.iso.datetime().nullable(),
  /** Where caller and agent talk, once they do. */
  conference_sid: z.string().nullable(),
  task_sid: z.string().nullable(),
  /** The other leg, where the account calls one of its own numbers. */
  other_leg: z.string().nullable().default(null),
  /** How long the caller stays on the line once the call is answered, in seconds; null until somebody hangs up. */
  stays: z.number().nullable().default(null),
  /** When that is over, ISO 8601. */
  hangs_up_at: z.iso.datetime().nullable().default(null),
  script: scriptSchema,
  /** Recordings that this call or its conference makes, done or not. */
  recordings: z.array(recordingSchema),
});

/** Whether a call has come to its end, one way or another. */
export function isOver({ status }: Call): boolean {
  return status !== "queued" && status !== "ringing" && status !== "in-progress";
}

export type Script = z.infer<typeof scriptSchema>;
export type Call = z.infer<typeof callSchema>;
export type CallRecording = z.infer<typeof recordingSchema>;

/** The account's calls; a fresh account has none. */
export const callsSlice: Slice<Call[]> = { schema: z.array(callSchema), fresh: () => [] };
