import { expect, test } from "vitest";
import { measure } from "./measure.ts";

test("a long recording takes no more memory than the parts that are under way", async () => {
  const { base, peak, received } = await measure(200);
  expect(received).toBe(200 * 1024 * 1024 + 44);
  // The parts that are under way, and what a busy machine has not come to free yet.
  expect(peak - base).toBeLessThan(160 * 1024 * 1024);
});
