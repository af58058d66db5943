import { expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { bucketOwnKeyOnly } from "../../../policies/bucket-own-key-only.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { recorded } from "../infra/recorded.ts";
import { violations } from "./asked.ts";

/** The policies of this project's own buckets: recordings, and S3's log of them. */
async function ownPolicies(): Promise<Record<string, unknown>[]> {
  const { of } = await recorded(
    (options) =>
      new RecordingStorage(
        "recordings",
        { origins: ["https://flex.twilio.com"], throwAway: false, accessLog: { prefix: "log/", days: 30 } },
        options,
      ),
  );
  return of(awsTypes.bucketPolicy).map(({ name, inputs }) => ({ ...inputs, bucket: name }));
}

const told = (props: Record<string, unknown>) => violations(bucketOwnKeyOnly, [{ type: awsTypes.bucketPolicy, props }]);

/** The first policy with one statement left out, whose bucket's mocked ARN names it. */
async function without(...sids: string[]) {
  const [recordings] = await ownPolicies();
  const document = JSON.parse(String(recordings?.policy));
  const Statement = document.Statement.filter(({ Sid }: { Sid: string }) => !sids.includes(Sid));
  return {
    bucket: "x",
    policy: JSON.stringify({ ...document, Statement }).replaceAll("arn:aws:bucket:::recordings", "arn:aws:s3:::x"),
  };
}

test("this project's own buckets let nothing in under another key", async () => {
  expect(await told(await without())).toEqual([]);
});

const why =
  "but recordings lie under the bucket's own key, which can be taken away from everybody at once; deny it to everybody, as " +
  "infra/storage/bucket-policy.ts does";

test.each([
  ["KmsOnly", "S3's own keys"],
  ["ThisKeyOnly", "another key"],
  ["KeyNamed", "AWS's own key"],
  ["NoCustomerKeys", "keys that come with the request"],
])("without the statement %s it is open to %s", async (sid, what) => {
  expect(await told(await without(sid))).toEqual([`it.policy: is open to what is encrypted with ${what}, ${why}`]);
});

test("a policy that speaks of TLS alone is open in each way", async () => {
  expect(await told(await without("KmsOnly", "ThisKeyOnly", "KeyNamed", "NoCustomerKeys"))).toHaveLength(4);
});

test("where S3 writes its logs no key can be demanded", async () => {
  const [, log] = await ownPolicies();
  expect(await told(log ?? {})).toEqual([]);
});

test("what is no policy is wrong", async () => {
  expect(await told({ bucket: "x", policy: "{" })).toHaveLength(1);
  expect(await told({ bucket: "x" })).toHaveLength(1);
});
