import { describe, expect, test } from "vitest";
import type { FlexConfiguration } from "../../../../local/twilio/flex/properties.ts";
import { writable } from "../../../../local/twilio/flex/properties.ts";
import { configuration } from "../../../../providers/twilio/flex/configuration.ts";
import { everyOther, everyProperty, inTheApi } from "./every-property.ts";
import { accountSid, opened, type } from "./fixture.ts";

test("the declarations here have every property that can be written", () => {
  const { onDestroy: _, ...declarable } = configuration.inputs.shape;
  expect(Object.keys(everyProperty).toSorted()).toEqual(Object.keys(declarable).toSorted());
  expect([...Object.keys(inTheApi(1)), "channel_configs"].toSorted()).toEqual(Object.keys(writable).toSorted());
});

describe("every property", () => {
  test("is written as Twilio takes it, beside what objects held before", async () => {
    const { provider, account } = await opened();
    const before = account();
    await provider.create(type, everyProperty);
    const { ui_attributes: ui, ...expected } = inTheApi(1);
    expect(account()).toMatchObject({ ...expected, ui_attributes: { ...before.ui_attributes, ...(ui as object) } });
  });

  test("costs no call when nothing changed, and changes in one call when all did", async () => {
    const { provider, account, exchanges } = await opened();
    const saved = await provider.create(type, everyProperty);
    exchanges();
    expect((await provider.diff(type, saved, saved.inputs)).detailed).toEqual({});
    const { detailed, replaces } = await provider.diff(type, saved, { ...everyOther, onDestroy: "restore" });
    const changed = new Set(Object.keys(detailed).map((path) => path.split(/[.[]/)[0]));
    expect([...changed].toSorted()).toEqual(Object.keys(everyProperty).toSorted());
    expect(replaces).toEqual([]);
    expect(exchanges()).toEqual([]);
    const updated = await provider.update(type, saved, everyOther);
    expect(exchanges().map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(account()).toMatchObject(inTheApi(2));
    expect((await provider.read(type, updated))?.inputs).toMatchObject({
      ...everyOther,
      attributes: { ...everyOther.attributes, nested: { camelCase: 2, snake_case: [2, {}] } },
    });
  });

  test("shows its drift, and goes back on destroy, without a trace", async () => {
    const { provider, control, account } = await opened();
    const before = account();
    const saved = await provider.create(type, everyProperty);
    control.flexConfiguration.change(inTheApi(2) as Partial<FlexConfiguration>);
    const read = await provider.read(type, saved);
    if (read === undefined) throw new Error("it is gone");
    const { detailed } = await provider.diff(type, read, saved.inputs);
    const { channelConfigs: _, ...drifting } = everyProperty;
    const drifted = new Set(Object.keys(detailed).map((path) => path.split(/[.[]/)[0]));
    expect([...drifted].toSorted()).toEqual(Object.keys(drifting).toSorted());
    // Whoever wrote the whole object took others' keys away, which are not ours to bring back.
    control.flexConfiguration.change({ ui_attributes: { ...before.ui_attributes, theme: {} } });
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
  });

  test("is imported, passes its own check, and is followed by an empty diff", async () => {
    const { provider } = await opened();
    await provider.create(type, everyProperty);
    const imported = await provider.read(type, accountSid);
    if (imported === undefined) throw new Error("nothing was imported");
    expect(Object.keys(imported.inputs).toSorted()).toEqual([...Object.keys(everyProperty), "onDestroy"].toSorted());
    const { inputs, failures } = await provider.check(type, imported.inputs);
    expect(failures).toEqual([]);
    expect((await provider.diff(type, imported, inputs)).detailed).toEqual({});
  });

  test("is told by flex.getConfiguration, with what Twilio alone sets", async () => {
    const { provider, account, exchanges } = await opened();
    await provider.create(type, everyProperty);
    exchanges();
    const found = await provider.invoke("twilio:flex:getConfiguration", {});
    expect(exchanges().map(({ method }) => method)).toEqual(["GET"]);
    expect(found).toMatchObject({
      crmType: "crm 1",
      outboundCallFlows: everyProperty.outboundCallFlows,
      accountSid,
      status: "ok",
      taskrouterWorkspaceSid: account().taskrouter_workspace_sid,
      flexInstanceSid: account().flex_instance_sid,
    });
    expect(found).not.toHaveProperty("serviceVersion");
  });
});

describe("an object is owned by its top-level keys", () => {
  test("others' keys stay on create, update and destroy, whoever adds them when", async () => {
    const { provider, control, account } = await opened();
    control.flexConfiguration.change({ attributes: { theirs: 1, ours: "before" } });
    const saved = await provider.create(type, { attributes: { ours: { deep: 1 } }, publicAttributes: { new: true } });
    expect(account().attributes).toEqual({ theirs: 1, ours: { deep: 1 } });
    control.flexConfiguration.change({ attributes: { ours: { deep: 1 }, theirs: 2, later: 3 } });
    expect((await provider.read(type, saved))?.inputs).toEqual({ ...saved.inputs });
    const updated = await provider.update(type, saved, { attributes: { ours: { deep: 2 } } });
    expect(account()).toMatchObject({
      attributes: { ours: { deep: 2 }, theirs: 2, later: 3 },
      public_attributes: null,
    });
    await provider.delete(type, updated);
    expect(account().attributes).toEqual({ ours: "before", theirs: 2, later: 3 });
  });

  test("a key that is declared no more goes back, or away if it was not there", async () => {
    const { provider, control, account } = await opened();
    control.flexConfiguration.change({ attributes: { a: 1 } });
    const saved = await provider.create(type, { attributes: { a: 2, "b.c": 3, constructor: 4 } });
    expect(account().attributes).toEqual({ a: 2, "b.c": 3, constructor: 4 });
    const updated = await provider.update(type, saved, { attributes: { a: 2 } });
    expect(account().attributes).toEqual({ a: 2 });
    await provider.update(type, updated, { callRecordingEnabled: true });
    expect(account().attributes).toEqual({ a: 1 });
  });

  test("an object that was not set is unset again, unless others have put something in", async () => {
    const { provider, control, account } = await opened();
    const saved = await provider.create(type, { attributes: { a: 1 }, crmAttributes: { b: 2 } });
    control.flexConfiguration.change({ crm_attributes: { b: 2, theirs: 3 } });
    await provider.delete(type, saved);
    expect(account()).toMatchObject({ attributes: null, crm_attributes: { theirs: 3 } });
  });

  test("of what Twilio adds to a typed one nothing is shown, and nothing is lost", async () => {
    const { provider, control, account } = await opened();
    const more = { enabled: ["Leave"], dateUpdated: "2026-01-31" };
    control.flexConfiguration.change({ agent_conv_end_methods: more });
    const saved = await provider.create(type, { agentConvEndMethods: { enabled: ["End"] } });
    expect(account().agent_conv_end_methods).toEqual({ ...more, enabled: ["End"] });
    expect((await provider.read(type, saved))?.inputs).toEqual(saved.inputs);
  });

  test("an empty one owns nothing and shows no drift", async () => {
    const { provider, account, posted } = await opened();
    const before = account();
    const saved = await provider.create(type, { attributes: {} });
    const read = await provider.read(type, saved);
    expect(read && (await provider.diff(type, read, saved.inputs)).changes).toBe(false);
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
    expect(posted()).toEqual([
      { account_sid: accountSid, attributes: {} },
      { account_sid: accountSid, attributes: null },
    ]);
  });
});

test("integrations are the same whatever way their JSON is written", async () => {
  const { provider } = await opened();
  const integration = { name: "crm", type: "app", config: '{"a":1,"b":[2]}' };
  const saved = await provider.create(type, { integrations: [integration] });
  const respelled = { ...integration, config: '{ "b": [2], "a": 1 }' };
  expect((await provider.diff(type, saved, { ...saved.inputs, integrations: [respelled] })).changes).toBe(false);
  const other = { ...integration, config: '{"a":2,"b":[2]}' };
  expect((await provider.diff(type, saved, { ...saved.inputs, integrations: [other] })).changes).toBe(true);
});

test("what is wrong is refused at once, with its path", async () => {
  const { provider, exchanges } = await opened();
  const { failures } = await provider.check(type, {
    taskrouterTargetWorkflowSid: "WQ1",
    taskrouterSkills: [{ name: "a", minimum: 3, maximum: 2 }, { name: "a" }],
    integrations: [{ name: "crm", type: "app", config: "{" }],
    outboundCallFlows: { default: { callerId: "0800" } },
    notifications: { mode: "never" },
    serverlessServiceSids: ["ZS"],
    flexUrl: "http://plain.example",
    markdown: { colour: "red" },
  });
  expect(Object.fromEntries(failures.map(({ property, reason }) => [property, reason]))).toEqual({
    taskrouterTargetWorkflowSid: "is no workflow SID; give WW and 32 hexadecimal digits",
    "taskrouterSkills[0].maximum": "is 2, less than the minimum 3; raise it",
    "taskrouterSkills[1].name": 'is "a" again, as in item 0; keep one of the two',
    "integrations[0].config": "is no JSON; give the settings as JSON text",
    "outboundCallFlows.default.callerId": "is no phone number; give it as +14155550123",
    "notifications.mode": 'is "never"; use one of "whenNotInFocus", "always"',
    "serverlessServiceSids[0]": "is no Functions service SID; give ZS and 32 hexadecimal digits",
    flexUrl: "is no https URL; give one that Twilio can reach",
    "markdown.colour": "is no property here; use one of enabled, mode",
  });
  expect(exchanges()).toEqual([]);
});
