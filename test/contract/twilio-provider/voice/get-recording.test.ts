import { expect, test } from "vitest";
import { accountSid, recordedAudio } from "../../local-twilio/running.ts";
import { localProvider } from "../local-provider.ts";

const type = "twilio:voice:getRecording";

test("tells what Twilio knows of a recording, in ISO 8601 and numbers, without its URL", async () => {
  const { twilio, provider, calls } = await localProvider();
  const { sid, call_sid: callSid } = twilio.control.recordings.add(recordedAudio(1, 2), {
    start_time: "2026-01-31T12:00:00Z",
    date_created: "2026-01-31T12:00:05Z",
    source: "OutboundAPI",
  });
  const found = await provider.invoke(type, { sid });
  expect(found).toEqual({
    sid,
    accountSid,
    callSid,
    status: "completed",
    source: "OutboundAPI",
    channels: 2,
    durationSeconds: 1,
    startTime: "2026-01-31T12:00:00.000Z",
    dateCreated: "2026-01-31T12:00:05.000Z",
    encrypted: false,
  });
  expect(calls()).toEqual(["GET 200"]);
});

test("tells of a conference's recording, and of one that is absent", async () => {
  const { twilio, provider } = await localProvider();
  const conference_sid = `CF${"1".repeat(32)}`;
  const conference = twilio.control.recordings.add(recordedAudio(1), { conference_sid });
  expect(await provider.invoke(type, { sid: conference.sid })).toMatchObject({
    conferenceSid: conference_sid,
    source: "Conference",
  });
  const absent = twilio.control.recordings.add(undefined, { status: "absent", error_code: 13610 });
  const found = await provider.invoke(type, { sid: absent.sid });
  expect(found).toMatchObject({ status: "absent", errorCode: 13610 });
  expect(found).not.toHaveProperty("durationSeconds");
});

test("one that is not there is an error with Twilio's code, and a wrong SID is told before any call", async () => {
  const { provider, calls } = await localProvider();
  await expect(provider.invoke(type, { sid: `RE${"0".repeat(32)}` })).rejects.toThrow(/HTTP 404, code 20404/);
  calls();
  await expect(provider.invoke(type, { sid: "RE0" })).rejects.toThrow(
    "sid: is no recording SID; give RE and 32 hexadecimal digits",
  );
  expect(calls()).toEqual([]);
});
