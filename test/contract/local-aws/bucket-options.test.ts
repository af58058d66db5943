import { PutObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
let made = 0;

async function makeBucket() {
  made += 1;
  return bench.provider.create(BUCKET, { bucket: `recordings-${made}` });
}

describe(LOCK, () => {
  const period = (more: PropertyMap) => ({ rule: { defaultRetention: { mode: "GOVERNANCE", ...more } } });

  it("is turned on for a bucket with versions, which stays the same bucket, and loses its period only", async () => {
    const { provider } = bench;
    const made = await makeBucket();
    const bucket = made.id;
    await provider.create(VERSIONING, { bucket, versioningConfiguration: { status: "Enabled" } });
    const saved = await provider.create(LOCK, { bucket, ...period({ days: 30 }) });
    expect(saved).toMatchObject({ id: bucket, state: { objectLockEnabled: "Enabled", region: "us-east-1" } });
    expect(await provider.read(LOCK, saved)).toEqual(saved);
    expect((await provider.read(LOCK, bucket))?.inputs).toEqual(saved.inputs);
    expect(await provider.read(BUCKET, made)).toEqual(made);
    expect((await provider.read(BUCKET, bucket))?.inputs).toMatchObject({ objectLockEnabled: true });

    const updated = await provider.update(LOCK, saved, { bucket, ...period({ years: 1 }) });
    expect(await provider.read(LOCK, updated)).toEqual(updated);
    expect((await provider.diff(LOCK, updated, { ...updated.inputs, bucket: "other" })).replaces).toEqual(["bucket"]);
    await provider.delete(LOCK, updated);
    await provider.delete(LOCK, updated);
    expect((await provider.read(LOCK, updated))?.inputs).toEqual({ bucket, objectLockEnabled: "Enabled" });
    await provider.delete(BUCKET, made);
    expect(await provider.read(LOCK, updated)).toBeUndefined();
    await provider.delete(LOCK, updated);
  });

  it("shows a period that was changed behind its back", async () => {
    const { provider, clients } = bench;
    const Bucket = (await makeBucket()).id;
    await provider.create(VERSIONING, { bucket: Bucket, versioningConfiguration: { status: "Enabled" } });
    const saved = await provider.create(LOCK, { bucket: Bucket, ...period({ days: 30 }) });
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
    await clients.s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    expect((await provider.read(LOCK, saved))?.inputs).toMatchObject(period({ days: 1 }));
  });

  it.each<[PropertyMap, string]>([
    [period({}), "rule.defaultRetention: says not how long; give one of days and years"],
    [period({ days: 1, years: 1 }), "rule.defaultRetention: has days and years; give one of days and years"],
    [period({ days: 36_501 }), "rule.defaultRetention.days: is 36501, but must be at most 36500"],
    [{ token: "x" }, "token: is not known to the local AWS provider"],
    [{ bucket: "nobody-made-this", ...period({ days: 1 }) }, "bucket: nobody-made-this does not exist; declare it"],
  ])("refuses %j", async (wrong, message) => {
    await expect(bench.provider.create(LOCK, { bucket: "mine", ...wrong })).rejects.toThrow(message);
  });

  it("needs versions", async () => {
    const bucket = (await makeBucket()).id;
    await expect(bench.provider.create(LOCK, { bucket, ...period({ days: 1 }) })).rejects.toThrow(
      `bucket: ${bucket} keeps no versions, which locks need; declare aws.s3.BucketVersioning first.`,
    );
  });
});

describe(LOGGING, () => {
  it("lives from create to delete", async () => {
    const { provider } = bench;
    const [bucket, target, other] = [(await makeBucket()).id, (await makeBucket()).id, (await makeBucket()).id];
    const saved = await provider.create(LOGGING, { bucket, targetBucket: target, targetPrefix: "s3/" });
    expect(await provider.read(LOGGING, saved)).toEqual(saved);
    expect((await provider.read(LOGGING, bucket))?.inputs).toEqual(saved.inputs);
    const updated = await provider.update(LOGGING, saved, { bucket, targetBucket: other, targetPrefix: "" });
    expect(await provider.read(LOGGING, updated)).toEqual(updated);
    expect((await provider.diff(LOGGING, updated, { ...updated.inputs, bucket: "x-y" })).replaces).toEqual(["bucket"]);
    await provider.delete(LOGGING, updated);
    await provider.delete(LOGGING, updated);
    expect(await provider.read(LOGGING, updated)).toBeUndefined();
  });

  it("fails clearly when one of the two buckets does not exist", async () => {
    const { provider } = bench;
    const bucket = (await makeBucket()).id;
    const to = (targetBucket: string, from = bucket) =>
      provider.create(LOGGING, { bucket: from, targetBucket, targetPrefix: "" });
    await expect(to("nobody-made-this")).rejects.toThrow("targetBucket: nobody-made-this does not exist; declare it");
    await expect(to(bucket, "nobody-made-that")).rejects.toThrow("bucket: nobody-made-that does not exist; declare it");
  });
});

describe(NOTIFICATION, () => {
  const created = ["s3:ObjectCreated:*"];

  async function makeQueue(): Promise<string> {
    made += 1;
    const QueueName = `told-${made}`;
    const { QueueUrl } = await bench.clients.sqs.send(new CreateQueueCommand({ QueueName }));
    const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
    const Principal = { Service: "s3.amazonaws.com" };
    const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: arn }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await bench.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    return arn;
  }

  it("lives from create to delete", async () => {
    const { provider } = bench;
    const bucket = (await makeBucket()).id;
    const queueArn = await makeQueue();
    const queues = [{ id: "new", queueArn, events: created, filterPrefix: "recordings/", filterSuffix: ".wav" }];
    const saved = await provider.create(NOTIFICATION, { bucket, queues });
    expect(await provider.read(NOTIFICATION, saved)).toEqual(saved);
    expect((await provider.read(NOTIFICATION, bucket))?.inputs).toEqual(saved.inputs);
    const unnamed = [{ queueArn, events: ["s3:ObjectRemoved:Delete"] }];
    const updated = await provider.update(NOTIFICATION, saved, { bucket, queues: unnamed, eventbridge: true });
    expect(await provider.read(NOTIFICATION, updated)).toEqual(updated);
    await provider.delete(NOTIFICATION, updated);
    await provider.delete(NOTIFICATION, updated);
    expect(await provider.read(NOTIFICATION, bucket)).toBeUndefined();
  });

  const queueArn = "arn:aws:sqs:us-east-1:000000000000:a";
  it.each<[PropertyMap, string]>([
    [{ queues: [{ queueArn: "a", events: created }] }, 'queues[0].queueArn: is "a", but must be an ARN of sqs'],
    [{ queues: [{ queueArn, events: ["created"] }] }, 'queues[0].events[0]: is "created", but must be an event of S3'],
    [
      {
        queues: [
          { queueArn, events: created, filterPrefix: "recordings/" },
          { queueArn, events: ["s3:ObjectCreated:Put"] },
        ],
      },
      "queues[1].events[0]: gets s3:ObjectCreated:Put of objects that queues[0] gets, too; tell the two apart by prefix",
    ],
  ])("refuses %j", async (wrong, message) => {
    await expect(bench.provider.create(NOTIFICATION, { bucket: "mine", ...wrong })).rejects.toThrow(message);
  });
});
