import { describe, expect, test } from "vitest";
import { deletionProtection } from "../../../policies/deletion-protection.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { type Given, violations } from "./asked.ts";

const told = (type: string, props: Given["props"], protect: boolean, config?: Record<string, unknown>) =>
  violations(deletionProtection, [{ type, props, protect }], config);

const unprotected =
  "it: is not protected, but a destroy would take it along, and it can't be made again; set flex-media:storage.throwAway to " +
  "false, or protect: true";

describe("a bucket", () => {
  test("that is protected and isn't emptied passes", async () => {
    expect(await told(awsTypes.bucket, {}, true)).toEqual([]);
    expect(await told(awsTypes.bucket, { forceDestroy: false }, true)).toEqual([]);
  });

  test("that isn't protected is told of, by whichever name", async () => {
    expect(await told(awsTypes.bucket, {}, false)).toEqual([unprotected]);
    expect(await told("aws:s3/bucketV2:BucketV2", {}, false)).toEqual([unprotected]);
  });

  test.each([true, "true", "false", 1])("that is emptied (%j) is told of", async (forceDestroy) => {
    expect(await told(awsTypes.bucket, { forceDestroy }, true)).toEqual([
      `it.forceDestroy: is ${JSON.stringify(forceDestroy)}, but a destroy would delete every recording in it; set ` +
        "flex-media:storage.throwAway to false, or leave forceDestroy out",
    ]);
  });
});

describe("a key", () => {
  test("that is protected, and can be brought back for as long as AWS lets, passes", async () => {
    expect(await told(awsTypes.key, {}, true)).toEqual([]);
    expect(await told(awsTypes.key, { deletionWindowInDays: 30 }, true)).toEqual([]);
    expect(await told(awsTypes.key, { deletionWindowInDays: 7 }, true, { leastKeyDays: 7 })).toEqual([]);
  });

  test.each([7, 29, 0, "30", true])("that can be brought back for %j days is told of", async (deletionWindowInDays) => {
    expect(await told(awsTypes.key, { deletionWindowInDays }, true)).toEqual([
      `it.deletionWindowInDays: is ${JSON.stringify(deletionWindowInDays)}, but a key that was deleted can be brought back ` +
        "for 30 days at least; set it to 30 or more, or leave it out",
    ]);
  });

  test("that isn't protected is told of", async () => {
    expect(await told(awsTypes.key, { deletionWindowInDays: 30 }, false)).toEqual([unprotected]);
  });
});

describe("a secret", () => {
  test("that can be brought back passes, protected or not, as it can be made again", async () => {
    for (const props of [{}, { recoveryWindowInDays: 7 }, { recoveryWindowInDays: 30 }]) {
      expect(await told(awsTypes.secret, props, false)).toEqual([]);
    }
  });

  test.each([0, 6, "7"])("that can be brought back for %j days is told of", async (recoveryWindowInDays) => {
    const [line, ...more] = await told(awsTypes.secret, { recoveryWindowInDays }, false);
    expect(more).toEqual([]);
    expect(line).toContain("but a secret that was deleted can be brought back for 7 days at least");
  });
});
