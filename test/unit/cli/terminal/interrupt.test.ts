import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withInterrupt } from "../../../../cli/terminal/interrupt.ts";
import { Mendable } from "../../../../local/engine/mendable.ts";

const signals = ["SIGINT", "SIGTERM"] as const;
let listening: readonly NodeJS.SignalsListener[];

beforeEach(() => {
  listening = signals.flatMap((signal) => process.listeners(signal));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!listening.includes(listener)) process.off(signal, listener);
  }
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

function interruptedBy(error: Error): Promise<void> {
  return withInterrupt(async () => {
    process.emit("SIGINT");
    throw error;
  });
}

test("what a program that was interrupted as well seems to lack is the interrupt", async () => {
  await interruptedBy(new Mendable("the checkout: has no commit of git"));
  expect(process.exitCode).toBe(130);
});

test("a mistake of ours stays one, and so does what is lacking without an interrupt", async () => {
  await expect(interruptedBy(new TypeError("oops"))).rejects.toThrow("oops");
  await expect(withInterrupt(() => Promise.reject(new Mendable("is missing")))).rejects.toThrow("is missing");
  expect(process.exitCode).toBeUndefined();
});
