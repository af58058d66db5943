import { describe, expect, test } from "vitest";
import { least, mistakes, settings } from "./configuration.ts";

const key = "flex-media:archive.deleteAtTwilioAfterDays";
const archive = (deleteAtTwilioAfterDays: unknown, more: object = {}) => ({
  ...least,
  "flex-media:archive": { deleteAtTwilioAfterDays },
  ...more,
});

test("recordings stay at Twilio unless a number of days says otherwise", () => {
  expect(settings({ ...least, "flex-media:archive": {} }).archive).not.toHaveProperty("deleteAtTwilioAfterDays");
  expect(settings(archive(30)).archive).toMatchObject({ deleteAtTwilioAfterDays: 30 });
});

test.each<[unknown, string]>([
  [0, "is 0, but must be at least 1"],
  [-30, "is -30, but must be at least 1"],
  [3651, "is 3651, but must be at most 3650"],
  [1.5, "is 1.5, but must be a whole number"],
  ["30 days", 'is "30 days", but must be a number'],
  [true, "is true, but must be a number"],
])("%j is refused", (days, reason) => {
  expect(mistakes(archive(days))).toEqual([`${key}: ${reason}`]);
});

describe("beside", () => {
  const kept = (days: number, retention: number) =>
    `${key}: is ${days}, but the bucket keeps recordings for ${retention} days (storage.retention.days), so none would be ` +
    "left to compare and all would stay at Twilio; lower it, or leave it out";
  const unread = (days: number, name: string, after: number) =>
    `${key}: is ${days}, but recordings move to ${name} after ${after} days (storage.tiering), where they can't be read ` +
    "to be compared; lower it, or leave it out";
  const tier = (storageClass: string, afterDays: number) => ({ storageClass, afterDays });
  const voice = (media: string) => ({ "flex-media:voice": { numbers: ["+14155550100"], media } });
  const storage = (given: object) => ({ "flex-media:storage": given });

  test.each<[object, string[]]>([
    // What Twilio stored into the bucket itself has no digest, and stays.
    [{ "flex-media:playback": { keyLayout: "twilio" } }, []],
    [
      voice("twilio"),
      [
        `${key}: stands beside voice.media: twilio, which plays Twilio's copy; leave it out, or set voice.media: url_provider`,
      ],
    ],
    [voice("url_provider"), []],
    [storage({ retention: { days: 31 } }), []],
    [storage({ retention: { days: 30 } }), [kept(30, 30)]],
    [storage({ retention: { days: 7 } }), [kept(30, 7)]],
    [storage({ tiering: [tier("GLACIER", 31)] }), []],
    [storage({ tiering: [tier("STANDARD_IA", 30)] }), []],
    [storage({ tiering: [tier("INTELLIGENT_TIERING", 1), tier("GLACIER_IR", 5)] }), []],
    [storage({ tiering: [tier("GLACIER", 30)] }), [unread(30, "GLACIER", 30)]],
    [storage({ tiering: [tier("GLACIER_IR", 5), tier("DEEP_ARCHIVE", 20)] }), [unread(30, "DEEP_ARCHIVE", 20)]],
    [storage({ tiering: [tier("GLACIER", 5), tier("DEEP_ARCHIVE", 20)] }), [unread(30, "GLACIER", 5)]],
  ])("%j", (more, expected) => {
    expect(mistakes(archive(30, more))).toEqual(expected);
    // Where nothing is deleted at Twilio all of it makes sense.
    expect(mistakes({ ...least, "flex-media:archive": {}, ...more })).toEqual([]);
    const off = { enabled: false, deleteAtTwilioAfterDays: 30 };
    expect(mistakes({ ...least, ...more, "flex-media:archive": off })).toEqual([]);
  });
});
