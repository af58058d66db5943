import { ListMultipartUploadsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeWav } from "../../../local/twilio/api/wav.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";
import { type Archive, archive, newRecordingSid } from "./archive.ts";
import { sendCut, sendJson, twilioServer } from "./twilio-server.ts";

const cleanup = new Cleanup();
const afterTest = new Cleanup();
let it: Archive;

beforeAll(async () => {
  it = await archive(cleanup);
});
beforeEach(() => {
  it.lines.splice(0);
  it.twilio.control.faults.clear();
  it.twilio.control.requests.clear();
});
afterEach(() => afterTest.run());
afterAll(() => cleanup.run());

const done = { batchItemFailures: [] };
const notDone = { batchItemFailures: [{ itemIdentifier: "message-0" }] };
const media = { host: "api.twilio.com", pathPattern: "\\.wav$" };
/** Longer than a part, so that an upload is under way when it breaks off. */
const long = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(9 * 1024 * 1024, 7) });

async function uploads(): Promise<number> {
  return (await it.clients.s3.send(new ListMultipartUploadsCommand({ Bucket: it.bucket }))).Uploads?.length ?? 0;
}

test.each([
  ["429", { status: 429, code: 20_429 }],
  ["500", { status: 500 }],
  ["503 that asks to wait", { status: 503, headers: { "retry-after": "0" } }],
  ["a broken connection", { drop: true as const }],
])("asks again after %s", async (_, fault) => {
  const audio = recordedAudio(1, 2);
  const { sid } = it.twilio.control.recordings.add(audio);
  it.twilio.control.faults.add({ ...media, times: 2, ...fault });
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 2 }))).toEqual(done);
  expect((await it.object(sid)).bytes.equals(audio)).toBe(true);
});

test("leaves the message to the queue where Twilio does not recover, or asks for more patience than there is", async () => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2));
  it.twilio.control.faults.add({ ...media, status: 500 });
  expect(await it.store(it.eventOf({ recordingSid: sid }))).toEqual(notDone);
  expect(it.twilio.control.requests.list()).toHaveLength(3);
  it.twilio.control.faults.clear();
  it.twilio.control.requests.clear();
  it.twilio.control.faults.add({ ...media, status: 429, headers: { "retry-after": "600" } });
  expect(await it.store(it.eventOf({ recordingSid: sid }))).toEqual(notDone);
  expect(it.twilio.control.requests.list()).toHaveLength(1);
  expect(it.records().map(({ reason }) => reason)).toEqual(["twilio_unavailable", "twilio_unavailable"]);
  expect(await it.keys()).not.toContain(it.keyOf(sid));
});

test.each([
  ["by the connection", (at: number) => ({ bytes: long.subarray(0, at), promised: long.length })],
  ["without a word", (at: number) => ({ bytes: long.subarray(0, at), promised: at })],
])("does not keep audio that is cut %s", async (_, cut) => {
  const server = await twilioServer(afterTest, (__, response) => {
    const { bytes, promised } = cut(long.length - 1000);
    if (promised > bytes.length) sendCut(response, bytes, promised);
    else response.writeHead(200, { "content-length": promised }).end(bytes);
  });
  const sid = newRecordingSid();
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: sid, channels: 2 }))).toEqual(notDone);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason: "media_cut" }]);
  expect(server.requests).toHaveLength(3);
  expect(await it.keys()).not.toContain(it.keyOf(sid));
  expect(await uploads()).toBe(0);
});

test("stores audio that was cut the first time", async () => {
  let times = 0;
  const server = await twilioServer(afterTest, (_, response) => {
    times += 1;
    if (times === 1) sendCut(response, long.subarray(0, 1_000_000), long.length);
    else response.writeHead(200, { "content-length": long.length }).end(long);
  });
  const sid = newRecordingSid();
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: sid, channels: 2 }))).toEqual(done);
  expect((await it.object(sid)).bytes.equals(long)).toBe(true);
});

test.each([
  ["another duration", { durationSeconds: 30 }, recordedAudio(1, 2), "duration_differs"],
  ["one channel where two were promised", { channels: 2 as const }, recordedAudio(1), "channels_differ"],
])("does not keep audio that has %s", async (_, promised, audio, reason) => {
  const server = await twilioServer(afterTest, (__, response) => {
    response.writeHead(200, { "content-length": audio.length }).end(audio);
  });
  const sid = newRecordingSid();
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: sid, ...promised }))).toEqual(notDone);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason }]);
  expect(await it.keys()).not.toContain(it.keyOf(sid));
});

test("waits for the second channel where Twilio has it in one and tells of two, and takes one where it tells of one", async () => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1));
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 2 }))).toEqual(done);
  expect((await it.object(sid)).Metadata.channels).toBe("1");

  const server = await twilioServer(afterTest, ({ url = "" }, response) => {
    if (url.includes(".json")) sendJson(response, 200, { sid: "RE", status: "completed", channels: 2 });
    else sendJson(response, 400, { code: 16_113 });
  });
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: newRecordingSid(), channels: 2 }))).toEqual(notDone);
  expect(it.records().at(-1)).toMatchObject({ outcome: "failed", reason: "channels_differ" });
});

test.each([
  ["encrypted", { encryption_details: { encryption_public_key_sid: "CR1" } }, "encrypted"],
  ["no WAV file", { encryption_details: null }, "media_malformed"],
])("refuses audio that is %s, with the reason", async (_, fields, reason) => {
  const server = await twilioServer(afterTest, ({ url = "" }, response) => {
    if (url.includes(".json")) sendJson(response, 200, { sid: "RE", status: "completed", ...fields });
    else response.end(Buffer.alloc(20_000, 0x9c));
  });
  const sid = newRecordingSid();
  const note = `recordings/expected/${it.accountSid}/${sid}`;
  await it.clients.s3.send(new PutObjectCommand({ Bucket: it.bucket, Key: note, Body: "note" }));
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: sid }))).toEqual(reason === "encrypted" ? done : notDone);
  // Nobody is to wait for what can't come.
  expect((await it.keys()).includes(note)).toBe(reason !== "encrypted");
  const letters = await it.takeQueued(it.deadLetterQueueUrl);
  const reasons = letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue);
  expect(reasons).toEqual(reason === "encrypted" ? ["encrypted"] : []);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason }]);
  expect(await it.keys()).not.toContain(it.keyOf(sid));
});

test("names recordings that lie at the account's own storage", async () => {
  const elsewhere = { sid: "RE", status: "completed", media_url: "https://our-own.s3.amazonaws.com/RE1" };
  const server = await twilioServer(afterTest, ({ url = "" }, response) => {
    sendJson(response, url.includes(".json") ? 200 : 404, elsewhere);
  });
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: newRecordingSid() }))).toEqual(done);
  expect(it.records()).toMatchObject([{ reason: "stored_elsewhere", deadLettered: true }]);
  await it.takeQueued(it.deadLetterQueueUrl);
});

test("follows a redirect to another host without the credentials, but not in the clear and not for ever", async () => {
  const audio = recordedAudio(1, 2);
  const storage = await twilioServer(afterTest, (_, response) => {
    response.writeHead(200, { "content-length": audio.length }).end(audio);
  });
  let location = `${storage.url}/signed?signature=1`;
  const server = await twilioServer(afterTest, (_, response) => response.writeHead(307, { location }).end());
  const sid = newRecordingSid();
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  expect(await store(it.eventOf({ recordingSid: sid }))).toEqual(done);
  expect(server.requests).toMatchObject([{ authorized: true }]);
  expect(storage.requests).toEqual([{ path: "/signed?signature=1", authorized: false }]);
  expect((await it.object(sid)).bytes.equals(audio)).toBe(true);

  for (location of [
    "http://storage.example/signed",
    "ftp://storage.example/",
    "https://a:b@storage.example/",
    "/again",
  ]) {
    expect(await store(it.eventOf({ recordingSid: newRecordingSid() }))).toEqual(notDone);
    expect(it.records().at(-1)).toMatchObject({ reason: "redirect_refused" });
  }
  expect(it.lines.join()).not.toMatch(/storage\.example|signature=/);
});

test("reads rotated credentials anew, and says so where Twilio takes none", async () => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2));
  const secret = (key: { sid: string; secret: string }) => {
    const SecretString = JSON.stringify({ username: key.sid, password: key.secret });
    return it.clients.secrets.send(new PutSecretValueCommand({ SecretId: it.secretArn, SecretString }));
  };
  const [first, second] = [it.twilio.control.apiKeys.create(), it.twilio.control.apiKeys.create()];
  await secret(first);
  const store = it.storeWith({});
  await store(it.eventOf({ recordingSid: newRecordingSid() }));
  await secret(second);
  it.twilio.control.apiKeys.revoke(first.sid);
  expect(await store(it.eventOf({ recordingSid: sid }))).toEqual(done);
  it.twilio.control.apiKeys.revoke(second.sid);
  expect(await store(it.eventOf({ recordingSid: newRecordingSid() }))).toEqual(notDone);
  expect(it.records().at(-1)).toMatchObject({ outcome: "failed", reason: "credentials_rejected" });
  expect(it.lines.join()).not.toContain(second.secret);
  await secret(it.twilio.control.apiKeys.create());
});

test("ends in time, with nothing left of the upload, where Twilio hangs in the middle", async () => {
  const server = await twilioServer(afterTest, (_, response) => {
    response.writeHead(200, { "content-length": long.length }).write(long.subarray(0, -1000));
  });
  const sid = newRecordingSid();
  const store = it.storeWith({}, { TWILIO_API_URL: server.url });
  const context = { getRemainingTimeInMillis: () => 18_000 };
  expect(await store(it.eventOf({ recordingSid: sid }), context)).toEqual(notDone);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason: "deadline_passed" }]);
  expect(await uploads()).toBe(0);
});

test("names the workers of the call, and stores the recording also where they can't be known", async () => {
  const workspace = `WS${"1".repeat(32)}`;
  const [task, worker] = [`WT${"2".repeat(32)}`, `WK${"3".repeat(32)}`];
  const tasks = await twilioServer(afterTest, ({ url = "" }, response) => {
    if (url.includes("/Reservations")) {
      sendJson(response, 200, { reservations: [{ worker_sid: worker, reservation_status: "completed" }] });
    } else sendJson(response, 200, { tasks: [{ sid: task }] });
  });
  const settings = { TWILIO_TASKROUTER_URL: tasks.url, TASKROUTER_WORKSPACE_SID: workspace };
  const callSid = `CA${"1".repeat(32)}` as const;
  const known = it.twilio.control.recordings.add(recordedAudio(1, 2));
  expect(await it.storeWith({}, settings)(it.eventOf({ recordingSid: known.sid, callSid }))).toEqual(done);
  const { Metadata, tags } = await it.object(known.sid);
  expect([Metadata["worker-sids"], tags["worker-sids"]]).toEqual([worker, worker]);

  const broken = await twilioServer(afterTest, (_, response) => sendJson(response, 500, {}));
  const unknown = it.twilio.control.recordings.add(recordedAudio(1, 2));
  const store = it.storeWith({}, { ...settings, TWILIO_TASKROUTER_URL: broken.url });
  expect(await store(it.eventOf({ recordingSid: unknown.sid, callSid }))).toEqual(done);
  expect((await it.object(unknown.sid)).Metadata).not.toHaveProperty("worker-sids");
});
