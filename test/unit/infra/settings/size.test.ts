import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, size } from "../../../../infra/settings/size.ts";

test.each([
  ["1 bytes", 1],
  ["1.5 bytes", 1],
  ["300 KiB", 307_200],
  ["5 MiB", 5_242_880],
  ["1.5 MiB", 1_572_864],
  ["16 MiB", 16_777_216],
  ["150 MiB", 157_286_400],
])("%s is %s bytes", (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

describe("no size", () => {
  test.each([
    "",
    "5",
    "5MiB",
    "5 MB",
    "5 mib",
    "5  MiB",
    " 5 MiB",
    "5 MiB ",
    "0 MiB",
    "0.5 MiB",
    "05 MiB",
    "-5 MiB",
    "1e3 KiB",
    "5,5 MiB",
    "1.2345 MiB",
    "5 GiB",
    "5 MiB\n",
  ])("is %j", (text) => {
    expect(bytesOf(text)).toBeUndefined();
    expect(size.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      "is no size; give a number, a space and bytes, KiB or MiB, as in 5 MiB",
    ]);
  });

  test.each([5, null, undefined, true, {}])("is %j", (value) => {
    expect(bytesOf(value)).toBeUndefined();
  });
});

test("a size is whole bytes, and a larger number of the same unit is never less", () => {
  const number = fc.integer({ min: 1, max: 999_999_999 });
  fc.assert(
    fc.property(number, number, fc.constantFrom("bytes", "KiB", "MiB"), (a, b, unit) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)].map((amount) => bytesOf(`${amount} ${unit}`));
      expect(Number.isSafeInteger(small)).toBe(true);
      expect(Number(small)).toBeLessThanOrEqual(Number(large));
    }),
  );
});
