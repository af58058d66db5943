import { badRequest, notFound } from "../http/errors.ts";
import { given, sidField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import type { Conversation, Participant } from "./chat.ts";
import { addParticipant, longestAttributes } from "./new-conversation.ts";
import { chatAttributes, refuseClosed } from "./refusals.ts";
import { conversationAt, conversationUrl, inServices, serviceFields, tellsWebhooks } from "./scope.ts";
import { tellWebhooks } from "./webhook-events.ts";

/** https://www.twilio.com/docs/conversations/api/conversation-participant-resource */
export const participantRoutes: Route[] = inServices((under) => {
  const all = `${under}/Conversations/{Conversation}/Participants`;
  const one = `${all}/{Participant}`;
  return [
    { method: "GET", path: all, query: pagingParameters, handle: list },
    { method: "POST", path: all, handle: create },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, participantAt(call))) },
    { method: "POST", path: one, handle: update },
    { method: "DELETE", path: one, handle: remove },
  ];
});

function inConversation(call: Call): Participant[] {
  const { sid } = conversationAt(call);
  return call.account.state.current.chat.participants.filter((held) => held.conversation_sid === sid);
}

/** By SID, or by the identity. */
function participantAt(call: Call): Participant {
  const named = call.at.Participant;
  const found = inConversation(call).find(({ sid, identity }) => sid === named || identity === named);
  if (!found) throw notFound(call.request);
  return found;
}

function list(call: Call): ApiResponse {
  return jsonResponse(
    200,
    metaPageOf(call.request, "participants", inConversation(call), (participant) => show(call, participant), 100),
  );
}

function create(call: Call): ApiResponse {
  const conversation = conversationAt(call);
  const [address, proxyAddress] = ["MessagingBinding.Address", "MessagingBinding.ProxyAddress"];
  const form = formBody(call.request, { fields: ["Identity", address, proxyAddress, "Attributes", "RoleSid"] });
  const [customer, own] = [form.get(address) ?? "", form.get(proxyAddress) ?? ""];
  if ((customer === "") !== (own === "")) {
    throw badRequest(`Missing required parameter ${customer === "" ? address : proxyAddress} in the post body`);
  }
  const created = addParticipant(call.account, conversation.sid, {
    identity: form.get("Identity") || undefined,
    binding: customer === "" ? undefined : { address: customer, proxyAddress: own },
    attributes: form.get("Attributes"),
    roleSid: roleField(form, call, conversation),
  });
  tell(call, "onParticipantAdded", created);
  return jsonResponse(201, show(call, created));
}

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const conversation = conversationAt(call);
  const before = participantAt(call);
  const form = formBody(request, { fields: ["Attributes", "RoleSid"] });
  refuseClosed(conversation);
  const attributes = form.get("Attributes");
  const after: Participant = {
    ...before,
    ...given({ role_sid: roleField(form, call, conversation) }),
    attributes: attributes === null ? before.attributes : chatAttributes(attributes, longestAttributes),
    date_updated: iso8601(account.now()),
  };
  account.state.change(({ chat }) => {
    chat.participants = chat.participants.map((held) => (held.sid === after.sid ? after : held));
  });
  tell(call, "onParticipantUpdated", after);
  return jsonResponse(200, show(call, after));
}

function remove(call: Call): ApiResponse {
  const participant = participantAt(call);
  refuseClosed(conversationAt(call));
  call.account.state.change(({ chat }) => {
    chat.participants = chat.participants.filter(({ sid }) => sid !== participant.sid);
  });
  tell(call, "onParticipantRemoved", participant);
  return noContent();
}

/** A role for conversations, of the same service. */
function roleField(form: URLSearchParams, { account }: Call, { chat_service_sid: service }: Conversation) {
  const sid = sidField(form, "RoleSid", "RL");
  const fits = account.state.current.conversations.roles.some(
    (role) => role.sid === sid && role.chat_service_sid === service && role.type === "conversation",
  );
  if (sid && !fits) throw badRequest(`Invalid value ${sid} for parameter RoleSid`);
  return sid;
}

function tell(call: Call, type: string, participant: Participant): void {
  const conversation = conversationAt(call);
  if (tellsWebhooks(call)) tellWebhooks(call.account, { type, conversation, participant, source: "API" });
}

function show(call: Call, participant: Participant) {
  return {
    account_sid: call.account.sid,
    ...serviceFields(call, conversationAt(call)),
    ...participant,
    last_read_message_index: null,
    last_read_timestamp: null,
    url: `${conversationUrl(call, participant.conversation_sid)}/Participants/${participant.sid}`,
  };
}
