import { expect, test } from "vitest";
import { bucketEncrypted } from "../../../policies/bucket-encrypted.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { unknown, violations } from "./asked.ts";

const ownKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const told = (type: string, props: Record<string, unknown>) => violations(bucketEncrypted, [{ type, props }]);
const ruled = (byDefault: unknown) =>
  told(awsTypes.encryption, { rules: [{ applyServerSideEncryptionByDefault: byDefault }] });
const at = "it.rules[0].applyServerSideEncryptionByDefault";

test.each(["aws:kms", "aws:kms:dsse"])(
  "%s with a key of the account's own passes, known or not yet",
  async (sseAlgorithm) => {
    expect(await ruled({ sseAlgorithm, kmsMasterKeyId: ownKey })).toEqual([]);
    expect(await ruled({ sseAlgorithm, kmsMasterKeyId: unknown })).toEqual([]);
  },
);

test("S3's own keys are told of, and so is AWS's own", async () => {
  expect(await ruled({ sseAlgorithm: "AES256", kmsMasterKeyId: ownKey })).toEqual([
    `${at}.sseAlgorithm: is "AES256", but S3's own keys open to whoever may read the bucket; set it to aws:kms`,
  ]);
  expect(await ruled({ sseAlgorithm: "aws:kms" })).toEqual([
    `${at}.kmsMasterKeyId: is not set, but without a key AWS takes its own, whose policy nobody can change; give the ARN of ` +
      "a key of your own",
  ]);
  expect(await ruled({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" })).toEqual([
    `${at}.kmsMasterKeyId: is "alias/aws/s3", but that key is AWS's own, whose policy nobody can change; give the ARN of a ` +
      "key of your own",
  ]);
});

test.each([undefined, [], "aws:kms", {}])("rules %j encrypt nothing", async (rules) => {
  const [line, ...more] = await told(awsTypes.encryption, { rules });
  expect(more).toEqual([]);
  expect(line).toContain(
    "but a bucket is encrypted by a rule; give a rule with sseAlgorithm aws:kms and kmsMasterKeyId",
  );
});

test.each([undefined, "aws:kms", [], { sseAlgorithm: ["aws:kms"] }])(
  "a rule that says %j is wrong twice",
  async (rule) => {
    expect(await ruled(rule)).toHaveLength(2);
  },
);

test("the present and the former name of the setting are judged alike", async () => {
  const type = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  expect(await told(type, {})).toHaveLength(1);
});

test("a key is renewed and stays on", async () => {
  expect(await told(awsTypes.key, { enableKeyRotation: true, isEnabled: true })).toEqual([]);
  expect(await told(awsTypes.key, { enableKeyRotation: true })).toEqual([]);
  expect(await told(awsTypes.key, {})).toEqual([
    "it.enableKeyRotation: is not set, but a key is renewed every year; set it to true",
  ]);
  expect(await told(awsTypes.key, { enableKeyRotation: false, isEnabled: false })).toEqual([
    "it.enableKeyRotation: is false, but a key is renewed every year; set it to true",
    "it.isEnabled: is false, but without its key nothing can be read; leave it out",
  ]);
});
