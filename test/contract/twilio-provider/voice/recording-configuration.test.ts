import { describe, expect, test } from "vitest";
import { unknown } from "../../../../providers/kit/index.ts";
import { recordingSettings } from "../../../../providers/twilio/voice/recording-settings.ts";
import { accountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:voice:RecordingConfiguration";
const host = "voice.twilio.com";
const path = "/v2/Configurations/Recording";

const declared = {
  uniqueName: "calls",
  description: "All calls",
  compositionPolicy: { channels: "dual", trim: "do-not-trim", track: "both" },
  callRecordingStatusCallback: {
    url: "https://example.com/calls",
    method: "POST",
    events: ["in-progress", "completed", "absent", "failed"],
  },
  conferenceRecordingStatusCallback: { url: "https://example.com/conferences", method: "GET", events: ["completed"] },
  features: [{ type: "transcriptionConfiguration", featureId: "t1", description: "English" }],
};

const changed = {
  uniqueName: "calls",
  description: "Some calls",
  compositionPolicy: { channels: "mono", trim: "trim-silence", track: "inbound" },
  callRecordingStatusCallback: { url: "https://example.com/calls/2", method: "GET", events: ["completed"] },
  conferenceRecordingStatusCallback: { url: "https://example.com/conferences/2", method: "POST", events: ["absent"] },
  features: [{ type: "transcriptionConfiguration", featureId: "t2", description: "German" }],
};

function named({ twilio }: LocalProvider) {
  return twilio.control.state().recordingConfigurations.named;
}

describe("a recording configuration", () => {
  test("is made once, as it is declared", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual(["GET 404", "POST 201"]);
    const { uniqueName, description, ...blocks } = declared;
    expect(named(opened)).toMatchObject([
      {
        id: saved.id,
        unique_name: uniqueName,
        description,
        configuration: { configurationType: "Recording", ...blocks },
      },
    ]);
    expect(saved.state).toEqual({ ...declared, configurationId: saved.id, accountSid });
  });

  test("costs no call when nothing changed, nor in a preview", async () => {
    const { provider, calls } = await localProvider();
    const preview = await provider.create(type, declared, { preview: true });
    expect(preview.state).toEqual({ ...declared, accountSid, configurationId: unknown });
    expect(calls()).toEqual([]);
    const saved = await provider.create(type, declared);
    calls();
    expect(await provider.diff(type, saved, declared)).toMatchObject({ changes: false, detailed: {} });
    const events = declared.callRecordingStatusCallback.events.toReversed();
    const reordered = { ...declared, callRecordingStatusCallback: { ...declared.callRecordingStatusCallback, events } };
    expect((await provider.diff(type, saved, reordered)).changes).toBe(false);
    expect((await provider.update(type, saved, changed, { preview: true })).state.configurationId).toBe(saved.id);
    expect(calls()).toEqual([]);
  });

  test("changes in place in every property", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const diff = await opened.provider.diff(type, saved, changed);
    expect(diff.replaces).toEqual([]);
    const differing = Object.keys(diff.detailed).map((path) => path.split(/[.[]/)[0] ?? "");
    expect([...new Set(differing)].sort()).toEqual(Object.keys(recordingSettings).sort());
    opened.calls();
    const updated = await opened.provider.update(type, saved, changed);
    expect(opened.calls()).toEqual(["PUT 200"]);
    expect(updated.state).toEqual({ ...changed, configurationId: saved.id, accountSid });
    const less = await opened.provider.update(type, updated, { uniqueName: "calls" });
    expect(named(opened)).toMatchObject([{ description: null, configuration: { configurationType: "Recording" } }]);
    expect(less.state).toEqual({ uniqueName: "calls", configurationId: saved.id, accountSid });
  });

  test("is replaced for another name, which a change of nothing else asks for", async () => {
    const { provider } = await localProvider();
    const saved = await provider.create(type, declared);
    const diff = await provider.diff(type, saved, { ...declared, uniqueName: "other" });
    expect(diff).toMatchObject({ replaces: ["uniqueName"], deleteBeforeReplace: false });
  });

  test("shows drift of every declared property, and of no other", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const { twilio, provider } = opened;
    const { uniqueName, description, ...blocks } = changed;
    const body = { unique_name: uniqueName, description, configuration: { configurationType: "Recording", ...blocks } };
    await twilio.call(`${host}${path}/calls`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    opened.calls();
    expect((await provider.read(type, saved))?.inputs).toEqual(changed);
    expect(opened.calls()).toEqual(["GET 200"]);
    const few = { ...saved, inputs: { uniqueName, compositionPolicy: { trim: "do-not-trim" } } };
    expect((await provider.read(type, few))?.inputs).toEqual({
      uniqueName,
      compositionPolicy: { trim: "trim-silence" },
    });
  });

  test("is imported by its name or its id, with an empty preview after it", async () => {
    const { provider } = await localProvider();
    const made = await provider.create(type, declared);
    for (const id of ["calls", made.id]) {
      const imported = await provider.read(type, id);
      expect(imported?.inputs).toEqual(declared);
      expect(imported && (await provider.diff(type, imported, declared)).changes).toBe(false);
    }
    expect(await provider.read(type, "none")).toBeUndefined();
  });

  test("is deleted, and deleted again, and seen to be gone", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(named(opened)).toEqual([]);
    expect(await opened.provider.read(type, saved)).toBeUndefined();
  });

  test("of a name that exists is an error that tells how to import it", async () => {
    const opened = await localProvider();
    const { id } = await opened.provider.create(type, declared);
    await expect(opened.provider.create(type, declared)).rejects.toThrow(
      `The recording configuration "calls" exists already and is not managed by this stack; import it by its ID ${id}, or choose another name.`,
    );
    expect(named(opened)).toHaveLength(1);
  });
});

describe("is refused in check, all at once", () => {
  test("with each mistake's path", async () => {
    const { provider, calls } = await localProvider();
    const { failures } = await provider.check(type, {
      uniqueName: "a b",
      compositionPolicy: { channels: "dual", track: "inbound", trim: "yes" },
      callRecordingStatusCallback: { url: "http://example.com", events: [] },
      features: [
        { type: "transcriptionConfiguration", featureId: "t" },
        { type: "transcriptionConfiguration", featureId: "t" },
      ],
      colour: "red",
    });
    expect(Object.fromEntries(failures.map(({ property, reason }) => [property, reason]))).toEqual({
      uniqueName: "is no unique name; give one without spaces and slashes",
      "compositionPolicy.trim": 'is "yes"; use one of "trim-silence", "do-not-trim"',
      "compositionPolicy.channels":
        'is "dual", but a single track is always recorded in mono; use "mono", or "both" tracks',
      "callRecordingStatusCallback.url": "is no https URL; give one that Twilio can reach",
      "callRecordingStatusCallback.events": "is 0 items long, but must be at least 1 item long",
      "features[1].featureId": 'is "t" again, as in item 0; keep one of the two',
      colour: expect.stringContaining("is no property here; use one of uniqueName"),
    });
    expect(calls()).toEqual([]);
  });

  test("outside us1, and on import", async () => {
    const { provider } = await localProvider({ region: "ie1" });
    const reason =
      "Twilio has recording configurations in region us1 only, and this provider is configured for ie1; use a provider for us1.";
    expect((await provider.check(type, declared)).failures).toEqual([{ property: "", reason }]);
    await expect(provider.read(type, "calls")).rejects.toThrow(reason);
  });
});

const faults = {
  "429": { status: 429 },
  "500 before": { status: 500, when: "before" },
  "500 after": { status: 500, when: "after" },
  "dropped before": { drop: true, when: "before" },
  "dropped after": { drop: true, when: "after" },
} as const;

describe.each(Object.entries(faults))("after a failure (%s)", (_, fault) => {
  test.each(["GET", "POST"])("of %s while it is made, there is one", async (method) => {
    const opened = await localProvider();
    opened.twilio.control.faults.add({ ...fault, host, method, times: 1 });
    const saved = await opened.provider.create(type, declared).catch(() => opened.provider.create(type, declared));
    expect(named(opened).map(({ id }) => id)).toEqual([saved.id]);
  });

  test("of an update or a delete, the next attempt does it", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    opened.twilio.control.faults.add({ ...fault, host, method: "PUT", times: 1 });
    await expect(opened.provider.update(type, saved, changed)).rejects.toThrow("Twilio did not answer PUT");
    const updated = await opened.provider.update(type, saved, changed);
    expect(named(opened)).toMatchObject([{ description: "Some calls" }]);
    opened.twilio.control.faults.add({ ...fault, host, method: "DELETE", times: 1 });
    await expect(opened.provider.delete(type, updated)).rejects.toThrow("Twilio did not answer DELETE");
    await opened.provider.delete(type, updated);
    expect(named(opened)).toEqual([]);
  });
});
