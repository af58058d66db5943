import { given, oneOf, sidField, textField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import { dateParameter } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { type Conversation, conversationStates, dropOrphans } from "./chat.ts";
import {
  addConversation,
  conversationBySid,
  longestConversationAttributes,
  refuseDoubleName,
} from "./new-conversation.ts";
import { chatAttributes, refuseClosed } from "./refusals.ts";
import { conversationAt, conversationUrl, inServices, serviceOf, tellsWebhooks } from "./scope.ts";
import { timerField, timersOf } from "./timers.ts";
import { tellWebhooks } from "./webhook-events.ts";

const fields = [
  "FriendlyName",
  "UniqueName",
  "MessagingServiceSid",
  "Attributes",
  "State",
  "Timers.Inactive",
  "Timers.Closed",
];

/** https://www.twilio.com/docs/conversations/api/conversation-resource */
export const conversationRoutes: Route[] = inServices((under) => {
  const all = `${under}/Conversations`;
  const one = `${all}/{Conversation}`;
  return [
    { method: "GET", path: all, query: ["StartDate", "EndDate", "State", ...pagingParameters], handle: list },
    { method: "POST", path: all, handle: create },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, conversationAt(call))) },
    { method: "POST", path: one, handle: update },
    { method: "DELETE", path: one, handle: remove },
  ];
});

function list(call: Call): ApiResponse {
  const service = serviceOf(call);
  const { query } = call.request;
  const state = oneOf(query, "State", conversationStates);
  const [start, end] = [dateParameter(query, "StartDate"), dateParameter(query, "EndDate")];
  const found = call.account.state.current.chat.conversations.filter((conversation) => {
    const created = new Date(conversation.date_created);
    const inTime = (start === undefined || created >= start) && (end === undefined || created <= end);
    return conversation.chat_service_sid === service && inTime && (!state || conversation.state === state);
  });
  return jsonResponse(
    200,
    metaPageOf(call.request, "conversations", found, (conversation) => show(call, conversation), 100),
  );
}

function create(call: Call): ApiResponse {
  const serviceSid = serviceOf(call);
  const form = formBody(call.request, { fields });
  const created = addConversation(call.account, {
    serviceSid,
    friendlyName: textField(form, "FriendlyName", 256),
    uniqueName: textField(form, "UniqueName", 256),
    messagingServiceSid: sidField(form, "MessagingServiceSid", "MG"),
    attributes: form.get("Attributes"),
    state: oneOf(form, "State", conversationStates),
    timers: { inactive: timerField(form, "Timers.Inactive", 60), closed: timerField(form, "Timers.Closed", 600) },
  });
  tell(call, "onConversationAdded", created);
  return jsonResponse(201, show(call, created));
}

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const before = conversationAt(call);
  const form = formBody(request, { fields });
  refuseClosed(before);
  const attributes = form.get("Attributes");
  const timers = given({
    inactive: timerField(form, "Timers.Inactive", 60),
    closed: timerField(form, "Timers.Closed", 600),
  });
  const after: Conversation = {
    ...before,
    ...given({
      friendly_name: textField(form, "FriendlyName", 256),
      unique_name: textField(form, "UniqueName", 256),
      messaging_service_sid: sidField(form, "MessagingServiceSid", "MG"),
      state: oneOf(form, "State", conversationStates),
    }),
    attributes: attributes === null ? before.attributes : chatAttributes(attributes, longestConversationAttributes),
    timers: { ...before.timers, ...timers },
    last_activity: account.now().toISOString(),
    date_updated: iso8601(account.now()),
  };
  refuseDoubleName(account, after);
  account.state.change(({ chat }) => {
    chat.conversations = chat.conversations.map((held) => (held.sid === after.sid ? after : held));
  });
  tell(call, "onConversationUpdated", after);
  if (after.state !== before.state) tell(call, "onConversationStateUpdated", after);
  return jsonResponse(200, show(call, conversationBySid(account, after.sid)));
}

/** Everything in the conversation goes with it. */
function remove(call: Call): ApiResponse {
  const conversation = conversationAt(call);
  tell(call, "onConversationRemoved", conversation);
  call.account.state.change(({ chat }) => {
    chat.conversations = chat.conversations.filter(({ sid }) => sid !== conversation.sid);
    dropOrphans(chat);
  });
  return noContent();
}

function tell(call: Call, type: string, conversation: Conversation): void {
  if (tellsWebhooks(call)) tellWebhooks(call.account, { type, conversation, source: "API" });
}

function show(call: Call, conversation: Conversation) {
  const { timers: _, last_activity: __, next_index: ___, ...properties } = conversation;
  const url = conversationUrl(call, conversation.sid);
  return {
    account_sid: call.account.sid,
    ...properties,
    timers: timersOf(conversation),
    bindings: {},
    url,
    links: { participants: `${url}/Participants`, messages: `${url}/Messages`, webhooks: `${url}/Webhooks` },
  };
}
