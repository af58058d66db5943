import { addParticipant } from "../conversations/new-conversation.ts";
import { badRequest, notFound } from "../http/errors.ts";
import { oneOf } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import { jsonObjectBody } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { whole } from "../state/whole.ts";
import { completeTask, wrapUpTask } from "../taskrouter/lifecycle.ts";
import { createTask } from "../taskrouter/new-task.ts";
import { checkedParameter, invalidInteraction, routingParameterSchema } from "./interaction-parameters.ts";
import { showInvite, showParticipant, showTransfer } from "./interaction-views.ts";
import { channelAt, jsonField } from "./interactions.ts";
import {
  type InteractionChannel,
  type InteractionParticipant,
  type Invite,
  participantTypes,
  type Transfer,
  transferSchema,
} from "./interactions-state.ts";
import { attributesOf, taskOf } from "./new-interaction.ts";

const channel = "/v1/Interactions/{KD}/Channels/{UO}";

/** What is in an interaction's channel: invites, participants and transfers. */
export const interactionMemberRoutes: Route[] = [
  { method: "GET", path: `${channel}/Invites`, query: pagingParameters, handle: listInvites },
  { method: "POST", path: `${channel}/Invites`, handle: createInvite },
  { method: "GET", path: `${channel}/Participants`, query: pagingParameters, handle: listParticipants },
  { method: "POST", path: `${channel}/Participants`, handle: createParticipant },
  { method: "POST", path: `${channel}/Participants/{UT}`, handle: updateParticipant },
  { method: "POST", path: `${channel}/Transfers`, handle: createTransfer },
  { method: "GET", path: `${channel}/Transfers/{UX}`, handle: (call) => shownTransfer(200, call, transferAt(call)) },
  { method: "POST", path: `${channel}/Transfers/{UX}`, handle: updateTransfer },
];

function inChannel<T extends { channel_sid: string }>(call: Call, items: readonly T[]): T[] {
  const { sid } = channelAt(call);
  return items.filter((item) => item.channel_sid === sid);
}

function openChannelAt(call: Call): InteractionChannel {
  const found = channelAt(call);
  if (found.status !== "active") throw badRequest(`Channel ${found.sid} is ${found.status}, not active`);
  return found;
}

function listInvites(call: Call): ApiResponse {
  const { account, request } = call;
  const held = channelAt(call);
  const found = inChannel(call, account.state.current.interactions.invites);
  return jsonResponse(
    200,
    metaPageOf(request, "invites", found, (invite) => showInvite(account, held, invite)),
  );
}

/** Invites another agent: a task more for the same channel. */
function createInvite(call: Call): ApiResponse {
  const held = openChannelAt(call);
  const form = formBody(call.request, { fields: ["Routing"] });
  requiredField(form, "Routing");
  const routing = checkedParameter("Routing", routingParameterSchema, jsonField(form, "Routing"));
  const sid = randomSid("KG");
  const invite = whole(call.account, (account): Invite => {
    const known = {
      channelType: held.type,
      ...(held.media_channel_sid?.startsWith("CH") ? { conversationSid: held.media_channel_sid } : {}),
      flexInteractionSid: held.interaction_sid,
      flexInteractionChannelSid: held.sid,
      flexChannelInviteSid: sid,
    };
    const attributes = JSON.stringify({ ...known, ...attributesOf(routing) });
    const task = createTask(account, { ...taskOf(routing, held.type), attributes });
    const made: Invite = { sid, channel_sid: held.sid, routing, task_sid: task.sid };
    account.state.change(({ interactions }) => interactions.invites.push(made));
    return made;
  });
  return jsonResponse(200, showInvite(call.account, held, invite));
}

function listParticipants(call: Call): ApiResponse {
  const { account, request } = call;
  const held = channelAt(call);
  const found = inChannel(call, account.state.current.interactions.participants);
  return jsonResponse(
    200,
    metaPageOf(request, "participants", found, (participant) => showParticipant(held, participant)),
  );
}

/** Adds somebody to the channel's conversation, by the address or identity that MediaProperties give. */
function createParticipant(call: Call): ApiResponse {
  const held = openChannelAt(call);
  const form = formBody(call.request, { fields: ["Type", "MediaProperties", "RoutingProperties"] });
  requiredField(form, "Type");
  requiredField(form, "MediaProperties");
  const { identity, address, proxy_address: proxyAddress } = jsonField(form, "MediaProperties");
  const texts = [identity, address, proxyAddress].filter((value) => value !== undefined);
  if (!held.media_channel_sid?.startsWith("CH") || texts.some((value) => typeof value !== "string")) {
    throw invalidInteraction(
      "Invalid MediaProperties: identity, or address and proxy_address, of a conversation's channel",
    );
  }
  const binding = address === undefined ? undefined : { address: String(address), proxyAddress: String(proxyAddress) };
  const type = oneOf(form, "Type", participantTypes) ?? "unknown";
  const routing_properties = form.has("RoutingProperties") ? jsonField(form, "RoutingProperties") : null;
  const conversation = held.media_channel_sid;
  const added = whole(call.account, (account): InteractionParticipant => {
    const named = identity === undefined ? undefined : String(identity);
    const { sid } = addParticipant(account, conversation, { identity: named, binding });
    const made: InteractionParticipant = {
      sid: randomSid("UT"),
      channel_sid: held.sid,
      type,
      status: "active",
      routing_properties,
      conversation_participant_sid: sid,
    };
    account.state.change(({ interactions }) => interactions.participants.push(made));
    return made;
  });
  return jsonResponse(200, showParticipant(held, added));
}

/** A participant leaves; an agent's reservation goes with that into wrapping, or is completed. */
function updateParticipant(call: Call): ApiResponse {
  const { account, request } = call;
  const held = openChannelAt(call);
  const participant = participantAt(call);
  const form = formBody(request, { fields: ["Status"] });
  requiredField(form, "Status");
  const status = oneOf(form, "Status", ["closed", "wrapup"]) ?? "closed";
  const task = participant.routing_properties?.task_sid;
  account.state.change(({ interactions, taskRouter, chat }) => {
    const found = interactions.participants.find(({ sid }) => sid === participant.sid);
    if (found) found.status = status;
    chat.participants = chat.participants.filter(({ sid }) => sid !== participant.conversation_participant_sid);
    const its = taskRouter.tasks.find(({ sid }) => sid === task);
    const taken = its?.assignment_status === "assigned" || its?.assignment_status === "wrapping";
    if (!its || !taken) return;
    if (status === "closed") completeTask(taskRouter, its, its.reason, account.now());
    else if (its.assignment_status === "assigned") wrapUpTask(taskRouter, its, its.reason, account.now());
  });
  return jsonResponse(200, showParticipant(held, participantAt(call)));
}

function participantAt(call: Call): InteractionParticipant {
  const { participants } = call.account.state.current.interactions;
  const found = inChannel(call, participants).find(({ sid }) => sid === call.at.UT);
  if (!found) throw notFound(call.request);
  return found;
}

function transferAt(call: Call): Transfer {
  const { transfers } = call.account.state.current.interactions;
  const found = inChannel(call, transfers).find(({ sid }) => sid === call.at.UX);
  if (!found) throw notFound(call.request);
  return found;
}

const newTransferSchema = transferSchema
  .pick({ type: true, from: true, to: true, note_sid: true, summary_sid: true })
  .partial({ from: true, note_sid: true, summary_sid: true })
  .strict();
const changedTransferSchema = transferSchema
  .pick({ status: true, note_sid: true, summary_sid: true })
  .partial()
  .strict();

/** Keeps that a transfer was asked for; whoever is to get it is invited by an invite. */
function createTransfer(call: Call): ApiResponse {
  const held = openChannelAt(call);
  const body = checkedParameter("Transfer", newTransferSchema, jsonObjectBody(call.request, invalidInteraction));
  const date = iso8601(call.account.now());
  const created: Transfer = {
    sid: randomSid("UX"),
    channel_sid: held.sid,
    type: body.type,
    status: "active",
    from: body.from ?? null,
    to: body.to,
    note_sid: body.note_sid ?? null,
    summary_sid: body.summary_sid ?? null,
    date_created: date,
    date_updated: date,
  };
  call.account.state.change(({ interactions }) => interactions.transfers.push(created));
  return shownTransfer(201, call, created);
}

function updateTransfer(call: Call): ApiResponse {
  const before = transferAt(call);
  const changes = checkedParameter("Transfer", changedTransferSchema, jsonObjectBody(call.request, invalidInteraction));
  const date_updated = iso8601(call.account.now());
  call.account.state.change(({ interactions }) => {
    const held = interactions.transfers.find(({ sid }) => sid === before.sid);
    if (held) Object.assign(held, changes, { date_updated });
  });
  return shownTransfer(200, call, transferAt(call));
}

function shownTransfer(status: number, call: Call, transfer: Transfer): ApiResponse {
  return jsonResponse(status, showTransfer(call.account, channelAt(call), transfer));
}
