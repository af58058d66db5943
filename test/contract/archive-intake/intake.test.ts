import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHandler } from "../../../functions/archive-intake/handler.ts";
import {
  type Archive,
  archive,
  authToken,
  callbackEvent,
  callbackUrl,
  newRecordingSid,
} from "../archive-store/archive.ts";
import { Cleanup } from "../local-aws/fixture.ts";

const cleanup = new Cleanup();
let it: Archive;
const sid = newRecordingSid();

beforeAll(async () => {
  it = await archive(cleanup);
});
beforeEach(() => void it.lines.splice(0));
afterAll(() => cleanup.run());

const bodies = async () => (await it.takeQueued()).map(({ Body = "" }) => JSON.parse(Body));

test("puts a completed recording of a call into the queue, with facts and no URL, and notes that it is expected", async () => {
  const form = it.completed(sid, { RecordingDuration: "61", RecordingTrack: "both" });
  expect(await it.callback(form)).toMatchObject({ statusCode: 204, body: "" });
  expect(await bodies()).toEqual([
    {
      accountSid: it.accountSid,
      recordingSid: sid,
      callSid: form.CallSid,
      source: "DialVerb",
      channels: 2,
      durationSeconds: 61,
      startTime: "2026-11-21T10:00:00.000Z",
      track: "both",
    },
  ]);
  const Key = `recordings/expected/${it.accountSid}/${sid}`;
  expect(await it.clients.s3.send(new HeadObjectCommand({ Bucket: it.bucket, Key }))).toMatchObject({
    ContentLength: 0,
  });
  expect(it.records()).toMatchObject([{ outcome: "enqueued", recording: sid, noted: true, Enqueued: 1, Refused: 0 }]);
  expect(it.lines.join()).not.toMatch(/https?:|api\.twilio|signature/i);
});

test("takes a conference's callback, which has no CallSid", async () => {
  const { CallSid: _, ...form } = it.completed(sid, {
    ConferenceSid: `CF${"2".repeat(32)}`,
    RecordingSource: "Conference",
  });
  expect(await it.callback(form)).toMatchObject({ statusCode: 204 });
  const [message] = await bodies();
  expect(message).toMatchObject({ conferenceSid: `CF${"2".repeat(32)}`, source: "Conference" });
  expect(message).not.toHaveProperty("callSid");
});

test("puts a recording into the queue whose facts look odd, without these", async () => {
  const odd = { RecordingChannels: "many", RecordingStartTime: "soon", RecordingSource: "a b", CallSid: "x" };
  expect(await it.callback(it.completed(sid, odd))).toMatchObject({ statusCode: 204 });
  expect(await bodies()).toEqual([{ accountSid: it.accountSid, recordingSid: sid }]);
});

test("counts an absent recording and ignores one in progress", async () => {
  expect(await it.callback(it.completed(sid, { RecordingStatus: "absent" }))).toMatchObject({ statusCode: 204 });
  expect(await it.callback(it.completed(sid, { RecordingStatus: "in-progress" }))).toMatchObject({ statusCode: 204 });
  expect(it.records()).toMatchObject([
    { outcome: "absent", Absent: 1 },
    { outcome: "ignored", Ignored: 1, Absent: 0 },
  ]);
  expect(await bodies()).toEqual([]);
});

test("refuses what is forged, tampered with, of another account or no callback, and puts nothing into the queue", async () => {
  const form = it.completed(sid);
  const other = it.completed(sid, { AccountSid: `AC${"e".repeat(32)}` });
  const signature = getExpectedTwilioSignature(authToken, callbackUrl, form);
  const tampered = new URLSearchParams({ ...form, RecordingSid: newRecordingSid() }).toString();
  const twice = `${new URLSearchParams(form)}&RecordingSid=${newRecordingSid()}`;
  const elsewhere = getExpectedTwilioSignature(authToken, "https://elsewhere.example/", form);
  const refused = async (...callback: Parameters<Archive["callback"]>) => {
    const { statusCode } = await it.callback(...callback);
    return [statusCode, it.records().at(-1)?.reason];
  };

  expect(await refused(form, { signature: "Zm9yZ2Vk" })).toEqual([403, "wrong_signature"]);
  expect(await refused(form, { signature: "" })).toEqual([403, "wrong_signature"]);
  expect(await refused(form, { signature: elsewhere })).toEqual([403, "wrong_signature"]);
  expect(await refused(form, { signature, body: tampered })).toEqual([403, "wrong_signature"]);
  expect(await refused(other)).toEqual([403, "other_account"]);
  expect(await refused(form, { signature, body: twice })).toEqual([400, "repeated_parameter"]);
  expect(await refused(form, { signature, body: `${new URLSearchParams(form)}&a=%ff` })).toEqual([
    403,
    "wrong_signature",
  ]);
  expect(await refused(form, { type: "application/json" })).toEqual([415, "not_a_form"]);
  expect(await refused(form, { type: "multipart/form-data; boundary=x" })).toEqual([415, "not_a_form"]);
  expect(await refused({ ...form, More: "x".repeat(1024 * 1024) })).toEqual([413, "body_too_long"]);
  expect(await refused(it.completed("RE1"))).toEqual([400, "malformed_recording_sid"]);
  expect(await refused(it.completed(sid, { RecordingStatus: "sideways" }))).toEqual([400, "unknown_status"]);
  expect(await bodies()).toEqual([]);
});

test("takes a replayed callback for another message of the same recording", async () => {
  const form = it.completed(sid);
  for (let times = 0; times < 3; times += 1) expect(await it.callback(form)).toMatchObject({ statusCode: 204 });
  const messages = await bodies();
  expect(messages).toEqual([messages[0], messages[0], messages[0]]);
});

test("keeps the recording where the note can't be written, and asks Twilio to try again where the queue refuses", async () => {
  const form = it.completed(sid);
  const shared = {
    environment: { ...it.environment },
    sqs: () => it.clients.sqs,
    secretsManager: () => it.clients.secrets,
    s3: () => it.clients.s3,
    now: Date.now,
    log: (line: string) => void it.lines.push(line),
  };
  const withoutBucket = createHandler({
    ...shared,
    environment: { ...it.environment, RECORDINGS_BUCKET: "no-such-bucket" },
  });
  expect(await withoutBucket(callbackEvent(form))).toMatchObject({ statusCode: 204 });
  expect(it.records().at(-1)).toMatchObject({ outcome: "enqueued", noted: false });
  expect(await bodies()).toHaveLength(1);

  const withoutQueue = createHandler({
    ...shared,
    environment: { ...it.environment, QUEUE_URL: `${it.queueUrl}-gone` },
  });
  expect(await withoutQueue(callbackEvent(form))).toMatchObject({ statusCode: 503 });
  expect(it.records().at(-1)).toMatchObject({ outcome: "failed", reason: "queue_unavailable", Failed: 1 });

  const secret = `${it.secretArn}-gone`;
  const withoutSecret = createHandler({
    ...shared,
    environment: { ...it.environment, TWILIO_AUTH_TOKEN_SECRET_ARN: secret },
  });
  expect(await withoutSecret(callbackEvent(form))).toMatchObject({ statusCode: 503 });
  expect(it.records().at(-1)).toMatchObject({ outcome: "failed", reason: "credentials_unavailable" });
});

test("takes up a token that was rotated, and both while the rotation is on", async () => {
  let now = Date.now();
  const handler = createHandler({
    environment: it.environment,
    sqs: () => it.clients.sqs,
    secretsManager: () => it.clients.secrets,
    s3: () => it.clients.s3,
    now: () => now,
    log: (line) => void it.lines.push(line),
  });
  const form = it.completed(sid);
  const signedWith = (token: string) =>
    callbackEvent(form, { signature: getExpectedTwilioSignature(token, callbackUrl, form) });
  const secret = (SecretString: object) =>
    it.clients.secrets.send(
      new PutSecretValueCommand({ SecretId: it.secretArn, SecretString: JSON.stringify(SecretString) }),
    );
  expect(await handler(signedWith(authToken))).toMatchObject({ statusCode: 204 });
  await secret({ authToken, secondaryAuthToken: "the next one" });
  expect(await handler(signedWith("the next one"))).toMatchObject({ statusCode: 403 });
  now += 31_000;
  expect(await handler(signedWith("the next one"))).toMatchObject({ statusCode: 204 });
  expect(await handler(signedWith(authToken))).toMatchObject({ statusCode: 204 });
  await secret({ authToken });
});
