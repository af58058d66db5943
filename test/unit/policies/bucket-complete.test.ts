import { expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { bucketComplete } from "../../../policies/bucket-complete.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { recorded } from "../infra/recorded.ts";
import { type Given, unknown, violations } from "./asked.ts";

const settings = [
  awsTypes.publicAccessBlock,
  awsTypes.ownershipControls,
  awsTypes.bucketPolicy,
  awsTypes.lifecycle,
  awsTypes.encryption,
  awsTypes.versioning,
];
const bucket: Given = { type: awsTypes.bucket, props: { bucket: "recordings" } };
const byName = (type: string): Given => ({ type, props: { bucket: "recordings" } });
const told = (...given: Given[]) => violations(bucketComplete, given);

test("a bucket with all of its settings passes, as this project's do", async () => {
  expect(await told(bucket, ...settings.map(byName))).toEqual([]);
  const accessLog = { prefix: "log/", days: 30 };
  const { resources } = await recorded(
    (options) => new RecordingStorage("recordings", { origins: [], throwAway: true, accessLog }, options),
  );
  const made = resources.map(({ type, name, inputs }) => ({
    type,
    name,
    props: type === awsTypes.bucket ? { bucket: `${name}-bucket` } : inputs,
  }));
  expect(made.filter(({ type }) => type === awsTypes.bucket)).toHaveLength(2);
  expect(await told(...made)).toEqual([]);
});

test.each(settings)("a bucket without %s is told of, also where another has one", async (missing) => {
  const others = settings.filter((type) => type !== missing).map(byName);
  const another: Given = { type: missing, name: "another", props: { bucket: "another" } };
  const [line, ...more] = await told(bucket, ...others, another);
  expect(more).toEqual([]);
  expect(line).toMatch(
    new RegExp(
      `^it: is without ${missing.split(":").at(-1)}, but every bucket has .+; make the bucket as infra/storage.ts does$`,
    ),
  );
});

test("what isn't made yet is known by the resource that it comes from", async () => {
  const unnamed: Given = { ...bucket, props: { bucket: unknown } };
  const from = { bucket: `${awsTypes.bucket} it` };
  const linked = settings.map((type): Given => ({ type, props: { bucket: unknown }, from }));
  expect(await told(unnamed, ...linked)).toEqual([]);
  expect(await told(unnamed, ...linked.slice(1))).toHaveLength(1);
});

test("what was made from a bucket, and is known to be of another, isn't its own", async () => {
  const from = { bucket: `${awsTypes.bucket} it` };
  const ofOthers = settings.map((type): Given => ({ type, props: { bucket: "recordings-too" }, from }));
  expect(await told(bucket, ...ofOthers)).toHaveLength(6);
  const target: Given = {
    type: awsTypes.logging,
    props: { bucket: "others", targetBucket: "recordings-too" },
    from: { targetBucket: `${awsTypes.bucket} it` },
  };
  expect(await told(bucket, target, ...settings.slice(0, 4).map(byName))).toHaveLength(2);
});

test("a bucket for S3's logs needs neither key nor versions", async () => {
  const logging: Given = { type: awsTypes.logging, props: { bucket: "others", targetBucket: "recordings" } };
  expect(await told(bucket, logging, ...settings.slice(0, 4).map(byName))).toEqual([]);
  expect(await told(bucket, logging)).toHaveLength(4);
});

test("a bucket that is its own log, or that recordings lie in, needs all", async () => {
  const four = settings.slice(0, 4).map(byName);
  const logging = (props: Record<string, unknown>): Given => ({ type: awsTypes.logging, props });
  expect(await told(bucket, logging({ bucket: "recordings", targetBucket: "recordings" }), ...four)).toHaveLength(2);
  const ofOthers = logging({ bucket: "others", targetBucket: "recordings" });
  const variables = { RECORDINGS_BUCKET: "recordings" };
  const fn: Given = { type: awsTypes.function, props: { environment: { variables } } };
  expect(await told(bucket, ofOthers, fn, ...four)).toHaveLength(2);
});

test("a former name of a type is no way past", async () => {
  expect(await told({ type: "aws:s3/bucketV2:BucketV2", props: { bucket: "recordings" } })).toHaveLength(6);
  const versioning = byName("aws:s3/bucketVersioningV2:BucketVersioningV2");
  expect(await told(bucket, ...settings.slice(0, -1).map(byName), versioning)).toEqual([]);
});
