import type { Account } from "../account.ts";
import { notFound, TwilioError } from "../http/errors.ts";
import { booleanField, given, oneOf, sidField, textField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { pageOf, pagingParameters } from "../http/paging.ts";
import { booleanParameter } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { rfc2822 } from "../http/timestamps.ts";
import { type PhoneNumber, removePhoneNumber } from "./state.ts";

const all = "/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers.json";
const one = "/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers/{PN}.json";

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource; buying is not served. */
export const incomingPhoneNumberRoutes: Route[] = [
  {
    method: "GET",
    path: all,
    query: ["PhoneNumber", "FriendlyName", "Beta", "Origin", ...pagingParameters],
    handle: listNumbers,
  },
  { method: "GET", path: one, handle: (call) => shown(call, numberAt(call)) },
  { method: "POST", path: one, handle: updateNumber },
  { method: "DELETE", path: one, handle: releaseNumber },
];

function listNumbers({ request, account }: Call): ApiResponse {
  const { query } = request;
  const pattern = query.get("PhoneNumber");
  const name = query.get("FriendlyName");
  // None of the numbers here is new to Twilio, which is all that Beta could leave out.
  booleanParameter(query, "Beta");
  const hosted = oneOf(query, "Origin", ["twilio", "hosted"]) === "hosted";
  const found = account.state.current.phoneNumbers.filter(
    (number) =>
      !hosted &&
      (name === null || number.friendly_name === name) &&
      (pattern === null || digitsMatch(pattern, number.phone_number)),
  );
  return jsonResponse(
    200,
    pageOf(request, "incoming_phone_numbers", found, (number) => showNumber(account, number)),
  );
}

/** A part of the number is enough, and `*` stands for any digit. */
function digitsMatch(pattern: string, phoneNumber: string): boolean {
  const source = [...pattern.trim()].map((character) => {
    if (character === "*") return "\\d";
    return /\d/.test(character) ? character : `\\${character}`;
  });
  return /^[+ *\d]+$/.test(pattern) && new RegExp(source.join("")).test(phoneNumber);
}

const urls = {
  VoiceUrl: "voice_url",
  VoiceFallbackUrl: "voice_fallback_url",
  SmsUrl: "sms_url",
  SmsFallbackUrl: "sms_fallback_url",
  StatusCallback: "status_callback",
} as const;

const methods = {
  VoiceMethod: "voice_method",
  VoiceFallbackMethod: "voice_fallback_method",
  SmsMethod: "sms_method",
  SmsFallbackMethod: "sms_fallback_method",
  StatusCallbackMethod: "status_callback_method",
} as const;

function updateNumber(call: Call): ApiResponse {
  const { request, account } = call;
  const before = numberAt(call);
  const others = ["FriendlyName", "VoiceCallerIdLookup", "VoiceApplicationSid", "SmsApplicationSid", "TrunkSid"];
  const form = formBody(request, { fields: [...Object.keys(urls), ...Object.keys(methods), ...others] });
  const changes = {
    ...Object.fromEntries(Object.entries(urls).map(([name, key]) => [key, urlOf(form, name, unsetOf(key))])),
    ...Object.fromEntries(Object.entries(methods).map(([name, key]) => [key, methodOf(form, name)])),
    friendly_name: textField(form, "FriendlyName", 64) ?? undefined,
    voice_caller_id_lookup: booleanField(form, "VoiceCallerIdLookup"),
    sms_application_sid: emptied(sidField(form, "SmsApplicationSid", "AP")),
    ...answering(form),
  };
  const after: PhoneNumber = { ...before, ...given(changes), date_updated: account.now().toISOString() };
  account.state.change((draft) => {
    draft.phoneNumbers = draft.phoneNumbers.map((other) => (other.sid === after.sid ? after : other));
  });
  return shown(call, after);
}

/** A trunk and an application exclude each other: setting the one takes the other away. */
function answering(form: URLSearchParams): Pick<Partial<PhoneNumber>, "voice_application_sid" | "trunk_sid"> {
  const application = emptied(sidField(form, "VoiceApplicationSid", "AP"));
  const trunk = sidField(form, "TrunkSid", "TK");
  if (trunk) return { trunk_sid: trunk, voice_application_sid: "" };
  if (application) return { trunk_sid: null, voice_application_sid: application };
  return given({ trunk_sid: trunk, voice_application_sid: application });
}

/** What is not set shows as null where calls are concerned, as an empty string elsewhere. */
function unsetOf(key: string): null | "" {
  return key.startsWith("voice_") ? null : "";
}

function urlOf(form: URLSearchParams, name: string, unset: null | ""): string | null | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (text === "") return unset;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) {
    throw new TwilioError(400, 21402, `${name} is not a valid URL: ${text}`);
  }
  return text;
}

function methodOf(form: URLSearchParams, name: string): string | undefined {
  const text = form.get(name)?.toUpperCase();
  if (text !== undefined && text !== "GET" && text !== "POST") {
    throw new TwilioError(400, 21403, `${name} must be GET or POST`);
  }
  return text;
}

function emptied(sid: string | null | undefined): string | undefined {
  return sid === null ? "" : sid;
}

function releaseNumber(call: Call): ApiResponse {
  removePhoneNumber(call.account, numberAt(call).sid);
  return noContent();
}

function numberAt({ request, at, account }: Call): PhoneNumber {
  const found = account.state.current.phoneNumbers.find(({ sid }) => sid === at.PN);
  if (!found) throw notFound(request);
  return found;
}

function shown({ account }: Call, number: PhoneNumber): ApiResponse {
  return jsonResponse(200, showNumber(account, number));
}

/** A number as the API shows it. */
export function showNumber(account: Account, number: PhoneNumber) {
  const path = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${number.sid}`;
  return {
    account_sid: account.sid,
    api_version: "2010-04-01",
    address_requirements: "none",
    address_sid: null,
    beta: false,
    bundle_sid: null,
    emergency_address_sid: null,
    emergency_address_status: "unregistered",
    emergency_status: "Inactive",
    identity_sid: null,
    origin: "twilio",
    status: "in-use",
    type: "local",
    voice_receive_mode: "voice",
    ...number,
    date_created: rfc2822(new Date(number.date_created)),
    date_updated: rfc2822(new Date(number.date_updated)),
    uri: `${path}.json`,
    subresource_uris: { assigned_add_ons: `${path}/AssignedAddOns.json` },
  };
}

export type PhoneNumberResource = ReturnType<typeof showNumber>;
