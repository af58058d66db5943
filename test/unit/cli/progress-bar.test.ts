import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { progressBar } from "../../../cli/terminal/progress-bar.ts";
import type { ProgressTarget } from "../../../local/engine/progress.ts";

function target(isTTY: boolean): ProgressTarget & { said(): string } {
  const stream = new PassThrough();
  return Object.assign(stream, { isTTY, columns: 120, said: () => String(stream.read() ?? "") });
}

test("elsewhere than on a terminal a line shows now and then", () => {
  let now = 0;
  const out = target(false);
  const progress = progressBar(out, "Listed, recordings", () => now);
  for (; now <= 30_000; now += 1_000) progress.update(now / 60_000, now / 10);
  progress.end();
  expect(out.said()).toBe(
    "Listed, recordings: 0%, 0\n" +
      "Listed, recordings: 25%, 1500, 100/s, 45 s left\n" +
      "Listed, recordings: 50%, 3000, 100/s, 30 s left\n",
  );
});

test("a terminal gets a bar with rate and time left, and its cursor back", () => {
  let now = 0;
  const out = target(true);
  const progress = progressBar(out, "Listed, recordings", () => now);
  progress.update(0, 0);
  now = 10_000;
  progress.update(0.5, 1000);
  progress.end();
  const said = out.said();
  expect(said).toContain("Listed, recordings ");
  expect(said).toContain("50%, 1000, 100/s, 10 s left");
});
