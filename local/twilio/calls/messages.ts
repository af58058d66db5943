import { z } from "zod";
import type { Account } from "../account.ts";
import { type InboundMessage, type ReceivedMessage as Joined, receiveMessage } from "../conversations/inbound.ts";
import type { JsonObject } from "../http/parameters.ts";
import { checked, Mistake } from "../mistake.ts";
import { randomSid } from "../state/sids.ts";
import { resumeExecution, startExecution } from "../studio/run.ts";
import { flowOfWebhook, publishedFlow } from "../studio/webhook.ts";

const newMessageSchema = z.strictObject({
  /** An address of Conversations, or a number of the account. */
  to: z.string().min(1),
  from: z.string().min(1),
  body: z.string().min(1),
});

export type IncomingMessage = z.input<typeof newMessageSchema>;

export interface TakenMessage {
  readonly sid: string;
  /** Where the message became part of one. */
  readonly conversation_sid: string | null;
}

/**
 * A message comes in: it joins the conversation that its addresses have, or begins one where the address makes one, or goes
 * to the flow that the number leads to. Flows run after this has returned.
 * @throws Mistake for a message that nothing here would take
 */
export function takeMessage(account: Account, given: unknown): TakenMessage {
  const inbound = checked("message", newMessageSchema, given);
  const address = account.state.current.conversations.addresses.find((held) => held.address === inbound.to);
  const { enabled, type, studio_flow_sid: flow } = address?.auto_creation ?? {};
  if (enabled && type === "studio") publishedFlow(account, flow ?? "", `message.to: ${inbound.to}`);
  const joined = receiveMessage(account, inbound);
  if (!joined) return toNumber(account, inbound);
  runFlows(account, inbound, joined);
  return { sid: joined.message.sid, conversation_sid: joined.conversation.sid };
}

/** What waits for a reply goes on; else a conversation's first message starts its flow. */
function runFlows(account: Account, { from, to }: InboundMessage, joined: Joined): void {
  const { conversation, created, studio } = joined;
  const parameters = parametersOf(account, joined);
  const waiting = account.state.current.executions.executions.findLast(
    (held) => held.conversation_sid === conversation.sid && held.waits === "reply",
  );
  if (waiting) {
    resumeExecution(account, waiting.sid, "incomingMessage", { inbound: parameters });
    return;
  }
  const flowSid = studio[0]?.configuration.flow_sid;
  if (!created || flowSid === undefined) return;
  startExecution(account, {
    flowSid,
    revision: "LatestPublished",
    event: "incomingConversationMessage",
    contact: from,
    channel: to,
    trigger: { conversation: parameters },
    initiatedBy: conversation.sid,
    conversationSid: conversation.sid,
  });
}

/** https://www.twilio.com/docs/conversations/conversations-webhooks#onmessageadded */
function parametersOf(account: Account, { conversation, message, participant }: Joined): JsonObject {
  return {
    AccountSid: account.sid,
    Attributes: message.attributes,
    Author: message.author,
    Body: message.body ?? "",
    ChatServiceSid: conversation.chat_service_sid,
    ConversationSid: conversation.sid,
    DateCreated: message.date_created,
    EventType: "onMessageAdded",
    Index: String(message.index),
    MessageSid: message.sid,
    MessagingServiceSid: conversation.messaging_service_sid ?? "",
    ParticipantSid: participant.sid,
    RetryCount: "0",
    Source: (participant.messaging_binding?.type ?? "sms").toUpperCase(),
  };
}

function toNumber(account: Account, { to, from, body }: InboundMessage): TakenMessage {
  const number = account.state.current.phoneNumbers.find((held) => held.phone_number === to);
  if (!number) throw new Mistake(`message.to: ${to} is neither an address nor a number of this account; add it first`);
  const flowSid = flowOfWebhook(account, number.sms_url, `message.to: ${to}`);
  const sid = randomSid("SM");
  const parameters = {
    AccountSid: account.sid,
    ApiVersion: "2010-04-01",
    Body: body,
    From: from,
    MessageSid: sid,
    NumMedia: "0",
    NumSegments: "1",
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    To: to,
  };
  const waiting = account.state.current.executions.executions.findLast(
    ({ waits, flow_sid, contact_channel_address }) =>
      waits === "reply" && flow_sid === flowSid && contact_channel_address === from,
  );
  if (waiting) resumeExecution(account, waiting.sid, "incomingMessage", { inbound: parameters });
  else {
    startExecution(account, {
      flowSid,
      revision: "LatestPublished",
      event: "incomingMessage",
      contact: from,
      channel: to,
      trigger: { message: parameters },
      initiatedBy: sid,
    });
  }
  return { sid, conversation_sid: null };
}
