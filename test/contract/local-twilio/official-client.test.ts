import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { accountSid, authToken, recordedAudio, running } from "./running.ts";

const require = createRequire(import.meta.url);
const twilioClient: typeof import("twilio") = require("twilio");

type ClientOptions = NonNullable<Parameters<typeof twilioClient>[2]>;
type HttpClient = NonNullable<ClientOptions["httpClient"]>;

/** Two ways of pointing the client here: a base URL per product, and a client for HTTP that rewrites every host. */
const ways = {
  "a base URL": (url: string) => {
    const client = twilioClient(accountSid, authToken);
    client.flexApi.baseUrl = `${url}/flex-api.twilio.com`;
    client.api.baseUrl = `${url}/api.twilio.com`;
    return client;
  },
  "its own HTTP client": (url: string) => {
    const httpClient: HttpClient = new twilioClient.RequestClient();
    const request = httpClient.request.bind(httpClient);
    httpClient.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\//, url) });
    return twilioClient(accountSid, authToken, { httpClient });
  },
};

test.each(Object.entries(ways))("the client with %s reads and changes Flex Configuration", async (_, connect) => {
  const twilio = await running();
  const client = connect(twilio.url);
  const fetched = (await client.flexApi.v1.configuration().fetch({ uiVersion: "2.n" })).toJSON();
  // Every property that the client knows is there, null at least, and the server has none besides.
  expect(Object.values(fetched)).not.toContain(undefined);
  expect(Object.keys(fetched)).toHaveLength(Object.keys(twilio.control.flexConfiguration.get()).length);
  expect(fetched.dateCreated).toBeInstanceOf(Date);
  const updated = await client.flexApi.v1.configuration().update({
    account_sid: accountSid,
    call_recording_enabled: true,
  });
  expect(updated.callRecordingEnabled).toBe(true);
  expect(updated.channelConfigs).toEqual(fetched.channelConfigs);
});

test.each(Object.entries(ways))("the client with %s lists, fetches and removes recordings", async (_, connect) => {
  const twilio = await running();
  const client = connect(twilio.url);
  for (const day of ["01", "02", "03"]) {
    const date = `2026-03-${day}T12:00:00Z`;
    twilio.control.recordings.add(recordedAudio(1, 2), { date_created: date, start_time: date });
  }
  const all = await client.recordings.list({ pageSize: 1 });
  expect(all.map((recording) => recording.dateCreated.getUTCDate())).toEqual([3, 2, 1]);
  expect(Object.values(all[0]?.toJSON() ?? {})).not.toContain(undefined);
  const early = await client.recordings.list({ dateCreatedBefore: new Date("2026-03-02T12:00:00Z") });
  expect(early).toHaveLength(2);

  const [latest] = all;
  if (!latest) throw new Error("no recording is listed");
  const fetched = await client.recordings(latest.sid).fetch();
  expect(fetched).toMatchObject({ channels: 2, duration: "1", startTime: new Date("2026-03-03T12:00:00Z") });
  expect(await fetched.remove()).toBe(true);
  await expect(client.recordings(latest.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  const deleted = await client.recordings(latest.sid).fetch({ includeSoftDeleted: true });
  expect(deleted.status).toBe("deleted");
});

test("refusals are RestExceptions with status, code and link", async () => {
  const twilio = await running();
  const client = ways["a base URL"](twilio.url);
  const update = client.flexApi.v1.configuration().update({ account_sid: accountSid, status: "ok" });
  await expect(update).rejects.toMatchObject({
    status: 400,
    code: 45004,
    message: "You are not allowed to modify property for [status].",
    moreInfo: "https://www.twilio.com/docs/errors/45004",
  });
  await expect(update).rejects.toBeInstanceOf(twilioClient.RestException);

  const stranger = twilioClient(accountSid, "wrong");
  stranger.api.baseUrl = twilio.endpoint("api.twilio.com");
  await expect(stranger.recordings.list()).rejects.toMatchObject({ status: 401, code: 20003, message: "Authenticate" });
});

test("the client retries a 429 when told to, and finds the answer", async () => {
  const twilio = await running();
  const httpClient = new twilioClient.RequestClient({ autoRetry: true, maxRetryDelay: 1 });
  const client = twilioClient(accountSid, authToken, { httpClient });
  client.api.baseUrl = twilio.endpoint("api.twilio.com");
  twilio.control.faults.add({ status: 429, times: 2 });
  expect(await client.recordings.list()).toEqual([]);
  expect(twilio.control.requests.list().map(({ status }) => status)).toEqual([429, 429, 200]);
});

test("the client authenticates with an API key", async () => {
  const twilio = await running();
  const { sid, secret } = twilio.control.apiKeys.create();
  const client = twilioClient(sid, secret, { accountSid });
  client.api.baseUrl = twilio.endpoint("api.twilio.com");
  expect(await client.recordings.list()).toEqual([]);
});
