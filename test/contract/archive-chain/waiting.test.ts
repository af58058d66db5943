import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ArchivedPlace, archivedRecording } from "../../../local/start/recording.ts";
import { type Archive, accessTo, archive, newRecordingSid } from "../archive-store/archive.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";

const cleanup = new Cleanup();
let it: Archive;
let place: ArchivedPlace;

beforeAll(async () => {
  it = await archive(cleanup);
  place = {
    bucketName: it.bucket,
    recordingsPrefix: "recordings/",
    recordingsKeyLayout: "flex-media",
    accountSid: it.accountSid,
  };
});
afterAll(() => cleanup.run());

test("a recording is waited for until it is there", async () => {
  const wav = recordedAudio(1, 2);
  const { sid } = it.twilio.control.recordings.add(wav);
  const waiting = archivedRecording(it.aws, place, { recording: sid as `RE${string}`, wav });
  await it.callback(it.completed(sid));
  await it.drain();
  expect(await waiting).toMatchObject({ sid, key: it.keyOf(sid) });
});

test("another recording in its place is no success", async () => {
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2));
  await it.callback(it.completed(sid));
  await it.drain();
  const waiting = archivedRecording(it.aws, place, { recording: sid as `RE${string}`, wav: recordedAudio(3, 4) });
  await expect(waiting).rejects.toThrow(/stored \d+ bytes other than/);
});

test("one that doesn't come is told with what the archive's log says", async () => {
  const absent = { recording: newRecordingSid(), wav: recordedAudio(1) };
  const silent = archivedRecording(it.aws, place, absent, 0);
  await expect(silent).rejects.toThrow(`${absent.recording} is not in the bucket 0 s after the call`);
  await expect(archivedRecording(it.aws, place, absent, 0)).rejects.toThrow("Twilio's callback did not arrive");

  const access = await accessTo(it.aws);
  cleanup.add(() => access.requestHandler.httpsAgent.destroy());
  const logs = new CloudWatchLogsClient(access);
  const stream = { logGroupName: "archive-store-1", logStreamName: "one" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = [{ timestamp: Date.now(), message: '{"reason":"credentials_rejected"}' }];
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  await expect(archivedRecording(it.aws, place, absent, 0)).rejects.toThrow(
    'archive-store-1: {"reason":"credentials_rejected"}',
  );
});
