import { expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { logRetention } from "../../../policies/log-retention.ts";
import { unknown, violations } from "./asked.ts";

const ofLog = (retentionInDays: unknown, config?: Record<string, unknown>) =>
  violations(logRetention, [{ type: awsTypes.logGroup, props: { retentionInDays } }], config);
const ofFunction = (loggingConfig: unknown) =>
  violations(logRetention, [{ type: awsTypes.function, props: { loggingConfig } }]);

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

test("a function logs where retention is set, known or not yet", async () => {
  expect(await ofFunction({ logFormat: "JSON", logGroup: "/logs/playback" })).toEqual([]);
  expect(await ofFunction({ logGroup: unknown })).toEqual([]);
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
