import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unlessMissing } from "../../../local/aws/provider/errors.ts";
import { localAwsFetch } from "../../../local/aws/reach.ts";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { clientsOf, eventually } from "../../contract/local-aws/fixture.ts";
import { recordedAudio } from "../../contract/local-twilio/running.ts";
import { type OpenedStack, openStack } from "../stack/opened-stack.ts";
import { messagesIn, type Outputs, outputsOf } from "./outputs.ts";

const number = "+14155550100";
const caller = "+14155550123";

let opened: OpenedStack;
let clients: ReturnType<typeof clientsOf>;
let outputs: Outputs;
let authToken: string;

beforeAll(async () => {
  opened = await openStack();
  recordedBefore(opened.stack.twilio.control);
  const { pulumi, aws } = opened.stack;
  const config = ["config", "set", "--path", "flex-media:archive.attempts", "1", ...pulumi.configArguments()];
  await pulumi.succeed(config);
  authToken = (await pulumi.config())["twilio:authToken"] ?? "";
  await pulumi.up();
  outputs = outputsOf(await pulumi.outputs());
  clients = clientsOf(aws);
});
afterAll(() => opened?.remove());

/** Has somebody call the stack's number, and gives the recording's SID once the call is over. */
async function call(audio: Buffer): Promise<string> {
  const { control } = opened.stack.twilio;
  const before = new Set(control.state().recordings.map(({ sid }) => sid));
  control.calls.place({ to: number, from: caller, audio: audio.toString("base64") });
  await control.settled();
  const [sid = "", ...more] = control.state().recordings.flatMap((one) => (before.has(one.sid) ? [] : [one.sid]));
  expect(more).toEqual([]);
  return sid;
}

async function object(sid: string) {
  const Key = `${outputs.recordingsPrefix}${outputs.accountSid}/${sid}.wav`;
  const found = await unlessMissing(clients.s3.send(new GetObjectCommand({ Bucket: outputs.bucketName, Key })));
  if (found === undefined) return undefined;
  return { bytes: Buffer.from((await found.Body?.transformToByteArray()) ?? []), metadata: found.Metadata ?? {} };
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: outputs.bucketName }));
  return Contents.map(({ Key = "" }) => Key);
}

test("a call's recording is in the bucket byte for byte, with what is known of the call", async () => {
  const audio = recordedAudio(1000, -1000);
  const sid = await call(audio);
  await eventually(async () => (await object(sid)) !== undefined);
  const stored = await object(sid);
  expect(stored?.bytes.equals(audio)).toBe(true);
  expect(stored?.metadata).toMatchObject({ "call-sid": expect.stringMatching(/^CA/), channels: "2" });
  const deliveries = opened.stack.twilio.control.deliveries.list();
  expect(deliveries.filter(({ kind }) => kind === "recording-status")).toMatchObject([
    { delivered: true, attempts: [{ status: 204 }] },
  ]);
  await eventually(async () => (await keys()).every((key) => !key.includes("/expected/")));
});

test("a second up finds nothing to change", async () => {
  const { unchanged, ...changes } = await opened.stack.pulumi.up();
  expect(changes).toEqual({});
  expect(unchanged).toBeGreaterThan(30);
});

test("a forged callback is refused, and nothing is enqueued or noted", async () => {
  const before = await keys();
  const recording = opened.stack.twilio.control.recordings.add(recordedAudio(1, 2));
  const form = { AccountSid: outputs.accountSid, RecordingSid: recording.sid, RecordingStatus: "completed" };
  const post = async (token: string, url: string) => {
    const answer = await localAwsFetch(opened.stack.aws)(outputs.archiveUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": getExpectedTwilioSignature(token, url, form),
      },
      body: new URLSearchParams(form).toString(),
    });
    return answer.status;
  };
  expect(await post("another token", outputs.archiveUrl)).toBe(403);
  expect(await post(authToken, "https://elsewhere.example/")).toBe(403);
  expect(await messagesIn(clients, outputs.archiveQueueUrl)).toBe(0);
  expect(await keys()).toEqual(before);
  expect(await object(recording.sid)).toBeUndefined();
});

test("a recording is stored although Twilio fails for a while", async () => {
  const { control } = opened.stack.twilio;
  control.faults.add({ host: "api.twilio.com", pathPattern: "/Recordings/RE", status: 500, times: 2 });
  const audio = recordedAudio(7, -7);
  const sid = await call(audio);
  await eventually(async () => (await object(sid)) !== undefined);
  expect((await object(sid))?.bytes.equals(audio)).toBe(true);
  expect(control.faults.list()).toEqual([]);
});

test("a recording that Twilio doesn't hand out to our credentials lies with the dead letters", async () => {
  const { control } = opened.stack.twilio;
  const fault = control.faults.add({ host: "api.twilio.com", pathPattern: "/Recordings/RE", status: 401 });
  const sid = await call(recordedAudio(3, 4));
  await eventually(async () => (await messagesIn(clients, outputs.archiveDeadLetterQueueUrl)) === 1);
  expect(await object(sid)).toBeUndefined();
  control.faults.clear(fault.id);
});

test("destroy leaves nothing of it behind", async () => {
  await opened.stack.pulumi.destroy();
  expect((await clients.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  expect((await clients.lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
  expect((await clients.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "archive-" }));
  expect(logGroups).toEqual([]);
});
