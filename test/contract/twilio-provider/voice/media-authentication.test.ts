import { describe, expect, test } from "vitest";
import type { Prior } from "../../../../providers/kit/index.ts";
import { unknown } from "../../../../providers/kit/index.ts";
import { TwilioClient } from "../../../../providers/twilio/client.ts";
import { config } from "../../../../providers/twilio/config.ts";
import { mediaAuthentication } from "../../../../providers/twilio/voice/media-authentication.ts";
import { accountSid, otherAccountSid, type Running, recordedAudio, running } from "../../local-twilio/running.ts";
import { localProvider, settingsFor } from "../local-provider.ts";

const type = "twilio:voice:MediaAuthentication";
const host = "api.twilio.com";
const media = { host, pathPattern: "/Recordings/RE[0-9a-f]+$" };
const noRecording =
  "It is not proven that media URLs ask for credentials: there is no completed recording to try it with; make one, then run the command again.";
const open =
  'Recordings can be had without credentials; in the Console, under Voice > Settings > General, switch "Enforce HTTP Auth on Media URLs" on, then run the command again.';

function recordingIn(twilio: Running, date_created?: string): string {
  return twilio.control.recordings.add(recordedAudio(100), { ...(date_created && { date_created }) }).sid;
}

describe("where there is a completed recording", () => {
  test("it is proven by the newest, with credentials for the list and none for the audio", async () => {
    const { twilio, provider, calls } = await localProvider();
    recordingIn(twilio, "2026-01-01T00:00:00Z");
    const newest = recordingIn(twilio, "2026-01-03T00:00:00Z");
    twilio.control.recordings.add(undefined, { status: "in-progress", date_created: "2026-01-04T00:00:00Z" });
    const saved = await provider.create(type, {});
    expect(saved).toMatchObject({ id: accountSid, state: { accountSid, proven: true } });
    const [list, audio] = twilio.control.requests.list();
    expect([list?.path, audio?.path]).toEqual([
      `/2010-04-01/Accounts/${accountSid}/Recordings.json`,
      `/2010-04-01/Accounts/${accountSid}/Recordings/${newest}`,
    ]);
    expect(calls()).toEqual(["GET 200", "GET 401"]);
    expect(JSON.stringify(saved.state)).not.toMatch(/RE[0-9a-f]{32}|http/);
  });

  test("a given one is tried alone, and a change of it tries again", async () => {
    const { twilio, provider, calls } = await localProvider();
    const [first, second] = [recordingIn(twilio), recordingIn(twilio)];
    const saved = await provider.create(type, { recordingSid: first });
    expect(calls()).toEqual(["GET 401"]);
    const news = { recordingSid: second };
    expect((await provider.diff(type, saved, news)).detailed).toEqual({ recordingSid: "update" });
    expect((await provider.update(type, saved, news)).state).toEqual({ ...news, accountSid, proven: true });
    expect(calls()).toEqual(["GET 401"]);
  });

  test("once proven it costs no call until a refresh, which proves it anew", async () => {
    const { twilio, provider, calls } = await localProvider();
    recordingIn(twilio);
    const preview = await provider.create(type, {}, { preview: true });
    expect(preview.state).toEqual({ accountSid, proven: true });
    expect(calls()).toEqual(["GET 200", "GET 401"]);
    const saved = await provider.create(type, {});
    calls();
    expect(await provider.diff(type, saved, {})).toMatchObject({ changes: false, detailed: {} });
    expect(calls()).toEqual([]);
    expect(await provider.read(type, saved)).toEqual(saved);
    expect(calls()).toEqual(["GET 200", "GET 401"]);
    await provider.delete(type, saved);
    await provider.delete(type, saved);
    expect(calls()).toEqual([]);
  });

  test.each([true, false])(
    "an open one is an error that says where to switch authentication on, without the recording's SID (preview: %s)",
    async (preview) => {
      const { twilio, provider } = await localProvider();
      recordingIn(twilio);
      twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
      const message = await provider.create(type, {}, { preview }).then(String, (error: Error) => error.message);
      expect(message).toContain(open);
      expect(message).not.toMatch(/RE[0-9a-f]{32}|https?:/);
    },
  );

  test("its end, or audio that can't be had, opens nothing: what is proven stays so", async () => {
    const { twilio, provider } = await localProvider();
    const sid = recordingIn(twilio, "2026-01-01T00:00:00Z");
    const saved = await provider.create(type, {});
    twilio.control.recordings.purge(sid);
    expect(await provider.read(type, saved)).toEqual(saved);
    expect((await provider.diff(type, saved, {})).changes).toBe(false);
    recordingIn(twilio, "2026-01-02T00:00:00Z");
    twilio.control.faults.add({ ...media, status: 404, times: 1 });
    expect(await provider.read(type, saved)).toEqual(saved);
    twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
    expect((await provider.read(type, saved))?.state.proven).toBe(false);
  });

  test("one that is not known yet is asked for once it is", async () => {
    const { provider, calls } = await localProvider();
    const preview = await provider.create(type, { recordingSid: unknown }, { preview: true });
    expect(preview.state.proven).toBe(unknown);
    expect(calls()).toEqual([]);
  });

  test("opened since then it is drift, and the next update an error, until it is closed", async () => {
    const { twilio, provider } = await localProvider();
    recordingIn(twilio);
    const saved = await provider.create(type, {});
    twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
    const drifted = await provider.read(type, saved);
    if (drifted === undefined) throw new Error("it is gone");
    expect(drifted.state.proven).toBe(false);
    expect((await provider.diff(type, drifted, {})).detailed).toEqual({ proven: "update" });
    await expect(provider.update(type, drifted, {}, { preview: true })).rejects.toThrow(open);
    await expect(provider.update(type, drifted, {})).rejects.toThrow(open);
    twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
    expect((await provider.update(type, drifted, {})).state.proven).toBe(true);
  });
});

describe("where there is no recording yet", () => {
  test("it stays unproven, and each up tries again until there is one", async () => {
    const { twilio, provider, calls } = await localProvider();
    twilio.control.recordings.add(undefined, { status: "in-progress" });
    const saved = await provider.create(type, {});
    expect(saved.state.proven).toBe(false);
    expect(calls()).toEqual(["GET 200"]);
    expect(await provider.diff(type, saved, {})).toMatchObject({
      changes: true,
      detailed: { proven: "update" },
      replaces: [],
    });
    expect((await provider.diff(type, saved, {}, ["proven"])).changes).toBe(false);
    expect((await provider.update(type, saved, {}, { preview: true })).state.proven).toBe(false);
    expect(calls()).toEqual(["GET 200"]);
    expect((await provider.update(type, saved, {})).state.proven).toBe(false);
    recordingIn(twilio);
    expect((await provider.update(type, saved, {}, { preview: true })).state.proven).toBe(true);
    expect((await provider.read(type, saved))?.state.proven).toBe(true);
    const proven = await provider.update(type, saved, {});
    expect((await provider.diff(type, proven, {})).changes).toBe(false);
  });

  test("it is imported by the account's SID, and no other", async () => {
    const { provider } = await localProvider();
    expect(await provider.read(type, accountSid)).toEqual({
      id: accountSid,
      inputs: {},
      state: { accountSid, proven: false },
    });
    await expect(provider.read(type, otherAccountSid)).rejects.toThrow(`import ${accountSid}`);
  });

  test("a warning says so on create, update and refresh", async () => {
    const twilio = await running();
    const warnings: string[] = [];
    const context = {
      client: new TwilioClient(config.parse(settingsFor(twilio))),
      signal: AbortSignal.timeout(60_000),
      log: { debug() {}, info() {}, warning: (text: string) => void warnings.push(text) },
      urn: "",
      name: "",
    };
    const { id, outputs } = await mediaAuthentication.create({}, context);
    const prior = { inputs: {}, state: outputs } as Prior<
      typeof mediaAuthentication.inputs,
      typeof mediaAuthentication.outputs
    >;
    await mediaAuthentication.update?.(id, {}, prior, context);
    await mediaAuthentication.read(id, prior, context);
    expect(warnings).toEqual([noRecording, noRecording, noRecording]);
    recordingIn(twilio);
    twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
    await mediaAuthentication.read(id, prior, context);
    expect(warnings[3]).toBe(open);
  });
});

test("a recording whose audio is gone proves nothing", async () => {
  const { twilio, provider } = await localProvider();
  const recordingSid = recordingIn(twilio);
  twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
  twilio.control.recordings.purge(recordingSid);
  expect((await provider.create(type, { recordingSid })).state.proven).toBe(false);
});

test("a redirect to the audio counts as open, and is not followed", async () => {
  const { twilio, provider, calls } = await localProvider();
  recordingIn(twilio);
  twilio.control.faults.add({ ...media, status: 307, headers: { location: `${twilio.url}/elsewhere` } });
  await expect(provider.create(type, {})).rejects.toThrow(open);
  expect(calls()).toEqual(["GET 200", "GET 307"]);
});

test.each([
  ["500", { status: 500 }],
  ["429", { status: 429 }],
  ["a dropped connection", { drop: true }],
] as const)("%s proves nothing: it is tried again, and told without the media URL", async (_, fault) => {
  const { twilio, provider, calls } = await localProvider({ maxRetries: 1 });
  const recordingSid = recordingIn(twilio);
  twilio.control.faults.add({ ...media, ...fault, times: 2 });
  const message = await provider.create(type, {}).then(String, (error: Error) => error.message);
  expect(message).toContain("Twilio did not answer GET a recording's audio");
  expect(message).not.toContain(recordingSid);
  expect(calls()).toHaveLength(3);
  expect((await provider.create(type, {})).state.proven).toBe(true);
});

test.each([
  ["503", { status: 503 }],
  ["401", { status: 401, code: 20003, message: "Authenticate" }],
] as const)("a Twilio that answers %s leaves a preview open, without an error", async (_, fault) => {
  const { twilio, provider } = await localProvider({ maxRetries: 0 });
  recordingIn(twilio);
  twilio.control.faults.add({ host, ...fault });
  const preview = await provider.create(type, {}, { preview: true });
  expect(preview.state).toEqual({ accountSid, proven: unknown });
});

test("a recording SID of another form is refused", async () => {
  const { provider } = await localProvider();
  expect((await provider.check(type, { recordingSid: "CA1" })).failures).toEqual([
    { property: "recordingSid", reason: "is no recording SID; give RE and 32 hexadecimal digits" },
  ]);
});
