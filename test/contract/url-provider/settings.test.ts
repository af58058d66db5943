import { afterAll, beforeAll, expect, test } from "vitest";
import { expectedKey, recordingKey } from "../../../media/recording-key.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { deployment, newRecordingSid, origin } from "./deployment.ts";

const cleanup = new Cleanup();
const worker = `WK${"5".repeat(32)}`;

let stack: Awaited<ReturnType<typeof deployment>>;
beforeAll(async () => {
  stack = await deployment(cleanup);
});
afterAll(() => cleanup.run());

const issue = (role: string) =>
  stack.twilio.control.tokens.issue({ identity: "listener", roles: [role], worker_sid: worker });

async function ask(url: string, recording: string, token: string) {
  const authorization = `Basic ${Buffer.from(`token:${token}`).toString("base64")}`;
  const answer = await stack.fetch(`${url}?recording=${recording}`, { headers: { origin, authorization } });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
}

test("a recording that the archive is at work on is a 404 that says when to ask again, to those who may hear it", async () => {
  const url = await stack.deploy("expecting");
  const recording = newRecordingSid();
  await stack.putObject(expectedKey("recordings/", stack.accountSid, recording), "{}");
  expect(await ask(url, recording, issue("admin"))).toMatchObject({ status: 404, retryAfter: "30" });
  expect(await ask(url, newRecordingSid(), issue("admin"))).toMatchObject({ status: 404, retryAfter: null });
  expect(await ask(url, recording, issue("agent"))).toMatchObject({ status: 403, retryAfter: null });
});

test("agents hear their own where the settings say so, and learn nothing of others", async () => {
  const url = await stack.deploy("own", { AGENTS_HEAR_OWN: "true" });
  const [own, others, absent] = [newRecordingSid(), newRecordingSid(), newRecordingSid()];
  const keyOf = (recording: typeof own) => recordingKey("flex-media", "recordings/", stack.accountSid, recording);
  await stack.putObject(keyOf(own), "RIFF", { "worker-sids": `WK${"6".repeat(32)},${worker}` });
  await stack.putObject(keyOf(others), "RIFF", { "worker-sids": `WK${"6".repeat(32)}` });
  expect((await ask(url, own, issue("agent"))).status).toBe(200);
  const refused = await ask(url, others, issue("agent"));
  expect(refused.status).toBe(403);
  expect(await ask(url, absent, issue("agent"))).toEqual(refused);
});

test("recordings that Twilio's external storage wrote play, too", async () => {
  const url = await stack.deploy("external", { KEY_LAYOUT: "twilio" });
  const recording = newRecordingSid();
  await stack.putObject(recordingKey("twilio", "recordings/", stack.accountSid, recording), "RIFF");
  const { status, text } = await ask(url, recording, issue("admin"));
  expect(status).toBe(200);
  const media = await stack.fetch((JSON.parse(text) as { media_url: string }).media_url, { headers: { origin } });
  expect([media.status, media.headers.get("content-type"), await media.text()]).toEqual([200, "audio/wav", "RIFF"]);
});

test("Twilio's word on a token is remembered, unless the settings turn that off", async () => {
  const recording = newRecordingSid();
  await stack.putRecording(recording, Buffer.from("RIFF"));
  const timesAsked = async (url: string) => {
    const token = issue("admin");
    stack.twilio.control.requests.clear();
    for (const _ of [1, 2, 3]) expect((await ask(url, recording, token)).status).toBe(200);
    return stack.twilio.control.requests.list().length;
  };
  expect(await timesAsked(await stack.deploy("remembering"))).toBe(1);
  expect(await timesAsked(await stack.deploy("forgetting", { TOKEN_MEMORY_SECONDS: "0" }))).toBe(3);
});
