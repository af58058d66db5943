import { expect, test } from "vitest";
import { ignoredRouting } from "../../../../../providers/twilio/phone/routing.ts";

const live = { phone_number: "+14155550100", voice_application_sid: "", trunk_sid: null, sms_application_sid: "" };
const url = "https://example.com";

test("nothing is said where nothing stands before what is declared", () => {
  expect(ignoredRouting(live, { voiceUrl: url, smsUrl: url })).toEqual([]);
  expect(ignoredRouting({ ...live, trunk_sid: "TK1" }, { smsUrl: url, voiceUrl: "" })).toEqual([]);
});

test.each([
  [{ trunk_sid: "TK1" }, { voiceUrl: url }, "voiceUrl has no effect while the number +14155550100 has trunkSid TK1"],
  [
    { voice_application_sid: "AP1" },
    { voiceUrl: url },
    "voiceUrl has no effect while the number +14155550100 has voiceApplicationSid AP1",
  ],
  [
    { sms_application_sid: "AP2" },
    { smsUrl: url },
    "smsUrl has no effect while the number +14155550100 has smsApplicationSid AP2",
  ],
  [{}, { voiceUrl: url, voiceApplicationSid: "AP3" }, "has voiceApplicationSid AP3"],
])("%j with %j is told of", (has, declared, said) => {
  const [first, ...others] = ignoredRouting({ ...live, ...has }, declared);
  expect(first).toContain(said);
  expect(others).toEqual([]);
});

test("what is taken away in the same declaration is no more in the way", () => {
  expect(ignoredRouting({ ...live, sms_application_sid: "AP2" }, { smsUrl: url, smsApplicationSid: "" })).toEqual([]);
});
