import fc from "fast-check";
import { expect, test } from "vitest";
import { createPartBuffers, partBytes, partsOf } from "../../../../functions/archive-store/part-buffers.ts";

async function* chunksOf(bytes: Buffer, sizes: number[]) {
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test("cuts what comes into full parts and a rest, and uses one buffer again and again", async () => {
  const bytes = Buffer.alloc(2 * partBytes + 5);
  for (let at = 0; at < bytes.length; at += 4093) bytes[at] = at % 251;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3 * partBytes }), { minLength: 1 }), async (sizes) => {
      const big = sizes.map((size) => Math.max(size, 100_000));
      const buffers = createPartBuffers();
      const seen = new Set<Buffer>();
      const lengths: number[] = [];
      let at = 0;
      for await (const { buffer, length } of partsOf(chunksOf(bytes, big), buffers)) {
        expect(buffer.subarray(0, length).equals(bytes.subarray(at, at + length))).toBe(true);
        at += length;
        lengths.push(length);
        seen.add(buffer);
        buffers.giveBack(buffer);
      }
      expect(lengths).toEqual([partBytes, partBytes, 5]);
      expect(seen.size).toBe(1);
    }),
    { numRuns: 20 },
  );
});

test("makes no part of nothing, and one of exactly a part", async () => {
  const lengths = async (bytes: Buffer) => {
    const all: number[] = [];
    for await (const { length } of partsOf(chunksOf(bytes, [65_536]), createPartBuffers())) all.push(length);
    return all;
  };
  expect(await lengths(Buffer.alloc(0))).toEqual([]);
  expect(await lengths(Buffer.alloc(partBytes))).toEqual([partBytes]);
});

test("gives the buffer back where what comes breaks off", async () => {
  const buffers = createPartBuffers();
  const mine = buffers.take();
  buffers.giveBack(mine);
  const broken = async function* () {
    yield Buffer.from("some");
    throw new Error("broken off");
  };
  await expect(partsOf(broken(), buffers).next()).rejects.toThrow("broken off");
  expect(buffers.take()).toBe(mine);
});
