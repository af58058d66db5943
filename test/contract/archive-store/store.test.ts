import { createHash } from "node:crypto";
import { ListMultipartUploadsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeWav } from "../../../local/twilio/api/wav.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";
import { type Archive, archive, newRecordingSid } from "./archive.ts";

const cleanup = new Cleanup();
let it: Archive;

beforeAll(async () => {
  it = await archive(cleanup);
});
beforeEach(() => {
  it.lines.splice(0);
  it.twilio.control.faults.clear();
  it.twilio.control.requests.clear();
});
afterAll(() => cleanup.run());

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const done = { batchItemFailures: [] };
const notDone = { batchItemFailures: [{ itemIdentifier: "message-0" }] };

/** More than one part, of noise that no two places share. */
function longAudio(): Buffer {
  const samples = Buffer.alloc(20 * 1024 * 1024);
  for (let at = 0; at < samples.length; at += 4) samples.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return encodeWav({ channels: 2, sampleRate: 8000, samples });
}

test("stores both channels byte for byte, with what is known of the call", async () => {
  const audio = recordedAudio(1000, -1000);
  const { sid } = it.twilio.control.recordings.add(audio);
  const message = {
    recordingSid: sid,
    callSid: `CA${"1".repeat(32)}`,
    channels: 2,
    durationSeconds: 1,
    startTime: "2026-11-21T10:00:00.000Z",
  } as const;
  expect(await it.store(it.eventOf(message))).toEqual(done);

  const { bytes, Metadata, ContentType, tags } = await it.object(sid);
  expect(bytes.equals(audio)).toBe(true);
  expect(ContentType).toBe("audio/wav");
  const told = {
    "call-sid": message.callSid,
    "start-time": message.startTime,
    duration: "0.5",
    channels: "2",
    sha256: sha256(audio),
  };
  expect(Metadata).toEqual({ ...told, "account-sid": it.accountSid, "recording-sid": sid });
  expect(tags).toEqual(told);
  expect(it.records()).toMatchObject([
    {
      outcome: "stored",
      recording: sid,
      bytes: audio.length,
      seconds: 0.5,
      channels: 2,
      Stored: 1,
      Bytes: audio.length,
    },
  ]);
});

test("stores a long recording in parts, and notes its digest in the tags", async () => {
  const audio = longAudio();
  const { sid } = it.twilio.control.recordings.add(audio);
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 2 }))).toEqual(done);
  const { bytes, tags, Metadata } = await it.object(sid);
  expect(sha256(bytes)).toBe(sha256(audio));
  expect(tags).toMatchObject({ sha256: sha256(audio), channels: "2" });
  expect(Metadata).toMatchObject({ channels: "2", "recording-sid": sid });
  const { Uploads = [] } = await it.clients.s3.send(new ListMultipartUploadsCommand({ Bucket: it.bucket }));
  expect(Uploads).toEqual([]);
});

test("stores one channel where Twilio has no more, and marks it", async () => {
  const audio = recordedAudio(700);
  const { sid } = it.twilio.control.recordings.add(audio);
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 1, durationSeconds: 1 }))).toEqual(done);
  const { bytes, Metadata, tags } = await it.object(sid);
  expect(bytes.equals(audio)).toBe(true);
  expect([Metadata.channels, tags.channels]).toEqual(["1", "1"]);
  expect(it.records()).toMatchObject([{ outcome: "stored", channels: 1, mono: true }]);
});

test("stores a recording of no length", async () => {
  const audio = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(0) });
  const { sid } = it.twilio.control.recordings.add(audio);
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 2, durationSeconds: 0 }))).toEqual(done);
  expect((await it.object(sid)).bytes).toHaveLength(44);
});

test("does not ask Twilio again for what is there", async () => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2));
  const event = it.eventOf({ recordingSid: sid, channels: 2, durationSeconds: 1 });
  await it.store(event);
  it.twilio.control.requests.clear();
  expect(await it.store(event)).toEqual(done);
  expect(it.twilio.control.requests.list()).toEqual([]);
  expect(it.records()).toMatchObject([{ outcome: "stored" }, { outcome: "already_there", AlreadyThere: 1, Stored: 0 }]);
});

test("many stores at once make one object", async () => {
  const audio = recordedAudio(3, 4);
  const { sid } = it.twilio.control.recordings.add(audio);
  const event = it.eventOf({ recordingSid: sid, channels: 2 });
  expect(await Promise.all([it.store(event), it.store(event), it.store(event), it.store(event)])).toEqual([
    done,
    done,
    done,
    done,
  ]);
  expect((await it.object(sid)).bytes.equals(audio)).toBe(true);
});

test("seals what was stored without its digest, as a store that was killed leaves it", async () => {
  const audio = recordedAudio(5, 6);
  const sid = newRecordingSid();
  const place = { Bucket: it.bucket, Key: it.keyOf(sid) };
  await it.clients.s3.send(new PutObjectCommand({ ...place, Body: audio, Tagging: "kept=yes" }));
  expect(await it.store(it.eventOf({ recordingSid: sid, channels: 2, durationSeconds: 1 }))).toEqual(done);
  expect((await it.object(sid)).tags).toMatchObject({ sha256: sha256(audio), channels: "2", kept: "yes" });
});

test.each([
  ["is cut", recordedAudio(1, 2).subarray(0, 2000)],
  ["is something else", Buffer.from("<html></html>")],
  ["is empty", Buffer.alloc(0)],
])("leaves an object alone that %s, and says so to the dead letters", async (_, body) => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2));
  await it.clients.s3.send(new PutObjectCommand({ Bucket: it.bucket, Key: it.keyOf(sid), Body: body }));
  expect(await it.store(it.eventOf({ recordingSid: sid }))).toEqual(done);
  expect((await it.object(sid)).bytes.equals(body)).toBe(true);
  const [letter] = await it.takeQueued(it.deadLetterQueueUrl);
  expect(letter?.MessageAttributes?.reason?.StringValue).toBe("stored_differs");
  expect(JSON.parse(letter?.Body ?? "")).toEqual({ accountSid: it.accountSid, recordingSid: sid });
});

test.each([
  ["still processing", { status: "processing" }, "still_processing"],
  ["in progress", { status: "in-progress" }, "still_processing"],
  ["paused", { status: "paused" }, "still_processing"],
] as const)("tries a recording that is %s again later", async (_, recording, reason) => {
  const { sid } = it.twilio.control.recordings.add(undefined, recording);
  expect(await it.store(it.eventOf({ recordingSid: sid }))).toEqual(notDone);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason, Failed: 1 }]);
});

test("records an absent and a deleted recording as such", async () => {
  const absent = it.twilio.control.recordings.add(undefined, { status: "absent", error_code: 13_225 });
  const deleted = it.twilio.control.recordings.add(recordedAudio(1, 2));
  const url = `${it.twilio.endpoint("api.twilio.com")}/2010-04-01/Accounts/${it.accountSid}/Recordings/${deleted.sid}.json`;
  const key = it.twilio.control.apiKeys.create();
  const authorization = `Basic ${Buffer.from(`${key.sid}:${key.secret}`).toString("base64")}`;
  expect((await fetch(url, { method: "DELETE", headers: { authorization } })).status).toBe(204);
  expect(await it.store(it.eventOf({ recordingSid: absent.sid }, { recordingSid: deleted.sid }))).toEqual(done);
  const outcomes = it.records().map(({ recording, outcome }) => [recording, outcome]);
  expect(new Map(outcomes as [string, string][])).toEqual(
    new Map([
      [absent.sid, "absent"],
      [deleted.sid, "deleted"],
    ]),
  );
});

test("does not take a recording that Twilio knows nothing of for deleted", async () => {
  expect(await it.store(it.eventOf({ recordingSid: newRecordingSid() }))).toEqual(notDone);
  expect(it.records()).toMatchObject([{ outcome: "failed", reason: "recording_unknown" }]);
});

test("refuses messages of another account and what is no message, with the reason", async () => {
  const other = { accountSid: `AC${"e".repeat(32)}` as const, recordingSid: newRecordingSid() };
  expect(await it.store(it.eventOf(other, { recordingSid: "RE1" }))).toEqual(done);
  const letters = await it.takeQueued(it.deadLetterQueueUrl);
  expect(letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue)).toEqual([
    "message_malformed",
    "message_malformed",
  ]);
  expect(it.twilio.control.requests.list()).toEqual([]);
});
