import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../../providers/kit/index.ts";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { answered, postForm } from "../../local-twilio/forms.ts";
import { accountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:phone:IncomingNumber";
const phoneNumber = "+14155550100";
const application = `AP${"1".repeat(32)}`;
const trunk = `TK${"1".repeat(32)}`;
const numbers = `api.twilio.com/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;

const everything = {
  friendlyName: "Help",
  voiceUrl: "https://example.com/voice",
  voiceMethod: "GET",
  voiceFallbackUrl: "https://example.com/fallback",
  voiceFallbackMethod: "GET",
  voiceCallerIdLookup: true,
  voiceApplicationSid: application,
  smsUrl: "https://example.com/sms",
  smsMethod: "GET",
  smsFallbackUrl: "https://example.com/sms-fallback",
  smsFallbackMethod: "GET",
  smsApplicationSid: application,
  statusCallback: "https://example.com/status",
  statusCallbackMethod: "GET",
};

interface WithNumber extends LocalProvider {
  sid: string;
  live(): Record<string, unknown>;
  setElsewhere(fields: Record<string, string>): Promise<void>;
}

async function withNumber(seed: object = {}): Promise<WithNumber> {
  const opened = await localProvider();
  const { sid } = opened.twilio.control.phoneNumbers.add({ phone_number: phoneNumber, ...seed });
  return {
    ...opened,
    sid,
    live() {
      const { date_updated: _, ...number } = opened.twilio.control.state().phoneNumbers[0] ?? {};
      return number;
    },
    async setElsewhere(fields) {
      await answered(postForm(opened.twilio, `${numbers}/${sid}.json`, fields));
      opened.calls();
    },
  };
}

test.each(["phoneNumber", "sid"])(
  "a number is adopted by its %s, and has its own values again at the end",
  async (by) => {
    const { provider, calls, sid, live } = await withNumber({ voice_url: "https://example.com/before" });
    const before = live();
    const named: PropertyMap = by === "sid" ? { sid } : { phoneNumber };
    const saved = await provider.create(type, { ...named, ...everything });
    expect(calls()).toEqual(["GET 200", "POST 200"]);
    expect(saved).toMatchObject({ id: sid, state: { sid, phoneNumber } });
    expect(saved.state.original).toMatchObject({ voiceUrl: { value: "https://example.com/before" }, smsUrl: {} });
    expect(live()).toMatchObject({
      friendly_name: "Help",
      voice_url: "https://example.com/voice",
      voice_method: "GET",
      voice_caller_id_lookup: true,
      voice_application_sid: application,
      sms_fallback_url: "https://example.com/sms-fallback",
      status_callback_method: "GET",
    });
    expect((await provider.diff(type, saved, saved.inputs)).changes).toBe(false);
    await provider.delete(type, saved);
    await provider.delete(type, saved);
    expect(live()).toEqual(before);
  },
);

test("a number is never bought and never released", async () => {
  const { provider, twilio, live, sid } = await withNumber();
  const absent = { phoneNumber: "+14155550199", voiceUrl: "https://example.com" };
  await expect(provider.create(type, absent)).rejects.toThrow(
    "phoneNumber: +14155550199 is no number of this account; give one that it owns, or buy it in the Console first.",
  );
  const unknownSid = `PN${"0".repeat(32)}`;
  await expect(provider.create(type, { sid: unknownSid, voiceUrl: "" })).rejects.toThrow(
    `sid: ${unknownSid} is no number of this account`,
  );
  const saved = await provider.create(type, { phoneNumber, ...everything });
  await provider.delete(type, await provider.update(type, saved, { phoneNumber, voiceUrl: "" }));
  expect(live()).toMatchObject({ sid, phone_number: phoneNumber });
  const seen = twilio.control.requests.list();
  expect(seen.filter(({ method }) => method === "DELETE")).toEqual([]);
  expect(seen.filter(({ method, path }) => method === "POST" && path.endsWith("/IncomingPhoneNumbers.json"))).toEqual(
    [],
  );
  expect(seen.length).toBeGreaterThan(5);
});

test("a part of a number is another number", async () => {
  const { provider, twilio } = await withNumber();
  const longer = twilio.control.phoneNumbers.add({ phone_number: "+141555501009" });
  const saved = await provider.create(type, { phoneNumber: "+141555501009", friendlyName: "Longer" });
  expect(saved.id).toBe(longer.sid);
  await expect(provider.create(type, { phoneNumber: "+1415555010", friendlyName: "Shorter" })).rejects.toThrow(
    "is no number of this account",
  );
});

describe("a trunk and an application", () => {
  test("an application takes a trunk's place, which it has again at the end", async () => {
    const { provider, live, sid } = await withNumber({ trunk_sid: trunk });
    const before = live();
    const saved = await provider.create(type, { sid, voiceApplicationSid: application });
    expect(live()).toMatchObject({ trunk_sid: null, voice_application_sid: application });
    expect(saved.state.original).toEqual({ trunkSid: { value: trunk }, voiceApplicationSid: {} });
    expect((await provider.read(type, saved))?.inputs).toEqual(saved.inputs);
    await provider.delete(type, saved);
    expect(live()).toEqual(before);
  });

  test("they change places in the program", async () => {
    const { provider, live, sid } = await withNumber({ voice_application_sid: application });
    const saved = await provider.create(type, { sid, trunkSid: trunk });
    const next = await provider.update(type, saved, { sid, voiceApplicationSid: application });
    expect(live()).toMatchObject({ trunk_sid: null, voice_application_sid: application });
    await provider.delete(type, next);
    expect(live()).toMatchObject({ trunk_sid: null, voice_application_sid: application });
  });

  test("a trunk that somebody sets takes ours away, which a refresh sees and an up mends", async () => {
    const { provider, live, sid, setElsewhere } = await withNumber();
    const saved = await provider.create(type, { sid, voiceApplicationSid: application });
    await setElsewhere({ TrunkSid: trunk });
    const found = (await provider.read(type, saved)) as SavedResource;
    expect((await provider.diff(type, found, saved.inputs)).detailed).toEqual({
      trunkSid: "delete",
      voiceApplicationSid: "add",
    });
    await provider.update(type, found, saved.inputs);
    expect(live()).toMatchObject({ trunk_sid: null, voice_application_sid: application });
  });
});

test("an empty string is none, and stays so", async () => {
  const { provider, live, calls, setElsewhere } = await withNumber({ sms_url: "https://example.com/legacy" });
  const saved = await provider.create(type, { phoneNumber, smsUrl: "", voiceUrl: "" });
  expect(live()).toMatchObject({ sms_url: "", voice_url: null });
  const refreshed = (await provider.read(type, saved)) as SavedResource;
  expect((await provider.diff(type, refreshed, saved.inputs)).changes).toBe(false);
  calls();
  await provider.update(type, saved, saved.inputs);
  expect(calls()).toEqual(["GET 200"]);
  await setElsewhere({ SmsUrl: "https://example.com/again" });
  const found = (await provider.read(type, saved)) as SavedResource;
  expect((await provider.diff(type, found, saved.inputs)).detailed).toEqual({ smsUrl: "update" });
  await provider.delete(type, saved);
  expect(live()).toMatchObject({ sms_url: "https://example.com/legacy" });
});

test("a refresh sees drift of every property that is declared, and of no other", async () => {
  const { provider, setElsewhere } = await withNumber();
  const saved = await provider.create(type, { phoneNumber, ...everything });
  const few = await provider.create(type, { phoneNumber, friendlyName: "Help" });
  await setElsewhere({
    FriendlyName: "x",
    VoiceUrl: "",
    VoiceMethod: "POST",
    VoiceFallbackUrl: "",
    VoiceFallbackMethod: "POST",
    VoiceCallerIdLookup: "false",
    VoiceApplicationSid: "",
    SmsUrl: "",
    SmsMethod: "POST",
    SmsFallbackUrl: "",
    SmsFallbackMethod: "POST",
    SmsApplicationSid: "",
    StatusCallback: "",
    StatusCallbackMethod: "POST",
  });
  const found = (await provider.read(type, saved)) as SavedResource;
  const { detailed } = await provider.diff(type, found, saved.inputs);
  expect(Object.keys(detailed).toSorted()).toEqual(Object.keys(everything).toSorted());
  const other = (await provider.read(type, few)) as SavedResource;
  expect((await provider.diff(type, other, few.inputs)).detailed).toEqual({ friendlyName: "update" });
});

test("an import takes all that could be declared, and is followed by an empty diff", async () => {
  const { provider, sid, calls } = await withNumber({
    voice_url: "https://example.com/voice",
    sms_url: "http://example.com/not-encrypted",
  });
  const imported = (await provider.read(type, sid)) as SavedResource;
  expect(calls()).toEqual(["GET 200"]);
  expect(imported.inputs).toMatchObject({ phoneNumber, voiceUrl: "https://example.com/voice", smsMethod: "POST" });
  expect(imported.inputs).not.toHaveProperty("smsUrl");
  const { inputs, failures } = await provider.check(type, imported.inputs);
  expect(failures).toEqual([]);
  expect((await provider.diff(type, imported, inputs)).changes).toBe(false);
});

test("a number that went is gone, and there is nothing to put back", async () => {
  const { provider, twilio, sid } = await withNumber();
  const saved = await provider.create(type, { phoneNumber, friendlyName: "Help" });
  twilio.control.phoneNumbers.remove(sid);
  expect(await provider.read(type, saved)).toBeUndefined();
  await expect(provider.update(type, saved, { phoneNumber, friendlyName: "Other" })).rejects.toThrow("pulumi refresh");
  await provider.delete(type, saved);
});

test("another number replaces; a preview asks nothing", async () => {
  const { provider, calls, sid } = await withNumber();
  const saved = await provider.create(type, { phoneNumber, friendlyName: "Help" });
  calls();
  const difference = await provider.diff(type, saved, { phoneNumber: "+14155550101", friendlyName: "Help" });
  expect(difference).toMatchObject({ replaces: ["phoneNumber"], deleteBeforeReplace: true });
  const first = await provider.create(type, { sid, friendlyName: "Help" }, { preview: true });
  expect(first.state.sid).toBe(sid);
  const next = await provider.update(type, saved, { phoneNumber, friendlyName: "Other" }, { preview: true });
  expect(next.state).toMatchObject({ sid, phoneNumber });
  expect(calls()).toEqual([]);
});

test("check names every mistake at once", async () => {
  const { provider } = await withNumber();
  const { failures } = await provider.check(type, {
    phoneNumber: "4155550100",
    sid: "PN1",
    voiceUrl: "http://example.com",
    voiceMethod: "PUT",
    voiceApplicationSid: application,
    trunkSid: trunk,
    smsApplicationSid: "AP1",
  });
  expect(failures.map(({ property, reason }) => `${property}: ${reason}`).toSorted()).toEqual([
    "phoneNumber: is no phone number in E.164; give + and the digits, as in +14155550100",
    "sid: is given beside phoneNumber; keep one of the two",
    "sid: is no phone number SID; give PN and 32 hexadecimal digits",
    "smsApplicationSid: is no TwiML application SID; give AP and 32 hexadecimal digits, or an empty string for none",
    "trunkSid: is given beside voiceApplicationSid, which takes its place; keep one of the two",
    'voiceMethod: is "PUT"; use one of "GET", "POST"',
    "voiceUrl: is no https URL; give one that Twilio can reach, or an empty string for none",
  ]);
  expect((await provider.check(type, { voiceUrl: "" })).failures).toEqual([
    { property: "phoneNumber", reason: "is missing; give the number, or its sid" },
  ]);
});

test("the function looks a number up by itself or by its SID", async () => {
  const { provider, sid, calls } = await withNumber({ voice_url: "https://example.com/voice" });
  const name = "twilio:phone:getNumber";
  const expected = {
    sid,
    phoneNumber,
    accountSid,
    friendlyName: phoneNumber,
    voice: true,
    sms: true,
    mms: true,
    voiceUrl: "https://example.com/voice",
  };
  expect(await provider.invoke(name, { phoneNumber })).toEqual(expected);
  expect(await provider.invoke(name, { sid })).toEqual(expected);
  expect(calls()).toEqual(["GET 200", "GET 200"]);
  await expect(provider.invoke(name, { phoneNumber: "+14155550199" })).rejects.toThrow(
    "phoneNumber: +14155550199 is no number of this account; give one that it owns.",
  );
  await expect(provider.invoke(name, { phoneNumber, sid })).rejects.toThrow("and not both");
});
