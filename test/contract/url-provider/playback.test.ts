import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PlaybackRefused, playRecording } from "../../../local/player/player.ts";
import { toneConversation, toneStrength, voices } from "../../../local/player/tones.ts";
import { decodeWav, encodeWav } from "../../../local/player/wav.ts";
import { Cleanup, eventually } from "../local-aws/fixture.ts";
import { deployment, newRecordingSid, origin } from "./deployment.ts";

const cleanup = new Cleanup();
const name = "playback";
const recording = newRecordingSid();
const wav = encodeWav(toneConversation(2));

let stack: Awaited<ReturnType<typeof deployment>>;
let functionUrl: string;
beforeAll(async () => {
  stack = await deployment(cleanup);
  await stack.putRecording(recording, wav);
  functionUrl = await stack.deploy(name);
});
beforeEach(({ onTestFailed }) => {
  // Why the function refused is in its log only.
  onTestFailed(async () => {
    process.stderr.write(await stack.logText(name));
  });
});
afterEach(() => stack.twilio.control.faults.clear());
afterAll(() => cleanup.run());

const issue = (role: string, rest: { expiresInSeconds?: number; length?: number } = {}) =>
  stack.twilio.control.tokens.issue({ identity: "listener", roles: [role], ...rest });

const urlProvider = (sid: string = recording) => `${functionUrl}?recording=${sid}`;
const basic = (token: string) => ({ authorization: `Basic ${Buffer.from(`token:${token}`).toString("base64")}` });

async function ask(url: string, token?: string, method = "GET") {
  const response = await stack.fetch(url, { method, headers: { origin, ...(token && basic(token)) } });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as unknown };
}

describe("the Flex Insights player", () => {
  test.each(["admin", "supervisor", "wfo.full_access"])("plays both channels, byte for byte, for %s", async (role) => {
    const { fetch } = stack;
    const { bytes, contentType, steps } = await playRecording({
      urlProvider: urlProvider(),
      token: issue(role),
      fetch,
    });
    expect(Buffer.from(bytes).equals(wav)).toBe(true);
    expect(contentType).toBe("audio/wav");
    expect(steps.map(({ status }) => status)).toEqual([200, 200, 206]);
    const { sampleRate, channels } = decodeWav(bytes);
    const [customer = new Int16Array(), agent = new Int16Array()] = channels;
    expect(toneStrength(customer, sampleRate, voices.customer)).toBeCloseTo(0.25, 2);
    expect(toneStrength(agent, sampleRate, voices.agent)).toBeCloseTo(0.25, 2);
  });

  test("is stopped on a page of another origin", async () => {
    const play = playRecording({
      urlProvider: urlProvider(),
      token: issue("admin"),
      origin: "https://flex.twilio.com.example.com",
      fetch: stack.fetch,
    });
    await expect(play).rejects.toThrow("preflight: has no Access-Control-Allow-Origin");
    await expect(play).rejects.toBeInstanceOf(PlaybackRefused);
  });

  test("is stopped by the role", async () => {
    const play = playRecording({ urlProvider: urlProvider(), token: issue("agent"), fetch: stack.fetch });
    await expect(play).rejects.toThrow("url_provider: answers 403 instead of 200");
  });

  test("is heard out with a token as long as 6,000 characters", async () => {
    const token = issue("supervisor", { length: 6_000 });
    expect((await playRecording({ urlProvider: urlProvider(), token, fetch: stack.fetch })).bytes).toHaveLength(
      wav.length,
    );
  });
});

describe("a media URL", () => {
  test("lasts as long as is set, seeks, and is good for nothing but a GET of that recording", async () => {
    const { answer } = await ask(urlProvider(), issue("admin"));
    const { media_url: mediaUrl } = answer as { media_url: string };
    expect(new URL(mediaUrl).searchParams.get("X-Amz-Expires")).toBe("60");

    const part = await stack.fetch(mediaUrl, { headers: { origin, range: "bytes=44-47" } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(wav.subarray(44, 48))).toBe(true);
    expect(part.headers.get("content-disposition")).toBe("inline");

    const another = mediaUrl.replace(recording, newRecordingSid());
    for (const [url, method] of [
      [another, "GET"],
      [mediaUrl, "PUT"],
      [mediaUrl, "DELETE"],
    ] as const) {
      expect((await stack.fetch(url, { method })).status).toBe(403);
    }
  });
});

describe("the function URL answers", () => {
  test("200 with the URL and nothing else, not to be stored", async () => {
    const { status, headers, answer } = await ask(urlProvider(), issue("supervisor"));
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toBe("application/json");
    expect(answer).toEqual({ media_url: expect.stringMatching(/^https:/) });
  });

  test("400 to a malformed recording", async () => {
    const token = issue("admin");
    for (const url of [
      functionUrl,
      urlProvider("RE1"),
      urlProvider("..%2FREx"),
      `${urlProvider()}&recording=${recording}`,
    ]) {
      expect(await ask(url, token)).toMatchObject({ status: 400, answer: { error: "malformed request" } });
    }
  });

  test("401 to no token, a made-up one and an expired one", async () => {
    for (const token of [undefined, "made.up", issue("admin", { expiresInSeconds: -1 })]) {
      const { status, headers, answer } = await ask(urlProvider(), token);
      expect([status, answer]).toEqual([401, { error: "not authenticated" }]);
      expect(headers.get("www-authenticate")).toBe('Basic realm="recordings"');
    }
  });

  test("403 to an agent, whether or not the recording exists", async () => {
    for (const sid of [recording, newRecordingSid()]) {
      expect(await ask(urlProvider(sid), issue("agent"))).toMatchObject({
        status: 403,
        answer: { error: "not allowed" },
      });
    }
  });

  test("404 to one who may hear it, where there is none", async () => {
    const answer = await ask(urlProvider(newRecordingSid()), issue("admin"));
    expect(answer).toMatchObject({ status: 404, answer: { error: "not found" } });
  });

  test("405 to another method", async () => {
    const { status, headers } = await ask(urlProvider(), issue("admin"), "POST");
    expect([status, headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("503 and no URL", () => {
  const valid = { valid: true, code: 0, expiration: "2999-01-01T00:00:00Z", roles: ["admin"], worker_sid: null };

  test.each([
    ["500", { status: 500 }],
    ["HTML", { status: 200, body: "<html>valid: true</html>", headers: { "content-type": "text/html" } }],
    ['valid: "true"', { status: 200, body: { ...valid, valid: "true" } }],
    ["a closed connection", { drop: true as const }],
    ["a redirect", { status: 307, headers: { location: "https://example.com/" } }],
    ["nothing for a minute", { delayMs: 60_000 }],
  ])("when Twilio answers %s", async (_, fault) => {
    stack.twilio.control.faults.add({ host: "iam.twilio.com", ...fault });
    const { status, answer } = await ask(urlProvider(), issue("admin"));
    expect([status, answer]).toEqual([503, { error: "temporarily unavailable" }]);
  });

  test("when there is no secret, when the role may not read it, and when the role may not see the bucket", async () => {
    const missing = { TWILIO_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:none-AbCdEf" };
    const [secretOnly, ...bucketOnly] = stack.permissions;
    const urls = [
      await stack.deploy("without-secret", missing),
      await stack.deploy("without-secret-permission", {}, bucketOnly),
      await stack.deploy("without-bucket-permission", {}, secretOnly ? [secretOnly] : []),
    ];
    for (const url of urls) {
      const { status, answer } = await ask(`${url}?recording=${recording}`, issue("admin"));
      expect([status, answer]).toEqual([503, { error: "temporarily unavailable" }]);
    }
  });

  test("when a variable is wrong, which the log names", async () => {
    const url = await stack.deploy("misconfigured", { MEDIA_URL_SECONDS: "forever" });
    expect((await ask(`${url}?recording=${recording}`, issue("admin"))).status).toBe(503);
    await eventually(async () => (await stack.logText("misconfigured")).includes("MEDIA_URL_SECONDS: is wrong"));
  });
});

test("one retry hides one failure", async () => {
  stack.twilio.control.faults.add({ host: "iam.twilio.com", status: 503, times: 1 });
  expect((await ask(urlProvider(), issue("admin"))).status).toBe(200);
});

test("a rotated secret is picked up without a deploy", async () => {
  const { apiKeys } = stack.twilio.control;
  expect((await ask(urlProvider(), issue("admin"))).status).toBe(200);
  const next = apiKeys.create();
  apiKeys.revoke(stack.key.sid);
  expect((await ask(urlProvider(), issue("admin"))).status).toBe(503);
  await stack.rotateSecret(next);
  expect((await ask(urlProvider(), issue("admin"))).status).toBe(200);
});

test("the log tells each decision, and no secret", async () => {
  const sid = newRecordingSid();
  const token = issue("admin", { length: 300 });
  await ask(urlProvider(sid), token);
  await eventually(async () => (await stack.logText(name)).includes(sid));
  const log = await stack.logText(name);
  const line = log.split("\n").find((text) => text.includes(sid)) ?? "";
  expect(JSON.parse(line.slice(line.indexOf("{")))).toMatchObject({
    message: "playback decision",
    decision: "denied",
    status: 404,
    reason: "recording_not_found",
    recording: sid,
    roles: ["admin"],
    worker: expect.stringMatching(/^WK[0-9a-f]{32}$/),
    requestId: expect.stringMatching(/./),
  });
  for (const secret of [token, "dG9rZW46", "Basic ", "X-Amz", stack.key.secret]) expect(log).not.toContain(secret);
});
