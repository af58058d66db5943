import { describe, expect, test } from "vitest";
import { unknown } from "../../../../providers/kit/index.ts";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { halfMade } from "../../../../providers/kit/testing-failure.ts";
import { accountSid, otherAccountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:voice:DefaultRecordingConfiguration";
const host = "voice.twilio.com";
const at = `${host}/v2/AccountDefaultConfiguration/Recording`;

const before = {
  description: "From the Console",
  configuration: {
    configurationType: "Recording",
    compositionPolicy: { channels: "mono", trim: "trim-silence" },
    callRecordingStatusCallback: { url: "https://example.com/before", events: ["completed"] },
  },
};

const declared = {
  description: "From the program",
  compositionPolicy: { channels: "dual", track: "both" },
  conferenceRecordingStatusCallback: { url: "https://example.com/conferences" },
};

const changed = {
  description: "Another",
  compositionPolicy: { channels: "mono", trim: "do-not-trim", track: "outbound" },
  callRecordingStatusCallback: { url: "https://example.com/calls", method: "GET", events: ["absent"] },
  conferenceRecordingStatusCallback: { url: "https://example.com/others", method: "POST", events: ["failed"] },
  features: [{ type: "transcriptionConfiguration", featureId: "t1" }],
};

function live({ twilio }: LocalProvider) {
  const { account_default: found } = twilio.control.state().recordingConfigurations;
  return found && { description: found.description, configuration: found.configuration };
}

async function withDefault(): Promise<LocalProvider> {
  const opened = await localProvider();
  await opened.twilio.post(at, before);
  opened.calls();
  return opened;
}

async function setElsewhere({ twilio, calls }: LocalProvider, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  await twilio.call(at, { method: "PUT", headers, body: JSON.stringify(body) });
  calls();
}

describe("in an account that has a default", () => {
  test("it is adopted: what is declared is laid over it, the rest stays", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual(["GET 200", "PUT 200"]);
    expect(live(opened)).toEqual({
      description: "From the program",
      configuration: {
        ...before.configuration,
        compositionPolicy: { channels: "dual", trim: "trim-silence", track: "both" },
        conferenceRecordingStatusCallback: { url: "https://example.com/conferences" },
      },
    });
    expect(saved).toMatchObject({ id: accountSid, state: { accountSid, existed: true } });
    expect(saved.state.original).toEqual({
      description: { value: "From the Console" },
      "compositionPolicy.channels": { value: "mono" },
      "compositionPolicy.track": {},
      "conferenceRecordingStatusCallback.url": {},
    });
  });

  test("nothing is written where it is as declared already", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, { compositionPolicy: { channels: "mono" } });
    await opened.provider.delete(type, saved);
    expect(opened.calls()).toEqual(["GET 200", "GET 200"]);
    expect(live(opened)).toEqual(before);
  });

  test("every property changes in place, and destroy puts back exactly what was there", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, declared);
    const updated = await opened.provider.update(type, saved, changed);
    expect((await opened.provider.read(type, updated))?.inputs).toEqual(changed);
    opened.calls();
    await opened.provider.delete(type, updated);
    expect(opened.calls()).toEqual(["GET 200", "PUT 200"]);
    expect(live(opened)).toEqual(before);
    await opened.provider.delete(type, updated);
    expect(opened.calls()).toEqual(["GET 200"]);
  });

  test("what is declared no more goes back at once, a single value too", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, declared);
    await opened.provider.update(type, saved, { description: "From the program" });
    expect(live(opened)).toEqual({ ...before, description: "From the program" });
  });

  test("what others set since then, and is not declared, stays on destroy", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, { description: "Ours" });
    const others = { configurationType: "Recording", compositionPolicy: { channels: "dual" } };
    await setElsewhere(opened, { description: "Ours", configuration: others });
    await opened.provider.delete(type, saved);
    expect(live(opened)).toEqual({ description: "From the Console", configuration: others });
  });

  test("drift of every declared property is seen, and no other", async () => {
    const opened = await withDefault();
    const saved = await opened.provider.create(type, changed);
    await setElsewhere(opened, before);
    expect((await opened.provider.read(type, saved))?.inputs).toEqual({
      description: "From the Console",
      compositionPolicy: { channels: "mono", trim: "trim-silence" },
      callRecordingStatusCallback: { url: "https://example.com/before", events: ["completed"] },
    });
    expect(opened.calls()).toEqual(["GET 200"]);
  });

  test("an import takes all of it, and is followed by an empty diff", async () => {
    const { provider } = await withDefault();
    const imported = await provider.read(type, accountSid);
    expect(imported?.inputs).toEqual({
      description: "From the Console",
      compositionPolicy: { channels: "mono", trim: "trim-silence" },
      callRecordingStatusCallback: { url: "https://example.com/before", events: ["completed"] },
    });
    expect(imported && (await provider.diff(type, imported, imported.inputs)).changes).toBe(false);
    await expect(provider.read(type, otherAccountSid)).rejects.toThrow(`import ${accountSid}`);
  });
});

describe("in an account without a default", () => {
  test("it is made, and destroy deletes it, twice too", async () => {
    const opened = await localProvider();
    const preview = await opened.provider.create(type, declared, { preview: true });
    expect(preview.state).toEqual({ ...declared, accountSid, existed: unknown, original: unknown });
    expect(opened.calls()).toEqual([]);
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual(["GET 404", "POST 201"]);
    expect(saved.state.existed).toBe(false);
    expect(await opened.provider.diff(type, saved, declared)).toMatchObject({
      changes: false,
      deleteBeforeReplace: true,
    });
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(opened.calls()).toEqual(["DELETE 204", "DELETE 404"]);
    expect(live(opened)).toBeNull();
  });

  test("an import says that there is none, and a refresh that it is gone", async () => {
    const { provider } = await localProvider();
    expect(await provider.read(type, accountSid)).toBeUndefined();
  });
});

test("a POST whose answer was lost is sent again: refused, since it had been done, it is settled by a PUT", async () => {
  const opened = await localProvider({ maxRetries: 2 });
  opened.twilio.control.faults.add({ host, method: "POST", drop: true, when: "after", times: 1 });
  const saved = await opened.provider.create(type, declared);
  expect(opened.calls()).toEqual(["GET 404", "POST null", "POST 409", "PUT 200"]);
  expect(saved.state.existed).toBe(false);
});

test("a default that was deleted elsewhere is made again by an update, and stays deleted on destroy", async () => {
  const opened = await withDefault();
  const saved = await opened.provider.create(type, declared);
  await opened.twilio.call(at, { method: "DELETE" });
  expect(await opened.provider.read(type, saved)).toBeUndefined();
  await opened.provider.delete(type, saved);
  expect(live(opened)).toBeNull();
  await opened.provider.update(type, saved, changed);
  expect(live(opened)).toMatchObject({ description: "Another" });
});

test("outside us1 it is refused with the reason", async () => {
  const { provider } = await localProvider({ region: "au1" });
  const reason =
    "Twilio has the account's default recording configuration in region us1 only, and this provider is configured for au1; use a provider for us1.";
  expect((await provider.check(type, declared)).failures).toEqual([{ property: "", reason }]);
  await expect(provider.read(type, accountSid)).rejects.toThrow(reason);
});

const faults = {
  "429": { status: 429 },
  "500 before": { status: 500, when: "before" },
  "500 after": { status: 500, when: "after" },
  "dropped before": { drop: true, when: "before" },
  "dropped after": { drop: true, when: "after" },
} as const;

/** An attempt, and what the engine keeps of it. */
async function attempt(before: SavedResource | undefined, work: Promise<SavedResource>) {
  return await work.catch((error) => halfMade(error) ?? before);
}

describe.each(Object.entries(faults))("after a failure (%s) of each write in turn", (_, fault) => {
  test.each([
    ["adopted", withDefault, "PUT", before],
    ["made", () => localProvider(), "POST", null],
  ])("one that was %s ends as it began", async (_, open, method, end) => {
    const opened = await open();
    const { provider, twilio } = opened;
    const failing = (method: string) => twilio.control.faults.add({ ...fault, host, method, times: 1 });
    failing(method);
    let saved = await attempt(undefined, provider.create(type, declared));
    saved = await (saved ? provider.update(type, saved, declared) : provider.create(type, declared));
    expect((await provider.read(type, saved))?.inputs).toEqual(declared);
    failing("PUT");
    saved = await attempt(saved, provider.update(type, saved, changed));
    saved = await provider.update(type, saved as SavedResource, changed);
    expect((await provider.read(type, saved))?.inputs).toEqual(changed);
    failing(end === null ? "DELETE" : "PUT");
    await expect(provider.delete(type, saved)).rejects.toThrow("Twilio did not answer");
    await provider.delete(type, saved);
    expect(live(opened)).toEqual(end);
  });
});
