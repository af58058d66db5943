import { expect, test } from "vitest";
import { otherAccountSid, type Running, refusal, running, temporaryFolder } from "./running.ts";

const named = "voice.twilio.com/v2/Configurations/Recording";
const accountDefault = "voice.twilio.com/v2/AccountDefaultConfiguration/Recording";

const dual = { configurationType: "Recording", compositionPolicy: { channels: "dual", trim: "do-not-trim" } };
const full = {
  unique_name: "calls",
  description: "All calls",
  configuration: {
    ...dual,
    callRecordingStatusCallback: {
      url: "https://example.com/calls",
      method: "POST",
      events: ["in-progress", "completed", "absent", "failed"],
    },
    conferenceRecordingStatusCallback: { url: "https://example.com/conferences" },
    features: [{ type: "transcriptionConfiguration", featureId: "voice_transcription_1", description: "English" }],
  },
};

function put(twilio: Running, target: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return twilio.call(target, { method: "PUT", headers, body: JSON.stringify(body) });
}

async function created(twilio: Running, body: unknown = full): Promise<Record<string, unknown>> {
  const response = await twilio.post(named, body);
  expect(response.status).toBe(201);
  return (await response.json()) as Record<string, unknown>;
}

test("a named configuration is made, found by id and by name, replaced whole, and deleted", async () => {
  const twilio = await running({ now: () => new Date("2026-01-31T12:00:00.500Z") });
  const made = await created(twilio);
  expect(made).toStrictEqual({
    id: expect.stringMatching(/^voice_recordingconfiguration_\w+$/),
    account_sid: expect.stringMatching(/^AC/),
    ...full,
    date_created: "2026-01-31T12:00:00Z",
    date_updated: "2026-01-31T12:00:00Z",
  });
  for (const at of [made.id, "calls"]) {
    expect(await (await twilio.call(`${named}/${at}`)).json()).toStrictEqual(made);
  }

  const replaced = await put(twilio, `${named}/calls`, { unique_name: "renamed", configuration: dual });
  expect(replaced.status).toBe(200);
  expect(await replaced.json()).toMatchObject({ id: made.id, unique_name: "renamed", description: null });
  const live = (await (await twilio.call(`${named}/renamed`)).json()) as Record<string, unknown>;
  expect(live.configuration).toStrictEqual(dual);
  expect((await twilio.call(`${named}/calls`)).status).toBe(404);

  expect((await twilio.call(`${named}/renamed`, { method: "DELETE" })).status).toBe(204);
  const gone = await twilio.call(`${named}/renamed`, { method: "DELETE" });
  expect([gone.status, (await refusal(gone)).code]).toStrictEqual([404, 20404]);
});

test("there is no list, and a name is taken once", async () => {
  const twilio = await running();
  await created(twilio);
  await created(twilio, { configuration: dual });
  expect((await twilio.call(named)).status).toBe(405);
  const second = await twilio.post(named, full);
  expect([second.status, (await refusal(second)).message]).toStrictEqual([
    400,
    "[unique_name] calls is already in use",
  ]);
  const renamed = await put(twilio, `${named}/calls`, full);
  expect(renamed.status).toBe(200);
});

test.each([
  ["camelCase at the top", { uniqueName: "calls", configuration: dual }],
  ["snake_case inside", { configuration: { configuration_type: "Recording" } }],
  ["no configuration", { unique_name: "calls" }],
  ["no type", { configuration: { compositionPolicy: {} } }],
  ["another type", { configuration: { configurationType: "Transcription" } }],
  ["an unknown number of channels", { configuration: { ...dual, compositionPolicy: { channels: 2 } } }],
  ["an unknown event", { configuration: { ...dual, callRecordingStatusCallback: { events: ["done"] } } }],
  ["a name with a slash", { unique_name: "a/b", configuration: dual }],
  ["an empty name", { unique_name: "", configuration: dual }],
  ["four features", { configuration: { ...dual, features: Array(4).fill(full.configuration.features[0]) } }],
  ["no object", [1]],
])("%s is refused with 400 and nothing is made", async (_, body) => {
  const twilio = await running();
  const response = await twilio.post(named, body);
  expect([response.status, (await refusal(response)).code]).toStrictEqual([400, 20001]);
  expect((await twilio.call(`${named}/calls`)).status).toBe(404);
});

test("a form is refused with 415", async () => {
  const twilio = await running();
  const body = new URLSearchParams({ unique_name: "calls" });
  expect((await twilio.call(named, { method: "POST", body })).status).toBe(415);
});

test("explicit nulls are taken", async () => {
  const twilio = await running();
  const policy = { channels: null, trim: null, track: null };
  await created(twilio, {
    unique_name: null,
    description: null,
    configuration: { ...dual, compositionPolicy: policy, features: null },
  });
});

test("one of the named can be chosen as the default of its type", async () => {
  const twilio = await running();
  const { id } = await created(twilio);
  const chosen = `${named}/Default`;
  expect((await twilio.call(chosen)).status).toBe(404);
  expect((await twilio.post(chosen, { configuration_id: "none" })).status).toBe(404);
  expect((await twilio.post(chosen, { configurationId: id })).status).toBe(400);
  expect((await twilio.post(chosen, { configuration_id: id })).status).toBe(204);
  expect(await (await twilio.call(chosen)).json()).toMatchObject({ id });
  await twilio.call(`${named}/calls`, { method: "DELETE" });
  expect((await twilio.call(chosen)).status).toBe(404);
});

test("the account's default is there once or not at all", async () => {
  const folder = temporaryFolder();
  const stateFile = `${folder}/state.json`;
  const twilio = await running({ stateFile });
  const { unique_name: _, ...request } = full;
  expect((await twilio.call(accountDefault)).status).toBe(404);
  expect((await put(twilio, accountDefault, request)).status).toBe(404);
  expect((await twilio.call(accountDefault, { method: "DELETE" })).status).toBe(404);
  expect((await twilio.post(accountDefault, full)).status).toBe(400);

  const made = await twilio.post(accountDefault, request);
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject(request);
  const again = await twilio.post(accountDefault, request);
  expect([again.status, (await refusal(again)).code]).toStrictEqual([409, 20409]);

  expect((await put(twilio, accountDefault, { configuration: dual })).status).toBe(200);
  const kept = await running({ stateFile });
  const live = (await (await kept.call(accountDefault)).json()) as Record<string, unknown>;
  expect(live).toMatchObject({ description: null, configuration: dual });
  expect(live).not.toHaveProperty("id");
  expect((await kept.call(accountDefault, { method: "DELETE" })).status).toBe(204);
  expect((await kept.call(accountDefault)).status).toBe(404);
});

test("nobody gets an answer without credentials, nor in another region", async () => {
  const twilio = await running();
  const authorization = `Basic ${Buffer.from(`${otherAccountSid}:x`).toString("base64")}`;
  expect((await twilio.call(`${named}/calls`, { headers: { authorization } })).status).toBe(401);
  expect((await twilio.call("voice.dublin.ie1.twilio.com/v2/Configurations/Recording/calls")).status).toBe(404);
});
