import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Attributes,
  chatTranscript,
  embeddedLink,
  emitMedia,
  liquid,
  MediaError,
  mergeMedia,
  originalRecording,
  originalTranscript,
  rawLink,
} from "../../../media/index.ts";
import { media, reservationSid } from "./arbitrary.ts";

const digits = "0123456789abcdef0123456789abcdef";
const ticket = embeddedLink({ url: "https://desk.example/1", title: "Ticket" });
const recording = originalRecording({
  accountSid: `AC${digits}`,
  recordingSid: `RE${digits}`,
  startTime: 1574350320000,
});
const transcript = chatTranscript({ sid: `CH${digits}` });

const attributes = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Attributes>;
const holder = fc.option(attributes, { nil: undefined });

/** The same without what merging may write. */
function others(value: Attributes, reservation: string): unknown {
  const { conversations, reservation_attributes, ...rest } = value;
  const { media: _task, ...conversation } = (conversations ?? {}) as Attributes;
  const { [reservation]: own, ...reservations } = (reservation_attributes ?? {}) as Attributes;
  const { media: _own, ...reservationRest } = (own ?? {}) as Attributes;
  return { rest, conversation, reservations, reservationRest };
}

test("all else that attributes hold stays as it is, however deep and whether it is known or not", () => {
  fc.assert(
    fc.property(attributes, holder, holder, holder, reservationSid, media, (top, a, b, c, sid, entries) => {
      const { media: _a, ...conversations } = a ?? {};
      const { media: _c, ...own } = c ?? {};
      const before: Attributes = {
        ...top,
        ...(a === undefined ? { conversations: null } : { conversations }),
        ...(b === undefined ? { reservation_attributes: null } : { reservation_attributes: { WR1: b, [sid]: own } }),
      };
      const text = JSON.stringify(before);
      const after = mergeMedia(before, { task: entries, reservations: { [sid]: entries } });
      expect(others(after, sid)).toEqual(others(before, sid));
      expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(before)));
      expect(JSON.stringify(before)).toBe(text);
      // Attaching the same again changes nothing.
      expect(mergeMedia(after, { task: entries, reservations: { [sid]: entries } })).toEqual(after);
    }),
  );
});

test("a key named __proto__ stays a key", () => {
  const before = JSON.parse('{"__proto__": {"a": 1}, "conversations": {"__proto__": 2}}') as Attributes;
  expect(JSON.stringify(mergeMedia(before, { task: [ticket] }))).toBe(
    `{"__proto__":{"a":1},"conversations":{"__proto__":2,"media":${JSON.stringify(emitMedia([ticket]))}}}`,
  );
});

test("nothing is written where nothing is attached", () => {
  expect(mergeMedia({ a: 1 }, {})).toEqual({ a: 1 });
  expect(mergeMedia({}, { task: [] })).toEqual({ conversations: { media: [] } });
});

describe("media that is there already", () => {
  const before: Attributes = {
    conversations: { media: [{ url: "https://crm.example/", type: "Raw", Title: "Record" }] },
  };
  const record = rawLink({ url: "https://crm.example/", title: "Record" });

  test("stays in front, as it is, and isn't listed twice", () => {
    expect(mergeMedia(before, { task: [record, ticket] })).toEqual({
      conversations: { media: [{ url: "https://crm.example/", type: "Raw", Title: "Record" }, ...emitMedia([ticket])] },
    });
  });

  test("gives way where it is to be replaced", () => {
    expect(mergeMedia(before, { task: [ticket] }, { existing: "replace" })).toEqual({
      conversations: { media: emitMedia([ticket]) },
    });
  });

  test("stays even where it makes no sense", () => {
    const odd: Attributes = { conversations: { media: ["x", null, { type: "Poem" }] } };
    expect(mergeMedia(odd, { task: [ticket] })).toEqual({
      conversations: { media: ["x", null, { type: "Poem" }, ...emitMedia([ticket])] },
    });
  });
});

describe("originals", () => {
  test("are listed again in front, in every list that is given", () => {
    const sid = `WR${digits}` as const;
    const merged = mergeMedia(
      {},
      { task: [ticket], reservations: { [sid]: [ticket] } },
      { originals: { recording, transcript } },
    );
    const list = emitMedia([recording, transcript, ticket]);
    expect(merged).toEqual({
      conversations: { media: list },
      reservation_attributes: { [sid]: { media: list } },
    });
  });

  test("aren't listed where the list has one of their type", () => {
    const own = { ...recording, title: "Own" };
    expect(mergeMedia({}, { task: [ticket, own] }, { originals: { recording } })).toEqual({
      conversations: { media: emitMedia([ticket, own]) },
    });
  });

  test("are what Twilio keeps", () => {
    expect(emitMedia([recording])).toEqual([
      {
        type: "VoiceRecording",
        url: `https://api.twilio.com/2010-04-01/Accounts/AC${digits}/Recordings/RE${digits}`,
        start_time: 1574350320000,
        channels: ["customer", "others"],
      },
    ]);
    const mono = originalRecording({ accountSid: `AC${digits}`, recordingSid: `RE${digits}`, channels: "mono" });
    expect(mono).not.toHaveProperty("channels");
    expect(mono).not.toHaveProperty("startTime");
  });

  test("of a chat are known from its Task", () => {
    expect(originalTranscript({ conversationSid: `CH${digits}` })).toEqual(transcript);
    for (const conversationSid of [undefined, null, 1, "CH1", `RE${digits}`]) {
      expect(originalTranscript(conversationSid === undefined ? {} : { conversationSid })).toBeUndefined();
    }
  });
});

describe("attributes that have no place for media", () => {
  const sid = `WR${digits}` as const;
  const media = { task: [ticket], reservations: { [sid]: [ticket] } };

  test.each<[Attributes, string]>([
    [{ conversations: "x" }, "conversations is no object, so there is no place for media; make it one"],
    [{ conversations: [] }, "conversations is no object, so there is no place for media; make it one"],
    [
      { conversations: liquid("{{x | to_json}}", "text") },
      "conversations is no object, so there is no place for media; make it one",
    ],
    [{ conversations: { media: {} } }, "conversations.media is no list; make it one, or remove it"],
    [
      { reservation_attributes: { [sid]: 1 } },
      `reservation_attributes.${sid} is no object, so there is no place for media; make it one`,
    ],
    [
      { reservation_attributes: { [sid]: { media: "x" } }, conversations: false },
      `conversations is no object, so there is no place for media; make it one\nreservation_attributes.${sid}.media is no list; make it one, or remove it`,
    ],
  ])("are refused, with all that is wrong: %j", (attributes, message) => {
    expect(() => mergeMedia(attributes, media)).toThrow(MediaError);
    expect(() => mergeMedia(attributes, media)).toThrow(message);
  });
});
