import fc from "fast-check";
import { expect, test } from "vitest";
import { durationSeconds, encodeWav, mixToMono, parseWav, type Wav } from "../../../../local/twilio/api/wav.ts";

function wav(channels: 1 | 2, ...values: number[]): Wav {
  const samples = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) samples.writeInt16LE(value, at * 2);
  return { channels, sampleRate: 8000, samples };
}

const sample = fc.integer({ min: -32768, max: 32767 });

test("what is encoded is parsed back", () => {
  fc.assert(
    fc.property(fc.constantFrom<1 | 2>(1, 2), fc.array(fc.tuple(sample, sample)), (channels, frames) => {
      const audio = wav(channels, ...frames.flat());
      expect(parseWav(encodeWav(audio))).toEqual(audio);
    }),
  );
});

test("a mix is the mean, also at the limits", () => {
  const mixed = mixToMono(encodeWav(wav(2, 100, 200, -32768, -32768, 32767, 32767, 5, -5)));
  expect(parseWav(mixed)).toEqual(wav(1, 150, -32768, 32767, 0));
  expect(mixToMono(mixed)).toBe(mixed);
});

test("duration is in seconds, whatever the channels", () => {
  expect(durationSeconds(wav(2, ...new Array(16_000).fill(0)))).toBe(1);
  expect(durationSeconds(wav(1, ...new Array(4000).fill(0)))).toBe(0.5);
});

test("other chunks are passed over, and a frame cut short is dropped", () => {
  const plain = encodeWav(wav(2, 1, 2, 3, 4));
  const list = Buffer.from(
    [..."LIST", 3, 0, 0, 0, ..."abc", 0].map((c) => (typeof c === "string" ? c.charCodeAt(0) : c)),
  );
  const withList = Buffer.concat([plain.subarray(0, 12), list, plain.subarray(12)]);
  expect(parseWav(withList)).toEqual(wav(2, 1, 2, 3, 4));
  expect(parseWav(plain.subarray(0, -1))).toEqual(wav(2, 1, 2));
});

function changed(change: (file: Buffer) => void): Buffer {
  const file = encodeWav(wav(1, 1));
  change(file);
  return file;
}

test.each<[string, Buffer, string]>([
  ["nothing", Buffer.alloc(0), "is not a WAV file"],
  ["an MP3", Buffer.from("ID3 and so on, some more"), "is not a WAV file"],
  ["a header alone", encodeWav(wav(1, 1)).subarray(0, 36), "without a format or without data"],
  ["µ-law", changed((file) => file.writeUInt16LE(7, 20)), "of encoding 7; send 16-bit PCM"],
  ["8 bits", changed((file) => file.writeUInt16LE(8, 34)), "has 8-bit samples"],
  ["three channels", changed((file) => file.writeUInt16LE(3, 22)), "has 3 channels; send one or two"],
  ["no rate", changed((file) => file.writeUInt32LE(0, 24)), "has a sample rate of 0"],
])("%s is refused", (_, file, message) => {
  expect(() => parseWav(file)).toThrow(message);
});
