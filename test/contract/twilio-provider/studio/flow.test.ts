import { describe, expect, test } from "vitest";
import { unknown } from "../../../../providers/kit/index.ts";
import { accountSid } from "../../local-twilio/running.ts";
import { localProvider } from "../local-provider.ts";
import {
  changeElsewhere,
  declared,
  definition,
  flex,
  flowsIn,
  record,
  spelledOtherwise,
  trigger,
  type,
} from "./fixture.ts";

const changed = {
  friendlyName: "Other",
  status: "published",
  definition: { ...definition, description: "Calls and more" },
  commitMessage: "more",
};

describe("a flow", () => {
  test("is made once, judged by Studio before", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual(["POST 200", "GET 200", "POST 201"]);
    expect(saved.id).toMatch(/^FW[0-9a-f]{32}$/);
    expect(saved.state).toEqual({
      ...declared,
      sid: saved.id,
      revision: 1,
      webhookUrl: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${saved.id}`,
      valid: true,
    });
  });

  test("costs no call when nothing changed, however it is spelled, nor in a preview", async () => {
    const { provider, calls } = await localProvider();
    const saved = await provider.create(type, declared);
    calls();
    const again = { ...declared, definition: spelledOtherwise };
    const { inputs, failures } = await provider.check(type, again, saved.inputs);
    expect(failures).toEqual([]);
    expect(await provider.diff(type, saved, inputs)).toMatchObject({ changes: false, detailed: {} });
    await provider.check(type, { ...declared, commitMessage: "only noted" }, saved.inputs);
    expect(calls()).toEqual([]);
  });

  test("shows in a preview what can be known", async () => {
    const { provider, calls } = await localProvider();
    const planned = await provider.create(type, { ...declared, status: "published" }, { preview: true });
    expect(planned.state).toMatchObject({ sid: unknown, revision: unknown, webhookUrl: unknown, valid: true });
    const saved = await provider.create(type, declared);
    calls();
    const update = await provider.update(type, saved, { ...declared, friendlyName: "Other" }, { preview: true });
    const { sid, webhookUrl } = saved.state;
    expect(update.state).toMatchObject({ sid, webhookUrl, revision: unknown, valid: unknown });
    expect(calls()).toEqual([]);
  });

  test("changes every property in place, by one call whose answer counts", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const { detailed, replaces } = await opened.provider.diff(type, saved, changed);
    expect(detailed).toEqual({
      friendlyName: "update",
      status: "update",
      "definition.description": "update",
      commitMessage: "add",
    });
    expect(replaces).toEqual([]);
    opened.calls();
    const updated = await opened.provider.update(type, saved, changed);
    expect(opened.calls()).toEqual(["POST 200", "POST 200"]);
    expect(updated.state).toMatchObject({ ...changed, sid: saved.id, revision: 2, valid: true });
  });

  test("tells a change by the widget that changed, wherever widgets stand", async () => {
    const { provider } = await localProvider();
    const saved = await provider.create(type, declared);
    const mono = { ...record, properties: { record_call: true, recording_channels: "mono" } };
    const states = [flex, { ...trigger, properties: {} }, mono];
    const { detailed } = await provider.diff(type, saved, { ...declared, definition: { ...definition, states } });
    expect(detailed).toMatchObject({ "definition.states[2].properties.recording_channels": "update" });
    expect(Object.keys(detailed).filter((path) => path.startsWith("definition.states[0]"))).toEqual([]);
  });

  test("shows drift of every property, and none where widgets only moved", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, { ...declared, commitMessage: "first" });
    await changeElsewhere(opened, saved.id, {
      Status: "draft",
      Definition: JSON.stringify(spelledOtherwise),
      CommitMessage: "first",
    });
    expect((await opened.provider.read(type, saved))?.inputs).toEqual(saved.inputs);

    await changeElsewhere(opened, saved.id, {
      FriendlyName: changed.friendlyName,
      Status: changed.status,
      Definition: JSON.stringify(changed.definition),
      CommitMessage: changed.commitMessage,
    });
    opened.calls();
    const found = await opened.provider.read(type, saved);
    expect(opened.calls()).toEqual(["GET 200"]);
    expect(found).toMatchObject({ inputs: changed, state: { revision: 3 } });
    expect(found && (await opened.provider.diff(type, found, saved.inputs)).detailed).toEqual({
      friendlyName: "update",
      status: "update",
      "definition.description": "update",
      commitMessage: "update",
    });
  });

  test("keeps quiet about a commit message that is not declared", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await changeElsewhere(opened, saved.id, { Status: "draft", CommitMessage: "by hand" });
    expect((await opened.provider.read(type, saved))?.inputs).toEqual(saved.inputs);
  });

  test("is imported by its SID, followed by an empty preview", async () => {
    const { provider } = await localProvider();
    const { id, inputs } = await provider.create(type, { ...declared, commitMessage: "first" });
    const imported = await provider.read(type, id);
    expect(imported?.inputs).toEqual(inputs);
    const checked = await provider.check(type, imported?.inputs ?? {});
    expect(checked.failures).toEqual([]);
    expect(imported && (await provider.diff(type, imported, inputs)).changes).toBe(false);
    expect(await provider.read(type, `FW${"0".repeat(32)}`)).toBeUndefined();
  });

  test("is deleted, and deleted again, and seen to be gone", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(await flowsIn(opened)).toEqual([]);
    expect(await opened.provider.read(type, saved)).toBeUndefined();
  });

  test("of a name that exists is an error that tells its SID", async () => {
    const opened = await localProvider();
    const { id } = await opened.provider.create(type, declared);
    await expect(opened.provider.create(type, declared)).rejects.toThrow(
      `The flow "Main" exists already and is not managed by this stack; import it by its ID ${id}, or choose another name.`,
    );
    expect(await flowsIn(opened)).toHaveLength(1);
  });
});

const unanswered = {
  "429": { status: 429 },
  "500 before": { status: 500, when: "before" },
  "500 after": { status: 500, when: "after" },
  "dropped before": { drop: true, when: "before" },
  "dropped after": { drop: true, when: "after" },
} as const;

describe.each(Object.entries(unanswered))("when Twilio answers with %s", (_, fault) => {
  const only = { ...fault, host: "studio.twilio.com", pathPattern: "^/v2/Flows(/FW.*)?$", times: 1 };

  test("a create ends with exactly one flow", async () => {
    const opened = await localProvider();
    opened.twilio.control.faults.add({ ...only, method: "POST" });
    const saved = await opened.provider.create(type, declared);
    expect(await flowsIn(opened)).toMatchObject([{ sid: saved.id }]);
    expect(saved.state).toMatchObject({ ...declared, revision: 1 });
  });

  test("an update and a delete converge at the next attempt", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    opened.twilio.control.faults.add({ ...only, method: "POST" });
    await expect(opened.provider.update(type, saved, changed)).rejects.toThrow(/did not answer/);
    const updated = await opened.provider.update(type, saved, changed);
    expect((await opened.provider.read(type, updated))?.inputs).toEqual(updated.inputs);
    opened.twilio.control.faults.add({ ...only, method: "DELETE" });
    await expect(opened.provider.delete(type, updated)).rejects.toThrow(/did not answer/);
    await opened.provider.delete(type, updated);
    expect(await flowsIn(opened)).toEqual([]);
  });

  test("a refresh is an error, not an absence", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    opened.twilio.control.faults.add({ ...only, method: "GET" });
    await expect(opened.provider.read(type, saved)).rejects.toThrow(/did not answer/);
  });
});
