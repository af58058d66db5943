import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { formatElapsed, progressOn } from "../../../../local/engine/progress.ts";

function screen(columns?: number) {
  const target = Object.assign(new PassThrough(), { isTTY: columns !== undefined, columns });
  return { target, shown: () => String(target.read() ?? "") };
}

describe("progress on a terminal", () => {
  it("is one line that updates itself, never longer than the terminal is wide", () => {
    const { target, shown } = screen(20);
    const progress = progressOn(target);
    progress.report("Building", "1 s");
    progress.report("Building", "2 s, a very long package name");
    progress.end();
    expect(shown()).toBe("\r\u001b[2KBuilding: 1 s\r\u001b[2KBuilding: 2 s, a ve\n");
  });

  it("leaves no empty line when there was nothing to show", () => {
    const { target, shown } = screen(20);
    progressOn(target).end();
    expect(shown()).toBe("");
  });
});

describe("progress elsewhere", () => {
  it("is a line when a task begins, and one every fifteen seconds", () => {
    const { target, shown } = screen();
    let now = 1_000_000;
    const progress = progressOn(target, () => now);
    progress.report("Looking");
    for (let second = 0; second < 32; second += 1) {
      progress.report("Building", `${second} s`);
      now += 1000;
    }
    progress.end();
    expect(shown()).toBe("Looking\nBuilding: 0 s\nBuilding: 15 s\nBuilding: 30 s\n");
  });
});

it.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min 0 s"],
  [3_675_000, "61 min 15 s"],
])("%d ms are written as %s", (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});
