import type { Account } from "../account.ts";
import { badRequest, TwilioError } from "../http/errors.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import type { Conversation, Message, Participant } from "./chat.ts";
import { chatAttributes, refuseClosed } from "./refusals.ts";

export const longestConversationAttributes = 16_384;
export const longestAttributes = 4096;

export interface NewConversation {
  /** The account's default service where not given. */
  readonly serviceSid?: string | undefined;
  readonly friendlyName?: string | null | undefined;
  readonly uniqueName?: string | null | undefined;
  /** JSON of an object, at most 16 KB. */
  readonly attributes?: string | null | undefined;
  readonly state?: Conversation["state"] | undefined;
  readonly messagingServiceSid?: string | null | undefined;
  /** ISO 8601 durations; the account's defaults where not given. */
  readonly timers?: { readonly inactive?: string | null | undefined; readonly closed?: string | null | undefined };
}

/** @throws TwilioError as the API refuses it */
export function addConversation(account: Account, given: NewConversation): Conversation {
  const { configuration } = account.state.current.conversations;
  const date = iso8601(account.now());
  const added: Conversation = {
    sid: randomSid("CH"),
    chat_service_sid: given.serviceSid ?? configuration.default_chat_service_sid,
    messaging_service_sid: given.messagingServiceSid ?? configuration.default_messaging_service_sid,
    friendly_name: given.friendlyName ?? null,
    unique_name: given.uniqueName ?? null,
    attributes: chatAttributes(given.attributes, longestConversationAttributes),
    state: given.state ?? "active",
    timers: {
      inactive: given.timers?.inactive ?? configuration.default_inactive_timer,
      closed: given.timers?.closed ?? configuration.default_closed_timer,
    },
    last_activity: account.now().toISOString(),
    next_index: 0,
    date_created: date,
    date_updated: date,
  };
  if (added.state === "closed") throw new TwilioError(400, 50384, "Initial state can't be 'closed'");
  refuseDoubleName(account, added);
  account.state.change(({ chat }) => chat.conversations.push(added));
  return added;
}

/** @throws TwilioError where another conversation of the service has the unique name */
export function refuseDoubleName(account: Account, { sid, unique_name, chat_service_sid }: Conversation): void {
  const doubled = account.state.current.chat.conversations.some(
    (other) => other.sid !== sid && other.unique_name === unique_name && other.chat_service_sid === chat_service_sid,
  );
  if (unique_name !== null && doubled) {
    throw new TwilioError(409, 50353, "Conversation with provided unique name already exists");
  }
}

export interface NewParticipant {
  readonly identity?: string | null | undefined;
  readonly binding?: { readonly address: string; readonly proxyAddress: string } | undefined;
  /** JSON of an object, at most 4 KB. */
  readonly attributes?: string | null | undefined;
  /** The service's default role where not given. */
  readonly roleSid?: string | null | undefined;
}

/** @throws TwilioError as the API refuses it: for one who is there already, and in a closed conversation */
export function addParticipant(account: Account, conversationSid: string, given: NewParticipant): Participant {
  const conversation = conversationBySid(account, conversationSid);
  refuseClosed(conversation);
  const { identity, binding } = given;
  if ((identity ? 1 : 0) + (binding ? 1 : 0) !== 1) {
    throw badRequest("Either Identity or MessagingBinding.Address and MessagingBinding.ProxyAddress must be given");
  }
  const date = iso8601(account.now());
  const added: Participant = {
    sid: randomSid("MB"),
    conversation_sid: conversation.sid,
    identity: identity ?? null,
    messaging_binding: binding
      ? { type: bindingType(binding.address), address: binding.address, proxy_address: binding.proxyAddress }
      : null,
    attributes: chatAttributes(given.attributes, longestAttributes),
    role_sid: given.roleSid ?? (identity ? defaultRole(account, conversation) : null),
    date_created: date,
    date_updated: date,
  };
  refuseDoubleParticipant(account, added);
  account.state.change(({ chat }) => chat.participants.push(added));
  return added;
}

/** The kind of an address, which its prefix says. */
export function bindingType(address: string): string {
  return /^(whatsapp|messenger|gbm|rcs|apple|email):/.exec(address)?.[1] ?? (address.includes("@") ? "email" : "sms");
}

function defaultRole(account: Account, { chat_service_sid: service }: Conversation): string | null {
  const held = account.state.current.conversations.services.find(({ sid }) => sid === service);
  return held?.configuration.default_conversation_role_sid ?? null;
}

/** The open conversation that a pair of addresses is in; a pair can be in one only. */
export function conversationOfPair(account: Account, address: string, proxyAddress: string): Conversation | undefined {
  const { participants, conversations } = account.state.current.chat;
  const sids = participants
    .filter(({ messaging_binding: held }) => held?.address === address && held.proxy_address === proxyAddress)
    .map(({ conversation_sid: sid }) => sid);
  return conversations.find(({ sid, state }) => sids.includes(sid) && state !== "closed");
}

function refuseDoubleParticipant(
  account: Account,
  { conversation_sid, identity, messaging_binding: pair }: Participant,
) {
  const others = account.state.current.chat.participants;
  if (
    others.some(
      (other) => identity !== null && other.conversation_sid === conversation_sid && other.identity === identity,
    )
  ) {
    throw new TwilioError(409, 50433, "Participant already exists");
  }
  const other = pair && conversationOfPair(account, pair.address, pair.proxy_address);
  if (other) {
    const message = `A binding for this participant and proxy address already exists in Conversation ${other.sid}`;
    throw new TwilioError(409, 50416, message);
  }
}

export interface NewMessage {
  /** `system` where not given. */
  readonly author?: string | null | undefined;
  /** At most 1,600 characters. */
  readonly body?: string | null | undefined;
  /** JSON of an object, at most 4 KB. */
  readonly attributes?: string | null | undefined;
}

/** @throws TwilioError as the API refuses it; an inactive conversation becomes active */
export function addMessage(account: Account, conversationSid: string, given: NewMessage): Message {
  const conversation = conversationBySid(account, conversationSid);
  refuseClosed(conversation);
  if ((given.body ?? "").length > 1600) throw badRequest("Parameter Body is longer than 1600 characters");
  const author = given.author ?? "system";
  const date = iso8601(account.now());
  const participant = account.state.current.chat.participants.find(
    ({ conversation_sid: sid, identity, messaging_binding: binding }) =>
      sid === conversation.sid && (identity === author || binding?.address === author),
  );
  const added: Message = {
    sid: randomSid("IM"),
    conversation_sid: conversation.sid,
    index: conversation.next_index,
    author,
    body: given.body ?? null,
    attributes: chatAttributes(given.attributes, longestAttributes),
    participant_sid: participant?.sid ?? null,
    date_created: date,
    date_updated: date,
  };
  account.state.change(({ chat }) => {
    chat.messages.push(added);
    const held = chat.conversations.find(({ sid }) => sid === conversation.sid);
    if (!held) return;
    held.next_index += 1;
    held.last_activity = account.now().toISOString();
    if (held.state === "inactive") held.state = "active";
  });
  return added;
}

export function conversationBySid(account: Account, sid: string): Conversation {
  const found = account.state.current.chat.conversations.find((held) => held.sid === sid);
  if (!found) throw new TwilioError(404, 20404, `The requested resource /Conversations/${sid} was not found`);
  return found;
}
