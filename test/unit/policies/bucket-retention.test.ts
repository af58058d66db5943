import { describe, expect, test } from "vitest";
import { lifecycleRules } from "../../../infra/storage/lifecycle.ts";
import { bucketRetention } from "../../../policies/bucket-retention.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

const bucket = (tags?: unknown): Given => ({ type: awsTypes.bucket, props: { bucket: "recordings", tags } });
const lifecycle = (rules: unknown): Given => ({ type: awsTypes.lifecycle, props: { bucket: "recordings", rules } });
const fn: Given = {
  type: awsTypes.function,
  props: { environment: { variables: { RECORDINGS_PREFIX: "recordings/" } } },
};
const own = (retention?: { days: number; noncurrentDays: number } | "forever") =>
  lifecycle([...lifecycleRules({ prefix: "recordings/", tiering: [], retention, abandonedUploadDays: 7 })]);
const told = (given: Given[], config?: Record<string, unknown>) => violations(bucketRetention, given, config);

const undecided =
  "it: is without an end for what is in it, but somebody decides how long it is kept; set flex-media:storage.retention to " +
  "days, or to forever";

test("recordings that are kept for a time pass, and so do those that somebody keeps for ever", async () => {
  expect(await told([bucket(), own({ days: 365, noncurrentDays: 30 }), fn])).toEqual([]);
  expect(await told([bucket({ "flex-media:retention": "forever" }), own("forever"), fn])).toEqual([]);
});

test("where nobody decided it is told of, whatever else expires", async () => {
  expect(await told([bucket(), own(), fn])).toEqual([undecided]);
  expect(await told([bucket(), fn])).toEqual([undecided]);
  expect(await told([bucket({ "flex-media:retention": "Forever" }), own(), fn])).toEqual([undecided]);
});

const rule = {
  id: "retention",
  status: "Enabled",
  filter: { prefix: "recordings/" },
  expiration: { days: 365 },
  noncurrentVersionExpiration: { noncurrentDays: 30 },
};

describe("a rule doesn't decide", () => {
  test.each([
    ["that is off", { status: "Disabled" }],
    ["about a part of the recordings", { filter: { prefix: "recordings/AC1/" } }],
    ["about recordings with a tag", { filter: { prefix: "recordings/", tag: { key: "a", value: "b" } } }],
    ["about recordings with a tag, in the longer form", { filter: { and: { prefix: "recordings/" } } }],
    ["about long recordings", { filter: { objectSizeGreaterThan: 1 } }],
    ["that ends on a date", { expiration: { date: "2030-01-01" } }],
    ["that ends nothing", { expiration: undefined }],
  ])("%s", async (_, change) => {
    expect(await told([bucket(), lifecycle([{ ...rule, ...change }]), fn])).toEqual([undecided]);
  });

  test.each([undefined, "rules", {}, [7, null]])("that is none, as in %j", async (rules) => {
    expect(await told([bucket(), lifecycle(rules), fn])).toEqual([undecided]);
  });
});

describe("days", () => {
  const at = 'it.lifecycle["retention"]';

  test.each([0, -1, 1.5, "365"])("%j are none", async (days) => {
    const [line, ...more] = await told([bucket(), lifecycle([{ ...rule, expiration: { days } }]), fn]);
    expect(more).toEqual([]);
    expect(line).toMatch(/expiration\.days: is .+, but it is kept for 1 to 36500 days/);
  });

  test("have bounds that a team may set", async () => {
    const given = [bucket(), lifecycle([rule]), fn];
    expect(await told(given, { leastDays: 365, mostDays: 365 })).toEqual([]);
    expect(await told(given, { leastDays: 366 })).toEqual([
      `${at}.expiration.days: is 365, but it is kept for 366 to 36500 days; set flex-media:storage.retention to days, or to ` +
        "forever",
    ]);
    expect(await told(given, { mostDays: 364 })).toHaveLength(1);
  });

  test("count for former versions, too", async () => {
    for (const noncurrentVersionExpiration of [undefined, {}, { noncurrentDays: 0 }]) {
      const [line, ...more] = await told([bucket(), lifecycle([{ ...rule, noncurrentVersionExpiration }]), fn]);
      expect(more).toEqual([]);
      expect(line).toContain("but what is over stays as a former version for ever");
    }
  });
});

test("a rule about the whole bucket is about recordings, and the only one where nobody says where these are", async () => {
  const whole = lifecycle([{ ...rule, filter: undefined }]);
  expect(await told([bucket(), whole, fn])).toEqual([]);
  expect(await told([bucket(), whole])).toEqual([]);
  expect(await told([bucket(), lifecycle([rule])])).toEqual([undecided]);
});

test("logs of requests end, without former versions", async () => {
  const logging: Given = { type: awsTypes.logging, props: { targetBucket: "recordings" } };
  const logs = [{ id: "old-logs", status: "Enabled", filter: { prefix: "log/" }, expiration: { days: 30 } }];
  expect(await told([bucket(), lifecycle(logs), logging, fn])).toEqual([]);
  expect(await told([bucket(), logging, fn])).toEqual([undecided]);
});

test("tags that aren't known yet leave other buckets judged", async () => {
  const other: Given = { ...bucket(), name: "other" };
  expect(await ask(bucketRetention, [bucket(unknown), other, fn])).toMatchObject({
    violations: [expect.stringMatching(/^other: /)],
    unknown: true,
  });
});
