import type { Context } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import type { FormFields, TwilioAnswer } from "../http/request.ts";

type Caller = Pick<Context<TwilioClient>, "client" | "signal">;

/** How a number is named: by itself (E.164), or by its SID. */
export interface NumberReference {
  phoneNumber?: string | undefined;
  sid?: string | undefined;
}

/** The account's own number, or `undefined` where it has none of that name. */
export async function findNumber(
  { phoneNumber, sid }: NumberReference,
  caller: Caller,
): Promise<TwilioAnswer | undefined> {
  return sid === undefined ? await numberOf(phoneNumber ?? "", caller) : await fetchNumber(sid, caller);
}

export async function fetchNumber(sid: string, { client, signal }: Caller): Promise<TwilioAnswer | undefined> {
  return await unlessAbsent(client.request({ product: "api", method: "GET", path: pathOf(sid, client) }, signal));
}

export async function updateNumber(sid: string, form: FormFields, { client, signal }: Caller): Promise<TwilioAnswer> {
  const path = pathOf(sid, client);
  return await client.request({ product: "api", method: "POST", path, form, idempotent: true }, signal);
}

/** Twilio also finds what only holds the digits, so the whole number is compared. */
async function numberOf(phoneNumber: string, { client, signal }: Caller): Promise<TwilioAnswer | undefined> {
  const path = `${numbersPath(client)}.json`;
  const query = { PhoneNumber: phoneNumber };
  for await (const number of client.list({ product: "api", path, query }, "incoming_phone_numbers", signal)) {
    if (number.phone_number === phoneNumber) return number;
  }
  return undefined;
}

function pathOf(sid: string, client: TwilioClient): string {
  return `${numbersPath(client)}/${encodeURIComponent(sid)}.json`;
}

function numbersPath({ accountSid }: TwilioClient): string {
  return `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
}
