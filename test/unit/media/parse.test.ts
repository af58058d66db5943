import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitMedia, findingText, mediaFindings, parseMedia, wireFindings } from "../../../media/index.ts";
import { media, milliseconds } from "./arbitrary.ts";

/** Twilio's own examples (https://www.twilio.com/docs/flex/developer/insights/custom-media-attached-conversations). */
const documented = [
  { type: "Raw", url: "https://example.com/record-id", title: "CRM Conversation Record" },
  { type: "Embedded", url: "https://example.com/tickets/ticket-id", title: "Support Ticket" },
  { type: "Referenced", url: "https://externalsystem.com/record-id", title: "External Ticket" },
  {
    type: "VoiceRecording",
    url: "https://exampleurl.com",
    start_time: 1574350320000,
    channels: ["customer", "others"],
    title: "Dual channel recording",
  },
  { type: "VoiceRecording", url_provider: "https://your_domain/?recording=RExxxxxxxxxxxxxxxxx" },
  { type: "ChatTranscript", sid: "CH0123456789abcdef0123456789abcdef" },
];

function read(value: unknown) {
  const parsed = parseMedia(value);
  if (!parsed.ok) throw new Error(parsed.findings.map(findingText).join("\n"));
  return parsed.entries;
}

test("what is emitted is read back as it was", () => {
  fc.assert(
    fc.property(media, (entries) => {
      expect(read(emitMedia(entries))).toEqual(entries);
    }),
  );
});

test("emitting has one form: reading it and emitting it again changes nothing", () => {
  fc.assert(
    fc.property(media, (entries) => {
      const once = emitMedia(entries);
      expect(JSON.stringify(emitMedia(read(once)))).toBe(JSON.stringify(once));
    }),
  );
});

test.each(documented)("Twilio's example of $type is read, and has no error", (entry) => {
  const entries = read([entry]);
  expect(emitMedia(entries)).toEqual([entry]);
  expect(mediaFindings(entries).filter(({ severity }) => severity === "error")).toEqual([]);
});

test("the older Title is read and written as title", () => {
  const entries = read([{ type: "Raw", url: "https://example.com/", Title: "Record" }]);
  expect(entries).toEqual([{ type: "Raw", url: "https://example.com/", title: "Record" }]);
  expect(emitMedia(entries)).toEqual([{ type: "Raw", title: "Record", url: "https://example.com/" }]);
});

test("properties that are null count as left out", () => {
  expect(
    read([{ type: "VoiceRecording", url: null, url_provider: "https://a.example/RE1", title: null, start_time: null }]),
  ).toEqual([{ type: "VoiceRecording", urlProvider: "https://a.example/RE1" }]);
});

describe("start_time", () => {
  const startTimeOf = (start_time: unknown) => {
    const [entry] = read([{ type: "VoiceRecording", url: "https://a.example/", start_time }]);
    return entry?.type === "VoiceRecording" ? entry.startTime : undefined;
  };

  test("is read in every form of Twilio's documents, and means the same", () => {
    fc.assert(
      fc.property(milliseconds, (exact) => {
        const time = exact - (exact % 1000);
        const date = new Date(time);
        const rfc2822 = date.toUTCString().replace("GMT", "+0000");
        for (const form of [time, `${time}`, date.toISOString(), date.toUTCString(), rfc2822]) {
          expect(startTimeOf(form)).toBe(time);
        }
      }),
    );
  });

  test.each([
    ["2019-11-21T16:32:00+01:00", 1574350320000],
    ["2019-11-21T15:32Z", 1574350320000],
    ["2019-11-21T15:32:00.123456Z", 1574350320123],
    ["21 Nov 2019 07:32 PST", 1574350320000],
    ["Thu, 21 Nov 2019 15:32:00 GMT", 1574350320000],
  ])("%s is a time", (text, time) => {
    expect(startTimeOf(text)).toBe(time);
  });

  test.each<[unknown, string]>([
    ["", "nothing"],
    ["yesterday", "a word"],
    ["2019-11-21", "a day"],
    ["2019-11-21T15:32:00", "a time without a zone"],
    ["2019-02-30T15:32:00Z", "a day that no calendar has"],
    ["2019-11-21T24:00:00Z", "an hour that no day has"],
    ["Thu, 31 Nov 2019 15:32:00 GMT", "a day that no calendar has"],
    ["Thu, 21 Nov 2019 15:32:00 XYZ", "a zone that nobody knows"],
    [1574350320000.5, "half a millisecond"],
    [true, "no text"],
    [["2019-11-21T15:32:00Z"], "a list"],
  ])("%j is none: %s", (start_time) => {
    expect(parseMedia([{ type: "VoiceRecording", url: "https://a.example/", start_time }])).toEqual({
      ok: false,
      findings: [
        {
          severity: "error",
          path: [0, "start_time"],
          rule: "start-time-form",
          reason: "is no time; give milliseconds since 1970, such as 1574350320000",
        },
      ],
    });
  });
});

test("any JSON gives entries or findings, each with a path into it, and nothing is thrown", () => {
  const key = fc.oneof(
    fc.constantFrom("type", "url", "url_provider", "start_time", "channels", "sid", "Title"),
    fc.string(),
  );
  const value = fc.oneof(fc.constantFrom("Raw", "VoiceRecording", "ChatTranscript"), fc.jsonValue());
  const json = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.dictionary(key, value), fc.jsonValue())));
  fc.assert(
    fc.property(json, (given) => {
      const parsed = parseMedia(given);
      if (parsed.ok) expect(parsed.entries).toHaveLength((given as unknown[]).length);
      else expect(parsed.findings).not.toEqual([]);
      for (const { path } of wireFindings(given)) {
        if (typeof path[0] === "number") expect(path[0]).toBeLessThan((given as unknown[]).length);
      }
    }),
    { numRuns: 500 },
  );
});
