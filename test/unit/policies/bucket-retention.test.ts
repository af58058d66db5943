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
    ["that ends nothing", { expiration: undefined }],
    ["that ends the marks of what was deleted", { expiration: { days: 0, expiredObjectDeleteMarker: true } }],
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

describe("a rule beside the one that decides", () => {
  const told365 = (change: Record<string, unknown>) =>
    told(
      [
        bucket(),
        lifecycle([
          { ...rule, expiration: { days: 1096 } },
          { ...rule, id: "soon", ...change },
        ]),
        fn,
      ],
      {
        leastDays: 365,
      },
    );
  const soon = { expiration: { days: 1 } };

  test.each([
    ["a part of the recordings", { filter: { prefix: "recordings/AC1/" }, ...soon }],
    ["recordings with a tag", { filter: { tag: { key: "a", value: "b" } }, ...soon }],
    ["a part with a tag", { filter: { and: { prefix: "recordings/AC1/", tags: { a: "b" } } }, ...soon }],
    ["short recordings", { filter: { objectSizeLessThan: 1000 }, ...soon }],
    ["all that is in the bucket", { filter: undefined, ...soon }],
    ["what begins alike, too", { filter: { prefix: "rec" }, ...soon }],
    ["a part, in the older form", { filter: undefined, prefix: "recordings/AC1/", ...soon }],
    ["recordings by a prefix that can't be read", { filter: { prefix: 7 }, ...soon }],
  ])("ends %s too soon", async (_, change) => {
    expect(await told365(change)).toEqual([
      'it.lifecycle["soon"].expiration.days: is 1, but it is kept for 365 to 36500 days; set flex-media:storage.retention to ' +
        "days, or to forever",
    ]);
  });

  test("ends all on a day, however old it is then", async () => {
    const [line, ...more] = await told365({ expiration: { date: "2030-01-01" } });
    expect(more).toEqual([]);
    expect(line).toContain('it.lifecycle["soon"].expiration.days: is not set');
  });

  test.each([
    ["is off", { status: "Disabled", ...soon }],
    ["is about what lies elsewhere", { filter: { prefix: "exports/" }, ...soon }],
    ["is about recordings on their way", { filter: { prefix: "recordings/expected/" }, ...soon }],
    ["only moves them", { expiration: undefined, transitions: [{ days: 1, storageClass: "GLACIER_IR" }] }],
  ])("that %s is no matter", async (_, change) => {
    expect(await told365(change)).toEqual([]);
  });
});

test("recordings that are kept for ever have no end, nor a part of them", async () => {
  const forever = bucket({ "flex-media:retention": "forever" });
  const kept = (change: Record<string, unknown>) => told([forever, lifecycle([{ ...rule, ...change }]), fn]);
  for (const change of [{}, { filter: { prefix: "recordings/AC1/" } }, { expiration: { date: "2030-01-01" } }]) {
    expect(await kept(change)).toEqual([
      'it.lifecycle["retention"]: is an end for recordings, but they are kept for ever, as the tag "flex-media:retention" ' +
        "says; take the rule out, or the tag",
    ]);
  }
  for (const change of [{ status: "Disabled" }, { filter: { prefix: "exports/" } }, { expiration: undefined }]) {
    expect(await kept(change)).toEqual([]);
  }
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
