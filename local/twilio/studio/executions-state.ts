import { z } from "zod";
import type { Slice } from "../state/store.ts";

const object = z.record(z.string(), z.unknown());

const stepSchema = z.strictObject({
  sid: z.string(),
  /** The event that led to it. */
  name: z.string(),
  transitioned_from: z.string(),
  transitioned_to: z.string(),
  /** The type of the widget that it leads to. */
  type: z.string(),
  context: object,
  date_created: z.string(),
});

const executionSchema = z.strictObject({
  sid: z.string(),
  flow_sid: z.string(),
  /** The number of the revision that runs. */
  flow_version: z.int(),
  contact_channel_address: z.string(),
  status: z.enum(["active", "ended"]),
  initiated_by: z.string(),
  context: object,
  date_created: z.string(),
  date_updated: z.string().nullable(),
  /** What it is about; null where it has to do with none. */
  call_sid: z.string().nullable(),
  conversation_sid: z.string().nullable(),
  /** The execution and widget whose subflow it is. */
  parent: z.strictObject({ execution_sid: z.string(), widget: z.string() }).nullable(),
  /** The widget that it has come to. */
  widget: z.string().nullable(),
  /** What that one waits for: the contact's next message, the end of the talk with an agent, another flow. */
  waits: z.enum(["reply", "call", "subflow"]).nullable(),
  /** Oldest first. */
  steps: z.array(stepSchema),
});

const noticeSchema = z.strictObject({
  at: z.string(),
  execution_sid: z.string(),
  flow_sid: z.string(),
  widget: z.string(),
  level: z.enum(["error", "warning"]),
  message: z.string(),
});

const executionsSchema = z.strictObject({
  executions: z.array(executionSchema),
  /** What went wrong in flows, as Twilio's debugger tells it; oldest first. */
  notices: z.array(noticeSchema),
});

export type Execution = z.infer<typeof executionSchema>;
export type ExecutionStep = z.infer<typeof stepSchema>;
export type Notice = z.infer<typeof noticeSchema>;

export const executionsSlice: Slice<z.infer<typeof executionsSchema>> = {
  schema: executionsSchema,
  fresh: () => ({ executions: [], notices: [] }),
};
