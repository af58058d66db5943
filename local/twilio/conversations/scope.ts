import { notFound } from "../http/errors.ts";
import type { Call, Route } from "../http/router.ts";
import type { Conversation } from "./chat.ts";
import { serviceAt } from "./services.ts";
import { settleConversations } from "./timers.ts";

const host = "https://conversations.twilio.com/v1";

/** Routes of the default service and, the same, of the service in the path; timers are caught up with before each. */
export function inServices(routes: (under: string) => Route[]): Route[] {
  return ["/v1", "/v1/Services/{IS}"].flatMap(routes).map((route) => ({
    ...route,
    handle(call) {
      settleConversations(call.account);
      return route.handle(call);
    },
  }));
}

/** The service that a call is about. */
export function serviceOf(call: Call): string {
  if (call.at.IS !== undefined) return serviceAt(call).sid;
  return call.account.state.current.conversations.configuration.default_chat_service_sid;
}

/** The conversation that the path names, by its SID or unique name. */
export function conversationAt(call: Call): Conversation {
  const service = serviceOf(call);
  const found = call.account.state.current.chat.conversations.find(
    ({ sid, unique_name: name, chat_service_sid: held }) =>
      held === service && (sid === call.at.Conversation || name === call.at.Conversation),
  );
  if (!found) throw notFound(call.request);
  return found;
}

/** Where a conversation is shown: with its service in the URL when it was asked for so. */
export function conversationUrl(call: Call, sid: string): string {
  return call.at.IS === undefined
    ? `${host}/Conversations/${sid}`
    : `${host}/Services/${call.at.IS}/Conversations/${sid}`;
}

/** What only the service's own answers tell. */
export function serviceFields(call: Call, { chat_service_sid }: Conversation): { chat_service_sid?: string } {
  return call.at.IS === undefined ? {} : { chat_service_sid };
}

/** Changes through the API are told to webhooks only when the request asks for it. */
export function tellsWebhooks({ request }: Call): boolean {
  return request.headers["x-twilio-webhook-enabled"] === "true";
}
