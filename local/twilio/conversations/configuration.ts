import { badRequest } from "../http/errors.ts";
import { given, methodField, oneOf, sidField, urlField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import type { Call, Route } from "../http/router.ts";
import { eventsField } from "./events.ts";
import { timerField } from "./timers.ts";

const configuration = "/v1/Configuration";
const webhooks = "/v1/Configuration/Webhooks";
const host = "https://conversations.twilio.com";

/**
 * https://www.twilio.com/docs/conversations/api/configuration-resource and
 * https://www.twilio.com/docs/conversations/api/conversation-webhook-resource
 */
export const configurationRoutes: Route[] = [
  { method: "GET", path: configuration, handle: showConfiguration },
  { method: "POST", path: configuration, handle: updateConfiguration },
  { method: "GET", path: webhooks, handle: showWebhooks },
  { method: "POST", path: webhooks, handle: updateWebhooks },
];

function showConfiguration({ account }: Call): ApiResponse {
  const held = account.state.current.conversations.configuration;
  return jsonResponse(200, {
    account_sid: account.sid,
    ...held,
    url: `${host}${configuration}`,
    links: {
      service: `${host}/v1/Services/${held.default_chat_service_sid}/Configuration`,
      webhooks: `${host}${webhooks}`,
    },
  });
}

function updateConfiguration(call: Call): ApiResponse {
  const { request, account } = call;
  const form = formBody(request, {
    fields: ["DefaultChatServiceSid", "DefaultMessagingServiceSid", "DefaultInactiveTimer", "DefaultClosedTimer"],
  });
  const service = sidField(form, "DefaultChatServiceSid", "IS");
  const known = account.state.current.conversations.services.some(({ sid }) => sid === service);
  if (service === null || (service !== undefined && !known)) {
    throw badRequest(`Invalid value ${service ?? ""} for parameter DefaultChatServiceSid`);
  }
  const changes = given({
    default_chat_service_sid: service,
    default_messaging_service_sid: sidField(form, "DefaultMessagingServiceSid", "MG"),
    default_inactive_timer: timerField(form, "DefaultInactiveTimer", 60),
    default_closed_timer: timerField(form, "DefaultClosedTimer", 600),
  });
  account.state.change((draft) => Object.assign(draft.conversations.configuration, changes));
  return showConfiguration(call);
}

function showWebhooks({ account }: Call): ApiResponse {
  return jsonResponse(200, {
    account_sid: account.sid,
    ...account.state.current.conversations.webhooks,
    url: `${host}${webhooks}`,
  });
}

/** Events before the effect, which only account-wide webhooks know. */
const before = [
  "onMessageAdd",
  "onMessageUpdate",
  "onMessageRemove",
  "onMessageSend",
  "onConversationAdd",
  "onConversationAdded",
  "onConversationUpdate",
  "onConversationRemove",
  "onParticipantAdd",
  "onParticipantUpdate",
  "onParticipantRemove",
  "onUserAdded",
  "onUserUpdate",
  "onUserUpdated",
];

function updateWebhooks(call: Call): ApiResponse {
  const { request, account } = call;
  const form = formBody(request, {
    fields: ["Method", "PreWebhookUrl", "PostWebhookUrl", "Target"],
    lists: ["Filters"],
  });
  const changes = given({
    method: methodField(form, "Method"),
    filters: eventsField(form, "Filters", before),
    pre_webhook_url: urlField(form, "PreWebhookUrl"),
    post_webhook_url: urlField(form, "PostWebhookUrl"),
    target: oneOf(form, "Target", ["webhook", "flex"]),
  });
  account.state.change((draft) => Object.assign(draft.conversations.webhooks, changes));
  return showWebhooks(call);
}
