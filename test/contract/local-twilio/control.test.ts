import { expect, test } from "vitest";
import { accountSid, flexConfiguration, recordedAudio, recordings, running } from "./running.ts";

async function withControl() {
  const twilio = await running();
  const control = async (method: string, path: string, body?: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${twilio.url}/_control${path}`, { method, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  return { twilio, control };
}

test("faults are added, listed and ended over HTTP", async () => {
  const { twilio, control } = await withControl();
  const added = await control("POST", "/faults", '{"status": 500, "times": 3}');
  expect(added).toMatchObject({ status: 201, body: { status: 500, times: 3, remaining: 3 } });
  expect((await twilio.call(flexConfiguration)).status).toBe(500);
  expect((await control("GET", "/faults")).body).toMatchObject([{ id: added.body.id, remaining: 2 }]);
  expect((await control("DELETE", `/faults/${added.body.id}`)).status).toBe(204);
  expect(await control("DELETE", `/faults/${added.body.id}`)).toMatchObject({ status: 400 });
  expect(await control("DELETE", "/faults")).toMatchObject({ status: 204 });
  expect((await control("GET", "/faults")).body).toEqual([]);
});

test("a recording is added with its audio and metadata, and purged", async () => {
  const { twilio, control } = await withControl();
  const audio = new Uint8Array(recordedAudio(5, 6));
  const query = "?source=StartCallRecordingAPI&start_time=2026-01-02T03:04:05Z&price=-0.0025";
  const { status, body } = await control("POST", `/recordings${query}`, audio);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    source: "StartCallRecordingAPI",
    start_time: "Fri, 02 Jan 2026 03:04:05 +0000",
    price: "-0.0025",
    channels: 2,
  });
  const media = await twilio.call(`${recordings}/${body.sid}.wav`);
  expect(Buffer.from(await media.arrayBuffer()).equals(audio)).toBe(true);
  expect((await control("DELETE", `/recordings/${body.sid}`)).status).toBe(204);
  expect((await twilio.call(`${recordings}/${body.sid}.json?IncludeSoftDeleted=true`)).status).toBe(404);
  expect((await control("DELETE", `/recordings/${body.sid}`)).status).toBe(400);
});

test("an absent recording is added without audio", async () => {
  const { control } = await withControl();
  const { status, body } = await control("POST", "/recordings?status=absent&error_code=12345");
  expect([status, body.status, body.error_code, body.duration]).toEqual([201, "absent", 12345, null]);
});

test.each([
  ["/recordings", "no audio at all", "audio: is not a WAV file"],
  ["/recordings?status=absent", recordedAudio(1), "status: a recording has audio when, and only when, it is completed"],
  ["/recordings?source=Phone", recordedAudio(1), "recording.source:"],
  ["/recordings?colour=red", recordedAudio(1), "recording: Unrecognized key"],
  ["/recordings?start_time=now", recordedAudio(1), "recording.start_time:"],
])("the recording %s is refused", async (path, audio, message) => {
  const { control } = await withControl();
  const { status, body } = await control("POST", path, typeof audio === "string" ? audio : new Uint8Array(audio));
  expect(status).toBe(400);
  expect(body.error).toContain(message);
});

test("a SID can't be given twice", async () => {
  const { twilio } = await withControl();
  const sid = `RE${"a".repeat(32)}`;
  twilio.control.recordings.add(undefined, { sid });
  expect(() => twilio.control.recordings.add(undefined, { sid })).toThrow(`sid: ${sid} exists`);
});

test("voice settings, tokens and API keys over HTTP", async () => {
  const { control } = await withControl();
  expect((await control("PUT", "/voice-settings", '{"httpAuthOnMedia": false}')).body).toEqual({
    httpAuthOnMedia: false,
  });
  expect((await control("GET", "/voice-settings")).body).toEqual({ httpAuthOnMedia: false });
  expect((await control("POST", "/tokens", '{"identity": "a"}')).body.token).toMatch(/^eyJ/);
  const key = await control("POST", "/api-keys");
  expect(key).toMatchObject({ status: 201, body: { sid: expect.stringMatching(/^SK/) } });
  expect((await control("DELETE", `/api-keys/${key.body.sid}`)).status).toBe(204);
});

test("the configuration is changed behind everybody's back, read-only properties too", async () => {
  const { twilio, control } = await withControl();
  const workspace = `WS${"9".repeat(32)}`;
  const changed = await control(
    "PUT",
    "/flex-configuration",
    JSON.stringify({ taskrouter_workspace_sid: workspace, channel_configs: null }),
  );
  expect(changed.body).toMatchObject({ taskrouter_workspace_sid: workspace, channel_configs: null });
  expect(await (await twilio.call(flexConfiguration)).json()).toEqual(changed.body);
  expect((await control("GET", "/flex-configuration")).body).toEqual(changed.body);
});

test("what a test does to an answer doesn't reach the state", async () => {
  const { twilio } = await withControl();
  const attributes = { owner: "a" };
  const changed = twilio.control.flexConfiguration.change({ attributes });
  attributes.owner = "b";
  changed.attributes = null;
  twilio.control.flexConfiguration.get().attributes = null;
  expect(twilio.control.flexConfiguration.get().attributes).toEqual({ owner: "a" });
});

test.each([
  ["PUT", "/voice-settings", '{"httpAuthOnMedia": "no"}', "voice settings.httpAuthOnMedia:"],
  ["POST", "/tokens", "{}", "token.identity:"],
  ["POST", "/tokens", '{"identity": "a", "role": "b"}', "token: Unrecognized key"],
  ["POST", "/tokens", "nothing", "body: is not JSON"],
  ["PUT", "/flex-configuration", '{"call_recording": 1}', "configuration: Unrecognized key"],
  ["PUT", "/flex-configuration", '{"call_recording_enabled": 1}', "configuration.call_recording_enabled:"],
  ["DELETE", "/api-keys/SK0", undefined, "API key SK0: is not there"],
])("%s %s with %s is refused with a reason", async (method, path, body, message) => {
  const { control } = await withControl();
  const answer = await control(method, path, body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toContain(message);
});

test("an unknown control call is 404", async () => {
  const { control } = await withControl();
  for (const path of ["", "/", "/nothing", "/constructor"]) expect((await control("GET", path)).status).toBe(404);
  expect((await control("PATCH", "/faults")).status).toBe(404);
});

test("the requests seen are listed without credentials, and forgotten", async () => {
  const { twilio, control } = await withControl();
  await twilio.call(`${recordings}.json?PageSize=5&auth_token=hidden-value`);
  await fetch(`${twilio.url}/${flexConfiguration}`);
  const { body } = await control("GET", "/requests");
  expect(body).toEqual([
    {
      at: expect.stringMatching(/Z$/),
      method: "GET",
      host: "api.twilio.com",
      path: `/2010-04-01/Accounts/${accountSid}/Recordings.json`,
      query: expect.stringContaining("PageSize=5"),
      status: 400,
    },
    expect.objectContaining({ host: "flex-api.twilio.com", path: "/v1/Configuration", query: "", status: 401 }),
  ]);
  expect(JSON.stringify(body)).not.toContain("hidden-value");
  expect((await control("DELETE", "/requests")).status).toBe(204);
  expect((await control("GET", "/requests")).body).toEqual([]);
});

test("many recordings are added at once, or none of them", async () => {
  const { twilio } = await withControl();
  const before = twilio.control.state().recordings.length;
  const many = Array.from({ length: 50 }, () => ({ audio: recordedAudio(1, 2), recording: {} }));
  const added = twilio.control.recordings.addMany(many);
  expect(new Set(added.map(({ sid }) => sid)).size).toBe(50);
  expect(added[0]).toMatchObject({ status: "completed", channels: 2 });
  const [twice] = added;
  const wrong = [...many, { audio: undefined, recording: { sid: twice?.sid ?? "" } }];
  expect(() => twilio.control.recordings.addMany(wrong)).toThrow("exists");
  expect(twilio.control.state().recordings).toHaveLength(before + 50);
});
