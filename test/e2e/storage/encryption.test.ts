import { createHash, randomBytes } from "node:crypto";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, destroyClients } from "../../../local/aws/provider/clients.ts";
import { Cleanup, clientsOf } from "../../contract/local-aws/fixture.ts";
import { StorageProject } from "./project.ts";

const cleanup = new Cleanup();
let writer: AwsClients;
let Bucket: string;
let keyArn: string;

beforeAll(async () => {
  const aws = await startLocalAws();
  cleanup.add(() => aws.close());
  const root = clientsOf(aws);
  cleanup.add(() => destroyClients(root));
  const project = await StorageProject.make(aws);
  cleanup.add(() => project.remove());
  const stack = await project.stack("encrypted");
  await stack.declare({ origins: ["https://flex.twilio.com"], throwAway: true });
  await stack.operate("up");
  const outputs = await stack.outputs();
  Bucket = outputs.bucketName;
  keyArn = outputs.keyArn;

  // The account's root is above bucket policies in the emulator; whom they hold for is a user who may do anything.
  const UserName = "writer";
  await root.iam.send(new CreateUserCommand({ UserName }));
  const Statement = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "all", PolicyDocument }));
  const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
  writer = clientsOf(aws, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey });
  cleanup.add(() => destroyClients(writer));
});
afterAll(() => cleanup.run());

type Encryption = Pick<
  PutObjectCommandInput,
  "ServerSideEncryption" | "SSEKMSKeyId" | "SSECustomerAlgorithm" | "SSECustomerKey" | "SSECustomerKeyMD5"
>;

const Key = "recordings/AC1/RE1.wav";
const put = (more: Encryption) => writer.s3.send(new PutObjectCommand({ Bucket, Key, Body: "RIFF", ...more }));

const customerKey = randomBytes(32);
const customer = {
  SSECustomerAlgorithm: "AES256",
  SSECustomerKey: customerKey.toString("base64"),
  SSECustomerKeyMD5: createHash("md5").update(customerKey).digest("base64"),
};

describe("a recording", () => {
  test("that is written without a word of encryption is encrypted with the bucket's own key", async () => {
    await put({});
    const head = await writer.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
  });

  test("may name that key, whole or in parts", async () => {
    const named = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } as const;
    await put(named);
    for (const encryption of [named, {}]) {
      const { UploadId } = await writer.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...encryption }));
      const part = { Bucket, Key, UploadId, PartNumber: 1 };
      const { ETag } = await writer.s3.send(new UploadPartCommand({ ...part, Body: "RIFF" }));
      const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
      await writer.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
      const head = await writer.s3.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
    }
  });

  const other = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
  // What KMS itself refuses, such as a role without kms:Decrypt, only AWS shows: the emulator's S3 asks no key.
  test.each<[string, Encryption]>([
    ["S3's own key", { ServerSideEncryption: "AES256" }],
    ["another key", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: other }],
    ["a key by its id alone", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: other.split("/")[1] }],
    ["two layers", { ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: other }],
    ["the account's key for S3, which is meant where none is named", { ServerSideEncryption: "aws:kms" }],
    ["a key that the writer keeps", customer],
  ])("is refused with %s", async (_name, encryption) => {
    await expect(put(encryption)).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
    const started = writer.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...encryption }));
    await expect(started).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
  });
});
