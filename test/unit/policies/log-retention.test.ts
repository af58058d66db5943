import { expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { logRetention } from "../../../policies/log-retention.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

const ofLog = (retentionInDays: unknown, config?: Record<string, unknown>) =>
  violations(logRetention, [{ type: awsTypes.logGroup, props: { retentionInDays } }], config);
const fn = (loggingConfig: unknown): Given => ({ type: awsTypes.function, props: { loggingConfig } });
const log = (name: string): Given => ({ type: awsTypes.logGroup, name: "log", props: { name, retentionInDays: 365 } });
const ofFunction = (loggingConfig: unknown) => violations(logRetention, [fn(loggingConfig), log("/logs/playback")]);

test.each([90, 365, 3653])("%i days pass", async (days) => {
  expect(await ofLog(days)).toEqual([]);
});

test.each([
  [undefined, "not set"],
  [0, "0, so for ever"],
  [30, "30"],
  [3654, "3654"],
  [-1, "-1"],
  [90.5, "90.5"],
  ["365", '"365"'],
])("%j days are told of", async (days, is) => {
  expect(await ofLog(days)).toEqual([
    `it.retentionInDays: is ${is}, but logs are kept for 90 to 3653 days; set logRetentionDays of flex-media:archive and ` +
      ":playback",
  ]);
});

test("a team may set other bounds", async () => {
  expect(await ofLog(14, { leastDays: 14 })).toEqual([]);
  expect(await ofLog(400, { leastDays: 14, mostDays: 365 })).toHaveLength(1);
});

test("a function logs where the stack sets a retention", async () => {
  expect(await ofFunction({ logFormat: "JSON", logGroup: "/logs/playback" })).toEqual([]);
});

test("which is known before it is made by what it was made from", async () => {
  const unmade = fn({ logGroup: unknown });
  const from = { loggingConfig: `${awsTypes.logGroup} log` };
  expect(await ask(logRetention, [{ ...unmade, from }, log(unknown)])).toEqual({ violations: [], unknown: false });
  expect(await ask(logRetention, [unmade, log(unknown)])).toEqual({ violations: [], unknown: true });
});

test("a log that the stack doesn't make is told of, whatever else it was made from", async () => {
  const line =
    "it.loggingConfig.logGroup: is \"/nobody/made/this\", but how long a log is kept that this stack doesn't make can't be " +
    "told; give a LogGroup of the function's own";
  const elsewhere = fn({ logGroup: "/nobody/made/this" });
  expect(await violations(logRetention, [elsewhere])).toEqual([line]);
  const from = { loggingConfig: `${awsTypes.logGroup} log` };
  expect(await violations(logRetention, [{ ...elsewhere, from }, log("/logs/playback")])).toEqual([line]);
});

test.each([undefined, {}, { logGroup: "" }, { logFormat: "JSON" }, "/logs/playback"])(
  "a function that logs as %j says is told of",
  async (loggingConfig) => {
    expect(await ofFunction(loggingConfig)).toEqual([
      "it.loggingConfig.logGroup: is not set, but Lambda then makes a log by itself, which is kept for ever; give a LogGroup " +
        "of the function's own",
    ]);
  },
);
