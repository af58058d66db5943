import { badRequest, notFound } from "../http/errors.ts";
import { booleanField, given, sidField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { dropOrphans } from "./chat.ts";
import { serviceRoles } from "./permissions.ts";
import { roleOf, type Service } from "./state.ts";

const all = "/v1/Services";
const one = `${all}/{IS}`;
const configuration = `${one}/Configuration`;
const host = "https://conversations.twilio.com";

/** https://www.twilio.com/docs/conversations/api/service-resource; a service can't be updated. */
export const serviceRoutes: Route[] = [
  { method: "GET", path: all, query: pagingParameters, handle: listServices },
  { method: "POST", path: all, handle: createService },
  { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, serviceAt(call))) },
  { method: "DELETE", path: one, handle: deleteService },
  { method: "GET", path: configuration, handle: (call) => jsonResponse(200, showConfiguration(serviceAt(call))) },
  { method: "POST", path: configuration, handle: updateConfiguration },
];

/** The service that a path names. */
export function serviceAt({ request, at, account }: Call): Service {
  const found = account.state.current.conversations.services.find(({ sid }) => sid === at.IS);
  if (!found) throw notFound(request);
  return found;
}

function listServices(call: Call): ApiResponse {
  const { services } = call.account.state.current.conversations;
  return jsonResponse(
    200,
    metaPageOf(call.request, "services", services, (service) => show(call, service), 100),
  );
}

function createService(call: Call): ApiResponse {
  const { request, account } = call;
  const name = requiredField(formBody(request, { fields: ["FriendlyName"] }), "FriendlyName");
  const date = iso8601(account.now());
  const sid = randomSid("IS");
  const roles = serviceRoles.map((role) => roleOf(sid, role, randomSid("RL"), date));
  const roleSid = (role: string) => roles.find(({ friendly_name }) => friendly_name === role)?.sid ?? null;
  const created: Service = {
    sid,
    friendly_name: name,
    date_created: date,
    date_updated: date,
    configuration: {
      default_conversation_creator_role_sid: roleSid("channel admin"),
      default_conversation_role_sid: roleSid("channel user"),
      default_chat_service_role_sid: roleSid("service user"),
      reachability_enabled: false,
    },
  };
  account.state.change(({ conversations }) => {
    conversations.services.push(created);
    conversations.roles.push(...roles);
  });
  return jsonResponse(201, show(call, created));
}

/** Everything in the service goes with it. */
function deleteService(call: Call): ApiResponse {
  const { sid } = serviceAt(call);
  call.account.state.change(({ conversations, chat }) => {
    conversations.services = conversations.services.filter((service) => service.sid !== sid);
    conversations.roles = conversations.roles.filter((role) => role.chat_service_sid !== sid);
    chat.conversations = chat.conversations.filter((held) => held.chat_service_sid !== sid);
    dropOrphans(chat);
  });
  return noContent();
}

function updateConfiguration(call: Call): ApiResponse {
  const { request, account } = call;
  const { sid } = serviceAt(call);
  const form = formBody(request, {
    fields: [
      "DefaultConversationCreatorRoleSid",
      "DefaultConversationRoleSid",
      "DefaultChatServiceRoleSid",
      "ReachabilityEnabled",
    ],
  });
  const role = (name: string, type: "conversation" | "service") => {
    const value = sidField(form, name, "RL");
    const fits = account.state.current.conversations.roles.some(
      (held) => held.sid === value && held.chat_service_sid === sid && held.type === type,
    );
    if (value !== undefined && !fits) throw badRequest(`Invalid value ${value ?? ""} for parameter ${name}`);
    return value;
  };
  const changes = given({
    default_conversation_creator_role_sid: role("DefaultConversationCreatorRoleSid", "conversation"),
    default_conversation_role_sid: role("DefaultConversationRoleSid", "conversation"),
    default_chat_service_role_sid: role("DefaultChatServiceRoleSid", "service"),
    reachability_enabled: booleanField(form, "ReachabilityEnabled"),
  });
  account.state.change(({ conversations }) => {
    const service = conversations.services.find((held) => held.sid === sid);
    if (service) Object.assign(service.configuration, changes);
  });
  return jsonResponse(200, showConfiguration(serviceAt(call)));
}

function show({ account }: Call, { sid, friendly_name, date_created, date_updated }: Service) {
  const url = `${host}${all}/${sid}`;
  return {
    sid,
    account_sid: account.sid,
    friendly_name,
    date_created,
    date_updated,
    url,
    links: {
      conversations: `${url}/Conversations`,
      users: `${url}/Users`,
      roles: `${url}/Roles`,
      bindings: `${url}/Bindings`,
      configuration: `${url}/Configuration`,
      participant_conversations: `${url}/ParticipantConversations`,
    },
  };
}

function showConfiguration({ sid, configuration: held }: Service) {
  const url = `${host}${all}/${sid}/Configuration`;
  return {
    chat_service_sid: sid,
    ...held,
    url,
    links: { notifications: `${url}/Notifications`, webhooks: `${url}/Webhooks` },
  };
}
