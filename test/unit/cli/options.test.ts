import { describe, expect, test } from "vitest";
import { backfillArguments } from "../../../cli/commands/archive-backfill.ts";
import { redriveArguments } from "../../../cli/commands/archive-redrive.ts";
import { statusArguments } from "../../../cli/commands/archive-status.ts";
import { verifyArguments } from "../../../cli/commands/archive-verify.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const given = { stack: "dev", from: "2026-01-01", to: "2026-06-30" };

test("what is left out has its default", () => {
  expect(backfillArguments({ ...given, wait: true }, now)).toEqual({
    stack: "dev",
    range: { from: "2026-01-01", to: "2026-06-30" },
    concurrency: 8,
    dryRun: false,
    restart: false,
    wait: true,
    json: undefined,
  });
  expect(verifyArguments(given, now)).toMatchObject({ whole: false, concurrency: 8 });
  expect(statusArguments({ stack: "dev" })).toEqual({ stack: "dev", overdueMinutes: 60, json: undefined });
  expect(redriveArguments({ stack: "dev", max: "12" })).toEqual({ stack: "dev", max: 12 });
});

test("what is given is taken", () => {
  const all = { ...given, wait: false, dryRun: true, restart: true, concurrency: "64", json: "report.json" };
  expect(backfillArguments(all, now)).toMatchObject({
    concurrency: 64,
    dryRun: true,
    restart: true,
    wait: false,
    json: "report.json",
  });
});

describe("a mistake is told with its option and its remedy", () => {
  const cases: [string, Record<string, string>, string][] = [
    ["another order", { from: "2026-06-30", to: "2026-01-01" }, "--to: is before --from"],
    ["no day", { from: "2026-02-30" }, "--from: is no day; give it in UTC, as in 2026-01-31"],
    ["a moment", { to: "2026-06-30T00:00:00Z" }, "--to: is no day"],
    ["the future", { from: "2026-11-22", to: "2026-11-23" }, "--from: is in the future"],
    ["no number", { concurrency: "many" }, "--concurrency: is no whole number from 1 to 64; give one"],
    ["too many", { concurrency: "65" }, "--concurrency: is no whole number"],
    ["no file", { json: "" }, "--json: is empty; leave it out, or give it a value"],
  ];
  test.each(cases)("%s", (_, changed, message) => {
    expect(() => backfillArguments({ ...given, ...changed }, now)).toThrow(message);
  });

  test("all at once", () => {
    expect(() => backfillArguments({ concurrency: "0" }, now)).toThrow(
      [
        "--stack: is missing; name the stack whose archive it is",
        "--from: is missing; give a day in UTC, as in 2026-01-31",
        "--to: is missing; give a day in UTC, as in 2026-01-31",
        "--concurrency: is no whole number from 1 to 64; give one",
      ].join("\n"),
    );
  });
});
