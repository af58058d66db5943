import { notFound } from "../http/errors.ts";
import { oneOf, textField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import type { Message } from "./chat.ts";
import { addMessage, conversationBySid, longestAttributes } from "./new-conversation.ts";
import { chatAttributes, refuseClosed } from "./refusals.ts";
import { conversationAt, conversationUrl, inServices, serviceFields, tellsWebhooks } from "./scope.ts";
import { tellWebhooks } from "./webhook-events.ts";

const fields = ["Author", "Body", "Attributes"];

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource: text, without media and templates. */
export const messageRoutes: Route[] = inServices((under) => {
  const all = `${under}/Conversations/{Conversation}/Messages`;
  const one = `${all}/{IM}`;
  return [
    { method: "GET", path: all, query: ["Order", ...pagingParameters], handle: list },
    { method: "POST", path: all, handle: create },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, messageAt(call))) },
    { method: "POST", path: one, handle: update },
    { method: "DELETE", path: one, handle: remove },
  ];
});

function inConversation(call: Call): Message[] {
  const { sid } = conversationAt(call);
  return call.account.state.current.chat.messages.filter((held) => held.conversation_sid === sid);
}

function messageAt(call: Call): Message {
  const found = inConversation(call).find(({ sid }) => sid === call.at.IM);
  if (!found) throw notFound(call.request);
  return found;
}

function list(call: Call): ApiResponse {
  const messages = inConversation(call);
  if (oneOf(call.request.query, "Order", ["asc", "desc"]) === "desc") messages.reverse();
  return jsonResponse(
    200,
    metaPageOf(call.request, "messages", messages, (message) => show(call, message), 100),
  );
}

function create(call: Call): ApiResponse {
  const conversation = conversationAt(call);
  const form = formBody(call.request, { fields });
  const created = addMessage(call.account, conversation.sid, {
    author: textField(form, "Author", 256),
    body: form.get("Body"),
    attributes: form.get("Attributes"),
  });
  tell(call, "onMessageAdded", created);
  return jsonResponse(201, show(call, created));
}

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const before = messageAt(call);
  const form = formBody(request, { fields });
  refuseClosed(conversationAt(call));
  const attributes = form.get("Attributes");
  const after: Message = {
    ...before,
    author: textField(form, "Author", 256) ?? before.author,
    body: textField(form, "Body", 1600) ?? before.body,
    attributes: attributes === null ? before.attributes : chatAttributes(attributes, longestAttributes),
    date_updated: iso8601(account.now()),
  };
  account.state.change(({ chat }) => {
    chat.messages = chat.messages.map((held) => (held.sid === after.sid ? after : held));
  });
  tell(call, "onMessageUpdated", after);
  return jsonResponse(200, show(call, after));
}

function remove(call: Call): ApiResponse {
  const message = messageAt(call);
  refuseClosed(conversationAt(call));
  call.account.state.change(({ chat }) => {
    chat.messages = chat.messages.filter(({ sid }) => sid !== message.sid);
  });
  tell(call, "onMessageRemoved", message);
  return noContent();
}

function tell(call: Call, type: string, message: Message): void {
  const conversation = conversationBySid(call.account, message.conversation_sid);
  if (tellsWebhooks(call)) tellWebhooks(call.account, { type, conversation, message, source: "API" });
}

function show(call: Call, message: Message) {
  const url = `${conversationUrl(call, message.conversation_sid)}/Messages/${message.sid}`;
  return {
    account_sid: call.account.sid,
    ...serviceFields(call, conversationAt(call)),
    ...message,
    media: null,
    delivery: null,
    content_sid: null,
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
}
