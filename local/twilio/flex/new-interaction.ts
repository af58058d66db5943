import type { Account } from "../account.ts";
import type { Conversation } from "../conversations/chat.ts";
import { addConversation, addParticipant, conversationOfPair } from "../conversations/new-conversation.ts";
import { TwilioError } from "../http/errors.ts";
import { isJsonObject, type JsonObject } from "../http/parameters.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { whole } from "../state/whole.ts";
import { createTask } from "../taskrouter/new-task.ts";
import {
  type ChannelParameter,
  channelParameterSchema,
  checkedParameter,
  invalidInteraction,
  type RoutingParameter,
  routingParameterSchema,
} from "./interaction-parameters.ts";
import type { Interaction, InteractionChannel, InteractionParticipant, Invite } from "./interactions-state.ts";
import { settleInteractions } from "./settle.ts";

export interface NewInteraction {
  /** As the API's parameter has it: type, initiated_by, participants or the conversation that is there. */
  readonly channel: unknown;
  /** As the API's parameter has it: properties with workflow_sid, attributes, … */
  readonly routing: unknown;
  readonly contextSid?: string | null | undefined;
  readonly webhookTtid?: string | null | undefined;
}

/** An interaction with its one channel, its invite and the invite's task. */
export interface MadeInteraction {
  readonly interaction: Interaction;
  readonly channel: InteractionChannel;
  readonly invite: Invite;
  readonly taskSid: string;
}

/**
 * Makes an interaction, with conversation and task, and routes the task at once.
 * @throws TwilioError as the API refuses it
 */
export function addInteraction(account: Account, given: NewInteraction): MadeInteraction {
  const made = createInteraction(account, given);
  settleInteractions(account);
  return made;
}

/** As `addInteraction`, but nobody is offered the task yet. */
export function createInteraction(account: Account, given: NewInteraction): MadeInteraction {
  return whole(account, (draft) => makeInteraction(draft, given));
}

function makeInteraction(account: Account, given: NewInteraction): MadeInteraction {
  const channel = checkedParameter("Channel", channelParameterSchema, given.channel);
  const routing = checkedParameter("Routing", routingParameterSchema, given.routing);
  const sids = { interaction: randomSid("KD"), channel: randomSid("UO"), invite: randomSid("KG") };
  const attributes = attributesOf(routing);
  const media = mediaChannelOf(account, channel);
  const task = createTask(account, {
    ...taskOf(routing, channel.type),
    attributes: JSON.stringify({ ...knownAttributes(sids, channel, media), ...attributes }),
  });
  const interaction: Interaction = {
    sid: sids.interaction,
    interaction_context_sid: given.contextSid ?? null,
    webhook_ttid: given.webhookTtid ?? null,
    date_created: iso8601(account.now()),
  };
  const made: InteractionChannel = {
    sid: sids.channel,
    interaction_sid: sids.interaction,
    type: channel.type,
    status: "active",
    error_code: null,
    error_message: null,
    media_channel_sid: media?.sid ?? channel.properties?.media_channel_sid ?? null,
  };
  const invite: Invite = { sid: sids.invite, channel_sid: sids.channel, routing, task_sid: task.sid };
  account.state.change(({ interactions }) => {
    interactions.interactions.push(interaction);
    interactions.channels.push(made);
    interactions.invites.push(invite);
    interactions.participants.push(...customersOf(account, made));
  });
  return { interaction, channel: made, invite, taskSid: task.sid };
}

/** What the task of a routing is made of, besides its attributes. */
export function taskOf({ properties }: RoutingParameter, channelType: string) {
  const channel = properties.task_channel_sid ?? properties.task_channel_unique_name;
  return {
    workspaceSid: properties.workspace_sid,
    workflowSid: properties.workflow_sid,
    queueSid: properties.workflow_sid === undefined ? properties.queue_sid : undefined,
    routingTarget: properties.worker_sid ?? properties.queue_sid,
    taskChannel:
      channel ?? { web: "chat", whatsapp: "chat", messenger: "chat", gbm: "chat" }[channelType] ?? channelType,
    priority: properties.priority,
    timeout: properties.timeout,
  };
}

export function attributesOf({ properties }: RoutingParameter): JsonObject {
  const { attributes = {} } = properties;
  if (typeof attributes !== "string") return attributes;
  try {
    const value: unknown = JSON.parse(attributes);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidInteraction("Invalid Routing: properties.attributes must be a JSON object");
}

/** What Flex knows a task by; the routing's own attributes go over them. */
function knownAttributes(
  sids: { interaction: string; channel: string; invite: string },
  { type, initiated_by: by, participants }: ChannelParameter,
  media: Conversation | undefined,
): JsonObject {
  const outbound = by === "agent";
  return {
    channelType: type,
    ...(participants?.[0] ? { customerAddress: participants[0].address } : {}),
    ...(media ? { conversationSid: media.sid } : {}),
    flexInteractionSid: sids.interaction,
    flexInteractionChannelSid: sids.channel,
    flexChannelInviteSid: sids.invite,
    initiatedBy: by,
    direction: outbound ? "outbound" : "inbound",
  };
}

/** The conversation that the channel names, or one with its participants. A call needs none. */
function mediaChannelOf(account: Account, channel: ChannelParameter): Conversation | undefined {
  const named = channel.properties?.media_channel_sid;
  if (named?.startsWith("CA")) return undefined;
  if (named !== undefined) return openConversation(account, named);
  const { participants = [] } = channel;
  if (participants.length === 0) {
    if (channel.type === "voice") return undefined;
    throw invalidInteraction("Invalid Channel: either participants or properties.media_channel_sid is needed");
  }
  const [first] = participants;
  const taken = first && conversationOfPair(account, first.address, first.proxy_address);
  if (taken) throw invalidInteraction(`Invalid Channel: ${first.address} is in Conversation ${taken.sid} already`);
  const { sid } = addConversation(account, { friendlyName: first?.address });
  for (const { address, proxy_address: proxyAddress } of participants) {
    addParticipant(account, sid, { binding: { address, proxyAddress } });
  }
  return openConversation(account, sid);
}

function openConversation(account: Account, sid: string): Conversation {
  const { chat, interactions } = account.state.current;
  const found = chat.conversations.find((held) => held.sid === sid);
  if (!found) throw invalidInteraction(`Invalid Channel: Conversation ${sid} does not exist`);
  if (found.state === "closed") throw new TwilioError(400, 45354, "Cannot create a Channel for a closed Conversation.");
  const open = interactions.channels.find((held) => held.media_channel_sid === sid && held.status === "active");
  if (open) throw invalidInteraction(`Invalid Channel: Conversation ${sid} is in Channel ${open.sid} already`);
  return found;
}

/** Everybody who is in the conversation when the channel is made is a customer. */
function customersOf(account: Account, channel: InteractionChannel): InteractionParticipant[] {
  return account.state.current.chat.participants
    .filter(({ conversation_sid: sid }) => sid === channel.media_channel_sid)
    .map(({ sid }) => ({
      sid: randomSid("UT"),
      channel_sid: channel.sid,
      type: "customer",
      status: "active",
      routing_properties: null,
      conversation_participant_sid: sid,
    }));
}
