import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioCheck, type ExpectedAudio } from "../../../../functions/archive-store/audio-check.ts";
import { encodeWav } from "../../../../local/twilio/api/wav.ts";

const second = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(32_000, 1) });

function check(bytes: Buffer, expected: ExpectedAudio = {}, cuts: number[] = []) {
  const audio = new AudioCheck(expected);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, start] of at.slice(0, -1).entries()) audio.add(bytes.subarray(start, at[index + 1]));
  return audio.end();
}

const reason = (bytes: Buffer, expected?: ExpectedAudio) => {
  try {
    check(bytes, expected);
    return "right";
  } catch (error) {
    return error instanceof Error && "reason" in error ? error.reason : error;
  }
};

test("gives length, channels, seconds and digest, however the audio is cut into chunks", () => {
  const sha256 = createHash("sha256").update(second).digest("hex");
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (cuts) => {
      expect(check(second, { channels: 2, durationSeconds: 1, contentLength: second.length }, cuts)).toEqual({
        bytes: second.length,
        channels: 2,
        seconds: 1,
        sha256,
      });
    }),
  );
});

test("every cut is found, with or without a content length", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: second.length - 1 }), fc.boolean(), (length, told) => {
      const cut = reason(second.subarray(0, length), told ? { contentLength: second.length } : {});
      expect(cut).toBe(told || length >= 44 ? "media_cut" : "media_malformed");
    }),
  );
});

test("takes what follows the audio, as far as the header tells of it", () => {
  const text = Buffer.from("LIST\u0004\0\0\0some");
  const longer = Buffer.concat([second, text]);
  expect(reason(longer)).toBe("media_malformed");
  longer.writeUInt32LE(longer.length - 8, 4);
  expect(check(longer)).toMatchObject({ seconds: 1, bytes: longer.length });
  expect(reason(longer.subarray(0, -4))).toBe("media_cut");
});

test("believes a length that the writer did not know only where the answer tells it", () => {
  const streamed = Buffer.from(second);
  streamed.writeUInt32LE(0xffff_ffff, 4);
  streamed.writeUInt32LE(0xffff_ffff, 40);
  expect(reason(streamed)).toBe("media_malformed");
  expect(check(streamed, { contentLength: streamed.length })).toMatchObject({ seconds: 1 });
});

test.each([
  [0, "right"],
  [1, "right"],
  [2, "right"],
  [3, "duration_differs"],
])("compares the duration within Twilio's rounding: %d s for 1 s is %s", (durationSeconds, wanted) => {
  expect(reason(second, { durationSeconds })).toBe(wanted);
});

test.each([
  [1, 1, "right"],
  [1, 2, "channels_differ"],
  [2, 1, "right"],
  [2, 2, "right"],
] as const)("of %d channels where Twilio told of %d says %s", (came, channels, wanted) => {
  const audio = encodeWav({ channels: came, sampleRate: 8000, samples: Buffer.alloc(400) });
  expect(reason(audio, { channels })).toBe(wanted);
});

test("says at once that it is no WAV file, before all of it has come", () => {
  expect(() => new AudioCheck({}).add(Buffer.from('{"code": 20404}'))).toThrow("media_malformed: is not a WAV file");
});
