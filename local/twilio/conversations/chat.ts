import { z } from "zod";
import type { Slice } from "../state/store.ts";

const common = { sid: z.string(), date_created: z.string(), date_updated: z.string() };

export const conversationStates = ["initializing", "active", "inactive", "closed"] as const;

const conversationSchema = z.strictObject({
  ...common,
  chat_service_sid: z.string(),
  messaging_service_sid: z.string().nullable(),
  friendly_name: z.string().nullable(),
  unique_name: z.string().nullable(),
  /** JSON, as it was given. */
  attributes: z.string(),
  state: z.enum(conversationStates),
  /** ISO 8601 durations, counted from the last thing that happened. */
  timers: z.strictObject({ inactive: z.string().nullable(), closed: z.string().nullable() }),
  last_activity: z.string(),
  /** The index that its next message gets. */
  next_index: z.int(),
});

const participantSchema = z.strictObject({
  ...common,
  conversation_sid: z.string(),
  identity: z.string().nullable(),
  messaging_binding: z.strictObject({ type: z.string(), address: z.string(), proxy_address: z.string() }).nullable(),
  attributes: z.string(),
  role_sid: z.string().nullable(),
});

const messageSchema = z.strictObject({
  ...common,
  conversation_sid: z.string(),
  index: z.int(),
  author: z.string(),
  body: z.string().nullable(),
  attributes: z.string(),
  participant_sid: z.string().nullable(),
});

const scopedWebhookSchema = z.strictObject({
  ...common,
  conversation_sid: z.string(),
  target: z.enum(["webhook", "trigger", "studio"]),
  configuration: z.strictObject({
    url: z.string().optional(),
    method: z.enum(["GET", "POST"]).optional(),
    filters: z.array(z.string()).optional(),
    triggers: z.array(z.string()).optional(),
    flow_sid: z.string().optional(),
    replay_after: z.int().optional(),
    retry_count: z.int().optional(),
  }),
});

const chatSchema = z.strictObject({
  conversations: z.array(conversationSchema),
  participants: z.array(participantSchema),
  messages: z.array(messageSchema),
  webhooks: z.array(scopedWebhookSchema),
});

export type Conversation = z.infer<typeof conversationSchema>;
export type Participant = z.infer<typeof participantSchema>;
export type Message = z.infer<typeof messageSchema>;
export type ScopedWebhook = z.infer<typeof scopedWebhookSchema>;
export type Chat = z.infer<typeof chatSchema>;

/** What is said in the account's conversations, in the order of making. */
export const chatSlice: Slice<Chat> = {
  schema: chatSchema,
  fresh: () => ({ conversations: [], participants: [], messages: [], webhooks: [] }),
};

/** What is in no conversation any more goes. */
export function dropOrphans(chat: Chat): void {
  const left = new Set(chat.conversations.map(({ sid }) => sid));
  const held = <T extends { conversation_sid: string }>(items: T[]) =>
    items.filter(({ conversation_sid: sid }) => left.has(sid));
  chat.participants = held(chat.participants);
  chat.messages = held(chat.messages);
  chat.webhooks = held(chat.webhooks);
}
