import { badRequest, notFound } from "../http/errors.ts";
import { oneOf } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { conversationPermissions, servicePermissions } from "./permissions.ts";
import { serviceAt } from "./services.ts";
import type { Role } from "./state.ts";

/** https://www.twilio.com/docs/conversations/api/role-resource: of the default service, or of the one in the path. */
export const roleRoutes: Route[] = ["/v1", "/v1/Services/{IS}"].flatMap((under): Route[] => [
  { method: "GET", path: `${under}/Roles`, query: pagingParameters, handle: listRoles },
  { method: "POST", path: `${under}/Roles`, handle: createRole },
  { method: "GET", path: `${under}/Roles/{RL}`, handle: (call) => jsonResponse(200, show(call, roleAt(call))) },
  { method: "POST", path: `${under}/Roles/{RL}`, handle: updateRole },
  { method: "DELETE", path: `${under}/Roles/{RL}`, handle: deleteRole },
]);

function serviceOf(call: Call): string {
  if (call.at.IS !== undefined) return serviceAt(call).sid;
  return call.account.state.current.conversations.configuration.default_chat_service_sid;
}

function listRoles(call: Call): ApiResponse {
  const service = serviceOf(call);
  const found = call.account.state.current.conversations.roles.filter((role) => role.chat_service_sid === service);
  return jsonResponse(
    200,
    metaPageOf(call.request, "roles", found, (role) => show(call, role), 50),
  );
}

function createRole(call: Call): ApiResponse {
  const { request, account } = call;
  const service = serviceOf(call);
  const form = formBody(request, { fields: ["FriendlyName", "Type"], lists: ["Permission"] });
  const friendlyName = requiredField(form, "FriendlyName");
  if (friendlyName.length > 64) throw badRequest("Parameter FriendlyName is longer than 64 characters");
  requiredField(form, "Type");
  const type = oneOf(form, "Type", ["conversation", "service"]) ?? "conversation";
  const date = iso8601(account.now());
  const created: Role = {
    sid: randomSid("RL"),
    chat_service_sid: service,
    friendly_name: friendlyName,
    type,
    permissions: permissionsField(form, type),
    date_created: date,
    date_updated: date,
  };
  account.state.change((draft) => draft.conversations.roles.push(created));
  return jsonResponse(201, show(call, created));
}

/** Permissions are all that can be updated, and they are replaced whole. */
function updateRole(call: Call): ApiResponse {
  const { request, account } = call;
  const { sid, type } = roleAt(call);
  const permissions = permissionsField(formBody(request, { fields: [], lists: ["Permission"] }), type);
  account.state.change(({ conversations }) => {
    const role = conversations.roles.find((held) => held.sid === sid);
    if (role) Object.assign(role, { permissions, date_updated: iso8601(account.now()) });
  });
  return jsonResponse(200, show(call, roleAt(call)));
}

function deleteRole(call: Call): ApiResponse {
  const { sid } = roleAt(call);
  call.account.state.change(({ conversations }) => {
    conversations.roles = conversations.roles.filter((role) => role.sid !== sid);
  });
  return noContent();
}

function roleAt(call: Call): Role {
  const service = serviceOf(call);
  const found = call.account.state.current.conversations.roles.find(
    (role) => role.sid === call.at.RL && role.chat_service_sid === service,
  );
  if (!found) throw notFound(call.request);
  return found;
}

function permissionsField(form: URLSearchParams, type: Role["type"]): string[] {
  requiredField(form, "Permission");
  const permissions = [...new Set(form.getAll("Permission"))];
  const allowed = type === "service" ? servicePermissions : conversationPermissions;
  const wrong = permissions.find((permission) => !allowed.includes(permission));
  if (wrong !== undefined) throw badRequest(`Invalid permission ${wrong} for a role of type ${type}`);
  return permissions;
}

function show({ account }: Call, role: Role) {
  return {
    account_sid: account.sid,
    ...role,
    url: `https://conversations.twilio.com/v1/Services/${role.chat_service_sid}/Roles/${role.sid}`,
  };
}
