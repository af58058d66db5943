import { TwilioError } from "../http/errors.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { type JsonObject, jsonObjectBody } from "../http/parameters.ts";
import type { Call, Product, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { sidPattern } from "../state/sids.ts";
import { interactionMemberRoutes } from "./interaction-members.ts";
import { interactionRoutes } from "./interactions.ts";
import { describeIssues, readOnly, somePropertiesSchema, writable } from "./properties.ts";
import { settled } from "./settle.ts";

/** https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api */
export const flexApi: Product = {
  host: "flex-api.twilio.com",
  // Twilio's own examples write the path with and without the slash.
  routes: [
    ...["/v1/Configuration", "/v1/Configuration/"].flatMap((path): Route[] => [
      { method: "GET", path, query: ["UiVersion"], handle: fetchConfiguration },
      { method: "POST", path, handle: updateConfiguration },
    ]),
    ...[...interactionRoutes, ...interactionMemberRoutes].map(settled),
  ],
};

function fetchConfiguration({ account }: Call): ApiResponse {
  return jsonResponse(200, account.state.current.flexConfiguration);
}

/** Each property that is sent replaces the old value whole; nothing is written when anything is refused. */
function updateConfiguration({ request, account }: Call): ApiResponse {
  const { account_sid: accountSid, ...properties } = jsonObjectBody(request, invalid);
  checkAccountSid(accountSid, account.sid);
  checkProperties(properties);
  const updated = account.state.change((draft) =>
    Object.assign(draft.flexConfiguration, properties, { date_updated: iso8601(account.now()) }),
  );
  return jsonResponse(200, updated);
}

function checkAccountSid(sent: unknown, own: string): void {
  if (sent === undefined) throw invalid("[account_sid] is required");
  if (typeof sent !== "string" || !sidPattern("AC").test(sent)) throw invalid("[account_sid] must be an account SID");
  if (sent !== own) throw new TwilioError(403, 45003, "Authorization Error");
}

function checkProperties(properties: JsonObject): void {
  const names = Object.keys(properties);
  const fixed = names.filter((name) => Object.hasOwn(readOnly, name));
  if (fixed.length > 0) throw invalid(`You are not allowed to modify property for [${fixed.join(", ")}].`);
  const unknown = names.filter((name) => !Object.hasOwn(writable, name));
  if (unknown.length > 0) throw invalid(`[${unknown.join(", ")}] is no property of Flex Configuration`);
  const parsed = somePropertiesSchema.safeParse(properties);
  if (!parsed.success) throw invalid(describeIssues(parsed.error));
}

function invalid(message: string): TwilioError {
  return new TwilioError(400, 45004, message);
}
