import type { z } from "zod";
import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { rfc2822 } from "../http/timestamps.ts";
import { sidPattern } from "../state/sids.ts";
import { type ApiKey, createApiKey, policySchema, revokeApiKey } from "./api-keys.ts";

/** https://www.twilio.com/docs/iam/api-keys/key-resource-v1 */
export const keyRoutes: Route[] = [
  { method: "POST", path: "/v1/Keys", handle: createKey },
  { method: "GET", path: "/v1/Keys", query: ["AccountSid", ...pagingParameters], handle: listKeys },
  { method: "GET", path: "/v1/Keys/{SK}", handle: (call) => jsonResponse(200, showOne(keyOf(call))) },
  { method: "POST", path: "/v1/Keys/{SK}", handle: updateKey },
  { method: "DELETE", path: "/v1/Keys/{SK}", handle: deleteKey },
];

function createKey(call: Call): ApiResponse {
  const form = formBody(call.request, { fields: ["AccountSid", "FriendlyName", "KeyType", "Policy"] });
  checkAccount(requiredField(form, "AccountSid"), call);
  const type = form.get("KeyType");
  if (type !== null && type !== "restricted") throw badRequest("Invalid KeyType.");
  if (type === null && form.has("Policy")) throw badRequest("Policy goes with KeyType restricted only");
  const policy = type === null ? null : parsePolicy(requiredField(form, "Policy"));
  const { key, secret } = createApiKey(call.account, friendlyName(form) ?? "", policy);
  return jsonResponse(201, { ...showOne(key), secret });
}

function listKeys(call: Call): ApiResponse {
  const { request, account } = call;
  const sid = request.query.get("AccountSid");
  if (sid === null) throw badRequest("Missing required parameter AccountSid in the query");
  checkAccount(sid, call);
  const newestFirst = account.state.current.apiKeys.toReversed();
  return jsonResponse(200, metaPageOf(request, "keys", newestFirst, show));
}

function updateKey(call: Call): ApiResponse {
  const { sid, policy } = keyOf(call);
  const form = formBody(call.request, { fields: ["FriendlyName", "Policy"] });
  const sent = form.get("Policy");
  if (sent !== null && policy === null) throw badRequest("Policy goes with a restricted key only");
  const changes = {
    friendly_name: friendlyName(form),
    policy: sent === null ? undefined : parsePolicy(sent),
  };
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const updated = call.account.state.change((draft) => {
    const key = draft.apiKeys.find((candidate) => candidate.sid === sid);
    return Object.assign(key ?? {}, given, { date_updated: call.account.now().toISOString() });
  });
  return jsonResponse(200, showOne(updated as ApiKey));
}

function deleteKey(call: Call): ApiResponse {
  revokeApiKey(call.account, keyOf(call).sid);
  return noContent();
}

function keyOf({ request, at, account }: Call): ApiKey {
  const found = account.state.current.apiKeys.find(({ sid }) => sid === at.SK);
  if (!found) throw notFound(request);
  return found;
}

function checkAccount(sid: string, { account }: Call): void {
  if (!sidPattern("AC").test(sid)) throw badRequest("Invalid AccountSid.");
  if (sid !== account.sid) throw new TwilioError(403, 20403, "Forbidden");
}

function friendlyName(form: URLSearchParams): string | undefined {
  const name = form.get("FriendlyName") ?? undefined;
  if (name !== undefined && name.length > 64) throw badRequest("FriendlyName is longer than 64 characters");
  return name;
}

function parsePolicy(text: string): z.infer<typeof policySchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Policy is not valid JSON");
  }
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) throw badRequest(`Invalid Policy: ${parsed.error.issues.map(({ message }) => message)}`);
  return parsed.data;
}

/** A key in a list: without what it may do. */
function show({ sid, friendly_name, date_created, date_updated }: ApiKey) {
  return {
    sid,
    friendly_name,
    date_created: rfc2822(new Date(date_created)),
    date_updated: rfc2822(new Date(date_updated)),
  };
}

function showOne(key: ApiKey) {
  return { ...show(key), policy: key.policy };
}
