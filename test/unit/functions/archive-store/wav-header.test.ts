import fc from "fast-check";
import { expect, test } from "vitest";
import { readWavHeader } from "../../../../functions/archive-store/wav-header.ts";
import { encodeWav } from "../../../../local/twilio/api/wav.ts";

const wav = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(400) });

/** A chunk of this content, padded. */
function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

test("tells channels, rate and lengths", () => {
  expect(readWavHeader(wav)).toEqual({
    channels: 2,
    bytesPerSecond: 32_000,
    audioAt: 44,
    audioBytes: 400,
    fileBytes: 444,
  });
});

test("asks for more as long as the audio has not begun, byte by byte", () => {
  for (let length = 0; length < 44; length += 1) expect(readWavHeader(wav.subarray(0, length))).toBe("more");
  expect(readWavHeader(wav.subarray(0, 44))).toMatchObject({ audioAt: 44 });
});

test("passes over chunks that it does not know, whatever their length", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 8 }), (lengths) => {
      const unknown = lengths.map((length) => chunk("LIST", Buffer.alloc(length, "data")));
      const file = Buffer.concat([wav.subarray(0, 36), ...unknown, wav.subarray(36)]);
      const audioAt = 44 + unknown.reduce((sum, one) => sum + one.length, 0);
      expect(readWavHeader(file)).toMatchObject({ channels: 2, audioAt, audioBytes: 400 });
    }),
  );
});

test.each([0xffff_ffff, 0])("knows a writer that did not know how much would come (%d)", (unknown) => {
  const streamed = Buffer.from(wav);
  streamed.writeUInt32LE(unknown, 4);
  streamed.writeUInt32LE(unknown, 40);
  expect(readWavHeader(streamed)).toMatchObject({ audioBytes: undefined, fileBytes: undefined });
});

test("takes a file of no length for one of no length", () => {
  const empty = encodeWav({ channels: 1, sampleRate: 8000, samples: Buffer.alloc(0) });
  expect(readWavHeader(empty)).toMatchObject({ audioBytes: 0, fileBytes: 44 });
});

test.each([
  ["text", Buffer.from("<html><body>not found</body></html>")],
  ["another RIFF file", Buffer.concat([wav.subarray(0, 8), Buffer.from("AVI "), wav.subarray(12)])],
  ["audio without a format", Buffer.concat([wav.subarray(0, 12), wav.subarray(36)])],
  ["a format without channels", Buffer.from(wav).fill(0, 22, 24)],
  ["a format without a rate", Buffer.from(wav).fill(0, 28, 32)],
  [
    "a format that is too short",
    Buffer.concat([wav.subarray(0, 12), chunk("fmt ", Buffer.alloc(4)), wav.subarray(36)]),
  ],
])("knows %s for no WAV file", (_, bytes) => {
  expect(readWavHeader(bytes)).toBe("none");
});

test("does not look for the audio for ever", () => {
  const far = Buffer.concat([wav.subarray(0, 36), chunk("LIST", Buffer.alloc(70_000)), wav.subarray(36)]);
  expect(readWavHeader(far)).toBe("none");
});

test("never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(60), (bytes, kept) => {
      const mixed = Buffer.concat([wav.subarray(0, kept), bytes]);
      expect(["more", "none", "object"]).toContain(
        typeof readWavHeader(mixed) === "object" ? "object" : readWavHeader(mixed),
      );
    }),
  );
});
