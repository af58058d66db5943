import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  accountSid,
  authToken,
  basic,
  flexConfiguration,
  otherAccountSid,
  recordedAudio,
  recordings,
  running,
  temporaryFolder,
  validation,
} from "./running.ts";

test("all that an account holds is there after a restart", async () => {
  const stateFile = join(temporaryFolder(), "deep", "twilio.json");
  const first = await running({ stateFile });
  const audio = recordedAudio(10, 20);
  const token = first.control.tokens.issue({ identity: "a", roles: ["admin"] });
  const key = first.control.apiKeys.create();
  const { sid } = first.control.recordings.add(audio);
  first.control.voiceSettings.set({ httpAuthOnMedia: false });
  await first.post(flexConfiguration, { account_sid: accountSid, call_recording_enabled: true });
  const before = await (await first.call(flexConfiguration)).json();
  await first.close();

  const second = await running({ stateFile });
  expect(await (await second.call(flexConfiguration)).json()).toEqual(before);
  expect(await (await second.post(validation, { token })).json()).toMatchObject({ valid: true, roles: ["admin"] });
  const asKey = { authorization: basic(key.sid, key.secret) };
  expect((await second.call(flexConfiguration, { headers: asKey })).status).toBe(200);
  const media = await fetch(`${second.url}/${recordings}/${sid}.wav`);
  expect(Buffer.from(await media.arrayBuffer()).equals(audio)).toBe(true);
});

test("a change is in the file before its answer is", async () => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  const twilio = await running({ stateFile });
  await twilio.post(flexConfiguration, { account_sid: accountSid, ui_language: "de-AT" });
  expect(JSON.parse(readFileSync(stateFile, "utf8")).state.flexConfiguration.ui_language).toBe("de-AT");
  expect(readdirSync(join(stateFile, ".."))).toEqual(["twilio.json"]);
});

test("audio goes when its recording does", async () => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  const twilio = await running({ stateFile });
  const sids = [1, 2].map((level) => twilio.control.recordings.add(recordedAudio(level)).sid);
  const kept = () => readdirSync(`${stateFile}.media`).toSorted();
  expect(kept()).toEqual(sids.map((sid) => `${sid}.wav`).toSorted());
  await twilio.call(`${recordings}/${sids[0]}.json`, { method: "DELETE" });
  twilio.control.recordings.purge(String(sids[1]));
  expect(kept()).toEqual([]);
});

test("the file is its owner's, and holds neither tokens nor secrets", async () => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  const twilio = await running({ stateFile });
  const token = twilio.control.tokens.issue({ identity: "a" });
  const { secret } = twilio.control.apiKeys.create();
  const text = readFileSync(stateFile, "utf8");
  for (const hidden of [authToken, token, secret]) expect(text).not.toContain(hidden);
  expect(statSync(stateFile).mode & 0o077).toBe(0);
});

test("when the state can't be written the change is refused and not seen", async () => {
  const folder = temporaryFolder();
  const stateFile = join(folder, "twilio.json");
  const twilio = await running({ stateFile });
  // A folder where the temporary file has to go.
  mkdirSync(`${stateFile}.${process.pid}.tmp`);
  const response = await twilio.post(flexConfiguration, { account_sid: accountSid, crm_enabled: true });
  expect([response.status, ((await response.json()) as { code: number }).code]).toEqual([500, 20500]);
  expect(twilio.control.flexConfiguration.get().crm_enabled).toBeNull();
});

test("a slice that an older file lacks is fresh", async () => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  writeFileSync(stateFile, JSON.stringify({ version: 1, account_sid: accountSid, state: { recordings: [] } }));
  const twilio = await running({ stateFile });
  expect(twilio.control.flexConfiguration.get().account_sid).toBe(accountSid);
});

test.each([
  ["no JSON", "{", "is no state file of this version of local Twilio; delete it"],
  ["another version", '{"version": 2, "account_sid": "", "state": {}}', "is no state file of this version"],
  [
    "another account's",
    JSON.stringify({ version: 1, account_sid: otherAccountSid, state: {} }),
    `holds the state of account ${otherAccountSid}; use another file`,
  ],
  [
    "damaged",
    JSON.stringify({ version: 1, account_sid: accountSid, state: { voiceSettings: { httpAuthOnMedia: 1 } } }),
    "voiceSettings.httpAuthOnMedia is not what local Twilio writes",
  ],
])("a state file that is %s stops the start, and stays", async (_, content, message) => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  writeFileSync(stateFile, content);
  await expect(running({ stateFile })).rejects.toThrow(`${stateFile}: ${message}`.slice(0, 100));
  await expect(running({ stateFile })).rejects.toThrow(message);
  expect(readFileSync(stateFile, "utf8")).toBe(content);
});
