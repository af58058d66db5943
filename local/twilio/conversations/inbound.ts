import type { Account } from "../account.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { whole } from "../state/whole.ts";
import type { Conversation, Message, Participant, ScopedWebhook } from "./chat.ts";
import {
  addConversation,
  addMessage,
  addParticipant,
  bindingType,
  conversationBySid,
  conversationOfPair,
} from "./new-conversation.ts";
import type { Address } from "./state.ts";
import { settleConversations } from "./timers.ts";
import { tellWebhooks } from "./webhook-events.ts";

/** A message from outside, and the conversation that it is in. */
export interface ReceivedMessage {
  readonly conversation: Conversation;
  readonly participant: Participant;
  readonly message: Message;
  /** Whether the conversation was made for it. */
  readonly created: boolean;
  /** The webhooks, target `studio`, whose flows are to start or to go on with it. */
  readonly studio: readonly ScopedWebhook[];
}

export interface InboundMessage {
  /** The address of the account: a number, or with its kind as `whatsapp:+1…`. */
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

/**
 * A message arrives: in the open conversation of the two addresses, or in a new one where the account's address makes
 * such. Webhooks are told. Undefined where Conversations has nothing to do with the address.
 */
export function receiveMessage(account: Account, inbound: InboundMessage): ReceivedMessage | undefined {
  settleConversations(account);
  const there = conversationOfPair(account, inbound.from, inbound.to);
  const address = there ? undefined : autoCreating(account, inbound.to);
  const conversation = there ?? (address && conversationFor(account, address, inbound));
  if (!conversation) return undefined;
  const message = addMessage(account, conversation.sid, { author: inbound.from, body: inbound.body });
  const participant = account.state.current.chat.participants.find(({ sid }) => sid === message.participant_sid);
  if (!participant) return undefined;
  const source = bindingType(inbound.from).toUpperCase();
  const now = conversationBySid(account, conversation.sid);
  if (!there) {
    tellWebhooks(account, { type: "onConversationAdded", conversation: now, source });
    tellWebhooks(account, { type: "onParticipantAdded", conversation: now, participant, source });
  }
  const studio = tellWebhooks(account, { type: "onMessageAdded", conversation: now, message, source });
  return { conversation: now, participant, message, created: !there, studio };
}

/** The address configuration that makes conversations for an address: it names the number with or without its kind. */
function autoCreating(account: Account, to: string): Address | undefined {
  const kind = bindingType(to);
  return account.state.current.conversations.addresses.find(
    ({ address, type, auto_creation: { enabled } }) =>
      enabled && type === kind && (address === to || `${type}:${address}` === to),
  );
}

function conversationFor(account: Account, address: Address, { from, to }: InboundMessage): Conversation {
  const { conversation_service_sid: serviceSid } = address.auto_creation;
  return whole(account, (draft) => {
    const conversation = addConversation(draft, { serviceSid, friendlyName: from });
    addParticipant(draft, conversation.sid, { binding: { address: from, proxyAddress: to } });
    const webhook = webhookOf(draft, address, conversation);
    if (webhook) draft.state.change(({ chat }) => chat.webhooks.push(webhook));
    return conversation;
  });
}

/** The scoped webhook that an address gives each conversation it makes; none where it leaves that to the service's. */
function webhookOf(
  account: Account,
  { auto_creation: auto }: Address,
  { sid }: Conversation,
): ScopedWebhook | undefined {
  const date = iso8601(account.now());
  const common = { sid: randomSid("WH"), conversation_sid: sid, date_created: date, date_updated: date };
  const { webhook_url: url, studio_flow_sid: flow } = auto;
  if (auto.type === "webhook" && url !== undefined) {
    const configuration = { url, method: auto.webhook_method ?? "POST", filters: auto.webhook_filters ?? [] };
    return { ...common, target: "webhook", configuration };
  }
  if (auto.type === "studio" && flow !== undefined) {
    return {
      ...common,
      target: "studio",
      configuration: { flow_sid: flow, retry_count: auto.studio_retry_count ?? 0 },
    };
  }
  return undefined;
}
