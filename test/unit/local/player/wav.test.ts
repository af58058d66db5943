import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toneConversation, toneStrength, voices } from "../../../../local/player/tones.ts";
import { decodeWav, encodeWav } from "../../../../local/player/wav.ts";

const stereo = { sampleRate: 8_000, channels: [Int16Array.of(1, -2, 32_767), Int16Array.of(-32_768, 0, 3)] };

test("a file has the bytes of the format", () => {
  const hex = Buffer.from(encodeWav(stereo)).toString("hex");
  const riff = "52494646 30000000 57415645";
  const format = "666d7420 10000000 0100 0200 401f0000 007d0000 0400 1000";
  const data = "64617461 0c000000 0100 0080 feff 0000 ff7f 0300";
  expect(hex).toBe(`${riff}${format}${data}`.replaceAll(" ", ""));
});

test("whatever is encoded is decoded the same", () => {
  const samples = fc.array(fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: -32_768, max: 32_767 }))));
  fc.assert(
    fc.property(
      samples,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(8_000, 16_000, 44_100),
      (frames, count, sampleRate) => {
        const channels = Array.from({ length: count }, (_, index) =>
          Int16Array.from(frames, (frame) => frame[index] ?? 0),
        );
        expect(decodeWav(encodeWav({ sampleRate, channels }))).toEqual({ sampleRate, channels });
      },
    ),
  );
});

test("channels of different lengths can't be encoded", () => {
  const channels = [Int16Array.of(1), Int16Array.of()];
  expect(() => encodeWav({ sampleRate: 8_000, channels })).toThrow(
    "channels: differ in length; give each as many samples",
  );
});

describe("reading", () => {
  const wav = Buffer.from(encodeWav(stereo));

  test("skips other chunks, padded ones too, and works within a larger buffer", () => {
    const list = Buffer.from("4c49535403000000616263 00".replaceAll(" ", ""), "hex");
    const longer = Buffer.concat([Buffer.from("in front"), wav.subarray(0, 36), list, wav.subarray(36), list]);
    expect(decodeWav(longer.subarray(8))).toEqual(stereo);
  });

  const changed = (change: (copy: Buffer) => unknown) => {
    const copy = Buffer.from(wav);
    change(copy);
    return copy;
  };
  test.each([
    ["an empty file", Buffer.alloc(0), "does not begin with RIFF"],
    ["an MP3", Buffer.from("ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0000TSSE"), "does not begin with RIFF"],
    ["an AVI", changed((copy) => copy.write("AVI ", 8)), "does not begin with RIFF"],
    ["a file without fmt", changed((copy) => copy.write("fmt?", 12)), "has no fmt chunk"],
    ["a file without data", wav.subarray(0, 36), "has no data chunk"],
    ["a file that is cut off", wav.subarray(0, 50), "the data chunk ends beyond the file"],
    [
      "a short fmt",
      Buffer.from("524946460c00000057415645666d742002000000 0100".replaceAll(" ", ""), "hex"),
      "fmt chunk is too short",
    ],
    ["mu-law", changed((copy) => copy.writeUInt16LE(7, 20)), "is not 16 bit PCM"],
    ["8 bit", changed((copy) => copy.writeUInt16LE(8, 34)), "is not 16 bit PCM"],
    ["no channel", changed((copy) => copy.writeUInt16LE(0, 22)), "is not 16 bit PCM"],
  ])("%s says what is wrong", (_, file, problem) => {
    expect(() => decodeWav(file)).toThrow(problem);
  });
});

describe("a conversation in tones", () => {
  const { sampleRate, channels } = decodeWav(encodeWav(toneConversation(4)));
  const [left = new Int16Array(), right = new Int16Array()] = channels;
  const turn = (samples: Int16Array, index: number) =>
    samples.subarray((index * sampleRate) / 2, ((index + 1) * sampleRate) / 2);

  test("is as long and as wide as a telephone's recording of it", () => {
    expect([sampleRate, channels.length, left.length, right.length]).toEqual([8_000, 2, 32_000, 32_000]);
  });

  test("has the customer on the left and the agent on the right, and neither on the other side", () => {
    expect(toneStrength(left, sampleRate, voices.customer)).toBeCloseTo(0.25, 2);
    expect(toneStrength(right, sampleRate, voices.agent)).toBeCloseTo(0.25, 2);
    expect(toneStrength(left, sampleRate, voices.agent)).toBeLessThan(0.01);
    expect(toneStrength(right, sampleRate, voices.customer)).toBeLessThan(0.01);
  });

  test("has one voice at a time", () => {
    for (const index of [0, 2, 4, 6]) {
      expect(toneStrength(turn(left, index), sampleRate, voices.customer)).toBeCloseTo(0.5, 2);
      expect(turn(right, index).every((sample) => sample === 0)).toBe(true);
      expect(toneStrength(turn(right, index + 1), sampleRate, voices.agent)).toBeCloseTo(0.5, 2);
      expect(turn(left, index + 1).every((sample) => sample === 0)).toBe(true);
    }
  });

  test("silence has no tone", () => {
    expect(toneStrength(new Int16Array(0), 8_000, 440)).toBe(0);
    expect(toneStrength(new Int16Array(800), 8_000, 440)).toBe(0);
  });
});
