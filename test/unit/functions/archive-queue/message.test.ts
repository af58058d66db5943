import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMessage, recordingMessage } from "../../../../functions/archive-queue/message.ts";
import type { AccountSid, RecordingSid } from "../../../../media/sid.ts";

const sid = (kind: string) => fc.stringMatching(/^[0-9a-f]{32}$/).map((digits) => kind + digits);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const facts = fc.record({
  callSid: maybe(fc.oneof(sid("CA"), fc.string())),
  conferenceSid: maybe(fc.oneof(sid("CF"), fc.string())),
  source: maybe(fc.oneof(fc.constantFrom("DialVerb", "Conference"), fc.string())),
  channels: maybe(fc.constantFrom("1", "2", "3", "", "two")),
  duration: maybe(fc.oneof(fc.nat(9_999_999).map(String), fc.string())),
  startTime: maybe(fc.constantFrom("Sat, 21 Nov 2026 10:00:00 +0000", "2026-11-21T10:00:00Z", "soon")),
  track: maybe(fc.constantFrom("inbound", "both", "left & right")),
});

test("comes out of the queue as it went in, whatever was told of the recording", () => {
  fc.assert(
    fc.property(sid("AC"), sid("RE"), facts, (account, recording, told) => {
      const message = recordingMessage(account as AccountSid, recording as RecordingSid, told);
      expect(parseMessage(JSON.stringify(message))).toEqual(message);
    }),
  );
});

test("knows what is no message, and never throws", () => {
  const known = { accountSid: `AC${"1".repeat(32)}`, recordingSid: `RE${"2".repeat(32)}` };
  for (const fields of [{ ...known, accountSid: "AC1" }, { ...known, recordingSid: 3 }, null, [], "text"]) {
    expect(parseMessage(JSON.stringify(fields))).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseMessage(text)).toBeUndefined();
    }),
  );
});

test("carries no field that it does not know, and so no URL", () => {
  const more = { RecordingUrl: "https://api.twilio.com/", url: "https://api.twilio.com/", source: "https://a" };
  const message = { accountSid: `AC${"1".repeat(32)}`, recordingSid: `RE${"2".repeat(32)}` };
  expect(parseMessage(JSON.stringify({ ...message, ...more }))).toEqual(message);
});
