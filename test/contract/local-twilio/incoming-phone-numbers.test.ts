import { expect, test } from "vitest";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, type Running, running } from "./running.ts";

const numbers = `api.twilio.com/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
const application = `AP${"1".repeat(32)}`;
const trunk = `TK${"2".repeat(32)}`;

function seeded(twilio: Running, phoneNumber = "+18089255327"): string {
  const { sid } = twilio.control.phoneNumbers.add({ phone_number: phoneNumber });
  return `${numbers}/${sid}.json`;
}

test("a number shows as at Twilio: unset is null for calls, an empty string for messages", async () => {
  const twilio = await running({ now: () => new Date("2015-07-30T23:19:04Z") });
  const path = seeded(twilio);
  const number = await answered(twilio.call(path));
  expect(number).toMatchObject({
    account_sid: accountSid,
    phone_number: "+18089255327",
    friendly_name: "+18089255327",
    voice_url: null,
    voice_method: "POST",
    voice_application_sid: "",
    trunk_sid: null,
    sms_url: "",
    status_callback: "",
    origin: "twilio",
    date_created: "Thu, 30 Jul 2015 23:19:04 +0000",
    uri: `/${path.split("/").slice(1).join("/")}`,
  });
});

test("an update sets what is sent; an empty field unsets; the rest stays", async () => {
  const twilio = await running();
  const path = seeded(twilio);
  const fields = {
    FriendlyName: "Sales",
    VoiceUrl: "https://example.com/voice",
    VoiceMethod: "GET",
    VoiceFallbackUrl: "https://example.com/fallback",
    SmsUrl: "https://example.com/sms",
    StatusCallback: "https://example.com/status",
    VoiceCallerIdLookup: "true",
  };
  expect(await answered(postForm(twilio, path, fields))).toMatchObject({
    friendly_name: "Sales",
    voice_url: "https://example.com/voice",
    voice_method: "GET",
    voice_fallback_url: "https://example.com/fallback",
    sms_url: "https://example.com/sms",
    status_callback: "https://example.com/status",
    voice_caller_id_lookup: true,
  });
  expect(await answered(postForm(twilio, path, { VoiceUrl: "", SmsUrl: "" }))).toMatchObject({
    voice_url: null,
    sms_url: "",
    voice_method: "GET",
    friendly_name: "Sales",
  });
});

test("a trunk and an application take each other's place", async () => {
  const twilio = await running();
  const path = seeded(twilio);
  const answering = async (fields: Record<string, string>) => {
    const { trunk_sid, voice_application_sid } = await answered(postForm(twilio, path, fields));
    return { trunk_sid, voice_application_sid };
  };
  expect(await answering({ TrunkSid: trunk })).toEqual({ trunk_sid: trunk, voice_application_sid: "" });
  expect(await answering({ VoiceApplicationSid: application })).toEqual({
    trunk_sid: null,
    voice_application_sid: application,
  });
  expect(await answering({ VoiceApplicationSid: "", TrunkSid: trunk })).toEqual({
    trunk_sid: trunk,
    voice_application_sid: "",
  });
});

test.each([
  [{ VoiceUrl: "nowhere" }, 21402],
  [{ VoiceMethod: "PUT" }, 21403],
  [{ SmsApplicationSid: "AP1" }, 20001],
  [{ PhoneNumber: "+15550001" }, 20001],
  [{ MessagingServiceSid: `MG${"0".repeat(32)}` }, 20001],
])("%j is refused, and nothing changes", async (fields, code) => {
  const twilio = await running();
  const path = seeded(twilio);
  const before = await answered(twilio.call(path));
  expect((await refused(postForm(twilio, path, { FriendlyName: "x", ...fields }))).slice(0, 2)).toEqual([400, code]);
  expect(await answered(twilio.call(path))).toEqual(before);
});

test("numbers are listed by parts of them and by name", async () => {
  const twilio = await running();
  for (const number of ["+18089255327", "+18089255328", "+37256123457"]) seeded(twilio, number);
  const listed = async (query: Record<string, string>) => {
    const page = await answered(twilio.call(`${numbers}.json?${new URLSearchParams(query)}`));
    return (page.incoming_phone_numbers as { phone_number: string }[]).map(({ phone_number }) => phone_number);
  };
  expect(await listed({})).toHaveLength(3);
  expect(await listed({ PhoneNumber: "+18089255327" })).toEqual(["+18089255327"]);
  expect(await listed({ PhoneNumber: "808925532*" })).toEqual(["+18089255327", "+18089255328"]);
  expect(await listed({ PhoneNumber: "nothing" })).toEqual([]);
  expect(await listed({ FriendlyName: "+37256123457" })).toEqual(["+37256123457"]);
  expect(await listed({ Origin: "hosted" })).toEqual([]);
});

test("a released number is gone; another account's is not told of", async () => {
  const twilio = await running();
  const path = seeded(twilio);
  expect((await twilio.call(path, { method: "DELETE" })).status).toBe(204);
  expect((await refused(twilio.call(path))).slice(0, 2)).toEqual([404, 20404]);
  expect((await twilio.call(path.replace(accountSid, `AC${"f".repeat(32)}`))).status).toBe(401);
});

test("a number is seeded over HTTP, once", async () => {
  const twilio = await running();
  const seed = (phone_number: string) =>
    fetch(`${twilio.url}/_control/phone-numbers`, { method: "POST", body: JSON.stringify({ phone_number }) });
  const added = (await (await seed("+15550001")).json()) as { sid: string };
  expect((await seed("+15550001")).status).toBe(400);
  expect(await (await seed("5550001")).json()).toEqual({
    error: expect.stringContaining("is not in E.164; give + and the digits"),
  });
  const removed = await fetch(`${twilio.url}/_control/phone-numbers/${added.sid}`, { method: "DELETE" });
  expect(removed.status).toBe(204);
});
