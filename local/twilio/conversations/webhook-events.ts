import type { Account } from "../account.ts";
import type { Conversation, Message, Participant, ScopedWebhook } from "./chat.ts";

/** Something that happened in a conversation, as webhooks tell it. */
export interface ConversationEvent {
  readonly type: string;
  readonly conversation: Conversation;
  readonly message?: Message | undefined;
  readonly participant?: Participant | undefined;
  /** Where it came from: an address's type in capitals, `API` or `SDK`. */
  readonly source: string;
}

/**
 * Tells the account's webhook and the conversation's own ones, each what it has filtered; returns those that are to
 * start a flow, which is Studio's to do.
 */
export function tellWebhooks(account: Account, event: ConversationEvent): ScopedWebhook[] {
  const { conversations, chat } = account.state.current;
  const { post_webhook_url: url, method, filters, target } = conversations.webhooks;
  if (url !== null && target === "webhook" && filters.includes(event.type)) send(account, event, url, method);
  const scoped = chat.webhooks.filter(
    (webhook) => webhook.conversation_sid === event.conversation.sid && isMeant(webhook, event),
  );
  for (const { configuration } of scoped) {
    if (configuration.url !== undefined) send(account, event, configuration.url, configuration.method ?? "POST");
  }
  return scoped.filter(({ target: kind }) => kind === "studio");
}

function isMeant({ target, configuration }: ScopedWebhook, { type, message }: ConversationEvent): boolean {
  if (target === "studio") return type === "onMessageAdded";
  if (target === "webhook") return configuration.filters?.includes(type) ?? false;
  const words = configuration.triggers ?? [];
  return type === "onMessageAdded" && words.some((word) => message?.body?.toLowerCase().includes(word.toLowerCase()));
}

function send(account: Account, event: ConversationEvent, url: string, method: "GET" | "POST"): void {
  const form = parametersOf(account, event);
  void account.callbacks.send(event.conversation.sid, { kind: "conversation", url, method, content: { form } });
}

/** What a webhook, or the flow that it starts, is told of an event. */
export function parametersOf(
  account: Account,
  { type, conversation, message, participant, source }: ConversationEvent,
) {
  const common = {
    EventType: type,
    AccountSid: account.sid,
    ConversationSid: conversation.sid,
    ChatServiceSid: conversation.chat_service_sid,
    MessagingServiceSid: conversation.messaging_service_sid ?? "",
    RetryCount: "0",
    Source: source,
  };
  if (message) {
    const { sid, index, author, body, attributes, participant_sid: by, date_created: DateCreated } = message;
    return {
      ...common,
      MessageSid: sid,
      Index: String(index),
      Author: author,
      Body: body ?? "",
      Attributes: attributes,
      DateCreated,
      ...(by === null ? {} : { ParticipantSid: by }),
    };
  }
  if (participant) {
    const { sid, identity, messaging_binding: binding, attributes, role_sid: role } = participant;
    return {
      ...common,
      ParticipantSid: sid,
      Attributes: attributes,
      DateCreated: participant.date_created,
      ...(identity === null ? {} : { Identity: identity }),
      ...(role === null ? {} : { RoleSid: role }),
      ...(binding === null
        ? {}
        : { "MessagingBinding.Address": binding.address, "MessagingBinding.ProxyAddress": binding.proxy_address }),
    };
  }
  const { friendly_name: name, unique_name: unique, attributes, state, date_created: DateCreated } = conversation;
  return {
    ...common,
    Attributes: attributes,
    State: state,
    DateCreated,
    ...(name === null ? {} : { FriendlyName: name }),
    ...(unique === null ? {} : { UniqueName: unique }),
  };
}
