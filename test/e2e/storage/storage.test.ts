import { DescribeKeyCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetBucketVersioningCommand, ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordingStorageArgs } from "../../../infra/storage.ts";
import { startLocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, destroyClients } from "../../../local/aws/provider/clients.ts";
import { anyChange } from "../../../local/stack-changes.ts";
import { Cleanup, clientsOf } from "../../contract/local-aws/fixture.ts";
import { StorageProject } from "./project.ts";

const cleanup = new Cleanup();
let project: StorageProject;
let clients: AwsClients;

beforeAll(async () => {
  const aws = await startLocalAws();
  cleanup.add(() => aws.close());
  clients = clientsOf(aws);
  cleanup.add(() => destroyClients(clients));
  project = await StorageProject.make(aws);
  cleanup.add(() => project.remove());
});
afterAll(() => cleanup.run());

const origins = ["https://flex.twilio.com"];
const whole: RecordingStorageArgs = {
  origins,
  throwAway: true,
  tiering: [
    { afterDays: 30, storageClass: "STANDARD_IA" },
    { afterDays: 90, storageClass: "GLACIER_IR" },
  ],
  retention: { days: 2555, noncurrentDays: 30 },
  accessLog: { prefix: "recordings/", days: 365 },
};

async function keyOf(keyArn: string) {
  return (await clients.kms.send(new DescribeKeyCommand({ KeyId: keyArn }))).KeyMetadata;
}

async function bucketNames(): Promise<string[]> {
  const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name = "" }) => Name);
}

test("what is to be thrown away is made, found unchanged, changed in place, and leaves nothing but a key that waits for its end", async () => {
  const stack = await project.stack("short");
  await stack.declare(whole);
  const { created } = await stack.operate("up");
  expect(created).toBe(18);
  expect(await stack.operate("up")).toEqual({ unchanged: created });
  expect(anyChange(await stack.operate("refresh"))).toBe(false);
  const { bucketName, keyArn, keyAlias } = await stack.outputs();
  expect(keyAlias).toBe("alias/storage-alone/short/recordings");
  expect(await bucketNames()).toHaveLength(2);
  const { Aliases = [] } = await clients.kms.send(new ListAliasesCommand({ KeyId: keyArn }));
  expect(Aliases.map(({ AliasName }) => AliasName)).toEqual([keyAlias]);

  await stack.declare({ origins, throwAway: true, abandonedUploadDays: 1 });
  // The lifecycle, and the component that was told of it.
  expect(await stack.operate("up")).toMatchObject({ updated: 2, deleted: 6, unchanged: 10 });
  const Key = "recordings/AC1/RE1.wav";
  await clients.s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: "RIFF" }));

  await stack.operate("destroy");
  expect(await bucketNames()).toEqual([]);
  expect((await clients.kms.send(new ListAliasesCommand({ KeyId: keyArn }))).Aliases).toEqual([]);
  const key = await keyOf(keyArn);
  const days = (Number(key?.DeletionDate) - Date.now()) / 86_400_000;
  expect([key?.KeyState, Math.round(days)]).toEqual(["PendingDeletion", 7]);
});

test("what is to be kept can't be destroyed, and takes Object Lock later on without another bucket", async () => {
  const stack = await project.stack("kept");
  await stack.declare({ origins, throwAway: false });
  await stack.operate("up");
  const { bucketName, keyArn } = await stack.outputs();
  await stack.declare({ origins, throwAway: false, objectLock: { mode: "GOVERNANCE", days: 30 } });
  expect(await stack.operate("up")).toMatchObject({ created: 1 });
  expect(anyChange(await stack.operate("up"))).toBe(false);
  expect(anyChange(await stack.operate("refresh"))).toBe(false);
  expect(await stack.outputs()).toMatchObject({ bucketName, keyArn });

  const refused = await stack.attempt("destroy");
  expect(refused.code).not.toBe(0);
  expect(refused.stdout + refused.stderr).toMatch(/protected/);
  expect(await bucketNames()).toContain(bucketName);
  expect((await keyOf(keyArn))?.KeyState).toBe("Enabled");
  const { Status } = await clients.s3.send(new GetBucketVersioningCommand({ Bucket: bucketName }));
  expect(Status).toBe("Enabled");
});
