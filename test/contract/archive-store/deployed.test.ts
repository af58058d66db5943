import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localAwsFetch } from "../../../local/aws/reach.ts";
import { Cleanup, eventually } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";
import { type Archive, archive, authToken, type Form } from "./archive.ts";
import { deployed } from "./deployed.ts";

const cleanup = new Cleanup();
let it: Archive;
let functions: Awaited<ReturnType<typeof deployed>>;

beforeAll(async () => {
  it = await archive(cleanup);
  functions = await deployed(cleanup, it);
});
afterAll(() => cleanup.run());

async function post(form: Form, token = authToken): Promise<number> {
  const response = await localAwsFetch(it.aws)(functions.intakeUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": getExpectedTwilioSignature(token, functions.intakeUrl, form),
    },
    body: new URLSearchParams(form).toString(),
  });
  return response.status;
}

test("callbacks at the function's URL end as recordings in the bucket, however often they come", async () => {
  const audio = recordedAudio(1000, -1000);
  const sids = Array.from({ length: 3 }, () => it.twilio.control.recordings.add(audio).sid);
  it.twilio.control.faults.add({ host: "api.twilio.com", status: 429, times: 1 });
  for (const sid of [...sids, ...sids]) expect(await post(it.completed(sid, { RecordingDuration: "1" }))).toBe(204);
  expect(await post(it.completed(sids[0] ?? ""), "another token")).toBe(403);

  const wanted = sids.map((sid) => it.keyOf(sid)).sort();
  await eventually(async () => (await it.keys()).join() === wanted.join());
  for (const sid of sids) expect((await it.object(sid)).bytes.equals(audio)).toBe(true);
  await eventually(async () => (await functions.logText("archive-store")).includes('"outcome":"already_there"'));
  expect(await functions.logText("archive-intake")).toContain('"reason":"wrong_signature"');
  const log = (await functions.logText("archive-store")) + (await functions.logText("archive-intake"));
  expect(log).not.toContain(authToken);
  expect(log).not.toMatch(/api\.twilio\.com|Authorization/);
});

test("what is no message lies with the dead letters, with the reason", async () => {
  await it.enqueue(JSON.stringify({ accountSid: it.accountSid, recordingSid: "RE1" }));
  let letters: Awaited<ReturnType<Archive["takeQueued"]>> = [];
  await eventually(async () => {
    letters = await it.takeQueued(it.deadLetterQueueUrl);
    return letters.length > 0;
  });
  expect(letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue)).toEqual(["message_malformed"]);
});
