import { z } from "zod";
import type { Slice } from "../state/store.ts";

const date = z.string();

export const channelTypes = ["voice", "sms", "email", "web", "whatsapp", "chat", "messenger", "gbm"] as const;
export const participantTypes = ["supervisor", "customer", "external", "agent", "unknown"] as const;

const interactionSchema = z.strictObject({
  sid: z.string(),
  interaction_context_sid: z.string().nullable(),
  webhook_ttid: z.string().nullable(),
  date_created: date,
});

const channelSchema = z.strictObject({
  sid: z.string(),
  interaction_sid: z.string(),
  type: z.enum(channelTypes),
  status: z.enum(["setup", "active", "failed", "closed", "inactive", "pause", "transfer"]),
  error_code: z.int().nullable(),
  error_message: z.string().nullable(),
  /** The conversation or call that it stands for. */
  media_channel_sid: z.string().nullable(),
});

const inviteSchema = z.strictObject({
  sid: z.string(),
  channel_sid: z.string(),
  /** What was asked for. */
  routing: z.record(z.string(), z.unknown()),
  task_sid: z.string(),
});

const participantSchema = z.strictObject({
  sid: z.string(),
  channel_sid: z.string(),
  type: z.enum(participantTypes),
  status: z.enum(["active", "wrapup", "closed"]),
  routing_properties: z.record(z.string(), z.unknown()).nullable(),
  /** The participant of the conversation that it stands for. */
  conversation_participant_sid: z.string().nullable(),
});

export const transferSchema = z.strictObject({
  sid: z.string(),
  channel_sid: z.string(),
  type: z.enum(["warm", "cold", "external"]),
  status: z.enum(["active", "failed", "completed"]),
  from: z.string().nullable(),
  to: z.string(),
  note_sid: z.string().nullable(),
  summary_sid: z.string().nullable(),
  date_created: date,
  date_updated: date,
});

const interactionsSchema = z.strictObject({
  interactions: z.array(interactionSchema),
  channels: z.array(channelSchema),
  invites: z.array(inviteSchema),
  participants: z.array(participantSchema),
  transfers: z.array(transferSchema),
});

export type Interaction = z.infer<typeof interactionSchema>;
export type InteractionChannel = z.infer<typeof channelSchema>;
export type Invite = z.infer<typeof inviteSchema>;
export type InteractionParticipant = z.infer<typeof participantSchema>;
export type Transfer = z.infer<typeof transferSchema>;
export type Interactions = z.infer<typeof interactionsSchema>;

export const interactionsSlice: Slice<Interactions> = {
  schema: interactionsSchema,
  fresh: () => ({ interactions: [], channels: [], invites: [], participants: [], transfers: [] }),
};
