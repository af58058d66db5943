import { expect, test } from "vitest";
import { bucketVersioned } from "../../../policies/bucket-versioned.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { violations } from "./asked.ts";

const told = (props: Record<string, unknown>) => violations(bucketVersioned, [{ type: awsTypes.versioning, props }]);
const rest = "but what is deleted by mistake could not be brought back; set it to Enabled";

test("versions are kept", async () => {
  expect(await told({ versioningConfiguration: { status: "Enabled" } })).toEqual([]);
});

test.each([
  [{ versioningConfiguration: { status: "Suspended" } }, '"Suspended"'],
  [{ versioningConfiguration: { status: "enabled" } }, '"enabled"'],
  [{ versioningConfiguration: { status: true } }, "true"],
  [{ versioningConfiguration: {} }, "not set"],
  [{ versioningConfiguration: "Enabled" }, "not set"],
  [{}, "not set"],
])("%j is told of", async (props, is) => {
  expect(await told(props)).toEqual([`it.versioningConfiguration.status: is ${is}, ${rest}`]);
});
