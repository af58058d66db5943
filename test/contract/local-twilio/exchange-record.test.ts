import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  accountSid,
  authToken,
  credentials,
  flexConfiguration,
  recordedAudio,
  recordings,
  running,
  temporaryFolder,
  validation,
} from "./running.ts";

interface Entry {
  startedDateTime: string;
  time: number;
  request: {
    method: string;
    url: string;
    headers: { name: string; value: string }[];
    queryString: { name: string; value: string }[];
    postData?: { mimeType: string; text?: string; comment?: string };
    bodySize: number;
  };
  response: { status: number; content: { size: number; mimeType: string; text?: string; comment?: string } };
}

async function recorded() {
  const file = join(temporaryFolder(), "deep", "exchanges.jsonl");
  const twilio = await running({ recordFile: file });
  const text = () => readFileSync(file, "utf8");
  const entries = () =>
    text()
      .trimEnd()
      .split("\n")
      .filter(Boolean)
      .map((line): Entry => JSON.parse(line));
  return { file, twilio, text, entries };
}

test("an exchange is a HAR entry on a line, with the URL at Twilio's own host and both bodies", async () => {
  const { twilio, entries } = await recorded();
  await twilio.call(`${flexConfiguration}?UiVersion=2.n`);
  await twilio.post(flexConfiguration, { account_sid: accountSid, crm_enabled: true });
  const [read, write, ...others] = entries();
  expect(others).toEqual([]);
  expect(read).toMatchObject({
    startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    time: expect.any(Number),
    request: {
      method: "GET",
      url: "https://flex-api.twilio.com/v1/Configuration?UiVersion=2.n",
      httpVersion: "HTTP/1.1",
      cookies: [],
      queryString: [{ name: "UiVersion", value: "2.n" }],
      headersSize: -1,
      bodySize: 0,
    },
    response: { status: 200, statusText: "OK", cookies: [], redirectURL: "", headersSize: -1 },
    cache: {},
    timings: { send: 0, wait: expect.any(Number), receive: 0 },
  });
  expect(read?.request.headers).toContainEqual({ name: "host", value: "flex-api.twilio.com" });
  expect(read?.request.postData).toBeUndefined();
  expect(JSON.parse(write?.request.postData?.text ?? "")).toEqual({ account_sid: accountSid, crm_enabled: true });
  expect(JSON.parse(write?.response.content.text ?? "")).toMatchObject({ crm_enabled: true });
});

test("no credential and no token is recorded, wherever it was sent", async () => {
  const { twilio, text, entries } = await recorded();
  const token = twilio.control.tokens.issue({ identity: "a" });
  const key = twilio.control.apiKeys.create();
  const json = { "content-type": "application/json" };
  const post = (target: string, body: string, headers: Record<string, string>) =>
    twilio.call(target, { method: "POST", body, headers });
  await twilio.post(validation, { token });
  await twilio.post(validation, { token, authToken, nested: [{ note: `see ${token}` }] });
  await post(validation, `token=${token}&Note=${authToken}`, { "content-type": "application/x-www-form-urlencoded" });
  await post(validation, `{"token": "${token}"`, json);
  await post(validation, token, { "content-type": "text/plain", "x-flex-jwe": token, cookie: `t=${token}` });
  await twilio.call(`${flexConfiguration}?token=short-secret&UiVersion=${token}`);
  await twilio.call(`iam.twilio.com/v1/Tokens/${token}`);
  await twilio.post(flexConfiguration, { account_sid: accountSid, attributes: { apiPassword: "short-secret" } });
  await twilio.post(flexConfiguration, {
    account_sid: accountSid,
    crm_callback_url: "https://me:short-secret@crm.io/",
  });
  await twilio.call(flexConfiguration);
  const withKey = { authorization: `Basic ${Buffer.from(`${key.sid}:${key.secret}`).toString("base64")}` };
  await twilio.call(flexConfiguration, { headers: withKey });

  expect(entries()).toHaveLength(11);
  expect(JSON.parse(entries()[0]?.request.postData?.text ?? "")).toEqual({ token: "(left out)" });
  const basics = [credentials, withKey.authorization].map((header) => header.replace("Basic ", ""));
  for (const secret of [token, token.slice(100, 160), authToken, key.secret, "short-secret", ...basics]) {
    expect(text()).not.toContain(secret);
  }
  expect(text().toLowerCase()).not.toContain('"authorization"');
});

test("media is recorded by its size only", async () => {
  const { twilio, entries } = await recorded();
  const audio = recordedAudio(1, 2);
  const { sid } = twilio.control.recordings.add(audio);
  await twilio.call(`${recordings}/${sid}.wav`);
  const [entry] = entries();
  expect(entry?.request.url).toBe(`https://${recordings}/${sid}.wav`);
  expect(entry?.response.content).toEqual({
    size: audio.length,
    mimeType: "audio/x-wav",
    comment: `${audio.length} bytes, left out`,
  });
});

test("faults are recorded as they were seen, control calls are not", async () => {
  const { twilio, entries } = await recorded();
  twilio.control.faults.add({ status: 503, times: 1 });
  twilio.control.faults.add({ drop: true, times: 1 });
  await fetch(`${twilio.url}/_control/requests`);
  await twilio.call(flexConfiguration);
  await expect(twilio.call(flexConfiguration)).rejects.toThrow("fetch failed");
  expect(entries().map(({ response }) => response.status)).toEqual([503, 0]);
});

test("exchanges in parallel are each a whole line, and a restart adds to the file", async () => {
  const { file, twilio, entries } = await recorded();
  await Promise.all(Array.from({ length: 25 }, () => twilio.call(flexConfiguration)));
  await twilio.close();
  const again = await running({ recordFile: file });
  await again.call(flexConfiguration);
  expect(entries()).toHaveLength(26);
});

test("only the owner may read the record", async () => {
  const { file } = await recorded();
  expect(statSync(file).mode & 0o077).toBe(0);
});
