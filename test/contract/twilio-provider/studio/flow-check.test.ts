import { describe, expect, test } from "vitest";
import { type PropertyMap, Secret, unknown } from "../../../../providers/kit/index.ts";
import { ProviderClient } from "../../../../providers/kit/testing.ts";
import { twilio as declaration } from "../../../../providers/twilio/provider.ts";
import { localProvider } from "../local-provider.ts";
import { declared, definition, flex, record, trigger, type } from "./fixture.ts";

async function failuresOf(news: PropertyMap, olds?: PropertyMap) {
  const opened = await localProvider();
  const { failures } = await opened.provider.check(type, news, olds);
  return {
    failures: Object.fromEntries(failures.map(({ property, reason }) => [property, reason])),
    calls: opened.calls(),
  };
}

const wrongStates = { ...definition, states: [trigger, record, { ...flex, name: "Other" }], initial_state: "Start" };

describe("check", () => {
  test("names every mistake with its path, without asking Studio", async () => {
    const { failures, calls } = await failuresOf({
      friendlyName: "",
      status: "live",
      definition: { initial_state: "Trigger", states: [trigger, trigger, { name: "a name", type: "" }] },
      sid: "FW",
    });
    expect(Object.keys(failures).sort()).toEqual([
      "definition.states[1].name",
      "definition.states[2].name",
      "definition.states[2].type",
      "friendlyName",
      "sid",
      "status",
    ]);
    expect(failures["definition.states[2].name"]).toBe(
      "is no widget name; use letters, digits, underscores and hyphens",
    );
    expect(calls).toEqual([]);
  });

  test("turns what Studio finds into failures with paths", async () => {
    const { failures, calls } = await failuresOf({ ...declared, definition: wrongStates });
    expect(failures).toEqual({
      "definition.initial_state": "is refused by Studio: must match a widget name",
      "definition.states[1].transitions[0].next": "is refused by Studio: must match a widget name",
    });
    expect(calls).toEqual(["POST 400"]);
  });

  test("asks again when a draft is to be published, since a draft may be unfinished", async () => {
    const unfinished = { ...flex, properties: { channel: "voice" } };
    const draft = { ...declared, definition: { ...definition, states: [trigger, record, unfinished] } };
    expect(await failuresOf(draft)).toEqual({ failures: {}, calls: ["POST 200"] });
    const { failures } = await failuresOf({ ...draft, status: "published" }, draft);
    expect(failures).toEqual({
      "definition.states[2].properties.workflow": "is refused by Studio: must not be empty",
    });
  });

  test("judges what is unknown when it is known", async () => {
    const { provider, calls } = await localProvider();
    const states = [trigger, record, { ...flex, properties: { workflow: unknown, channel: "voice" } }];
    const { failures } = await provider.check(type, { ...declared, definition: { ...definition, states } });
    expect([failures, calls()]).toEqual([[], []]);
  });

  test.each([
    ["refuses the credentials", { status: 401 }],
    ["fails", { status: 500 }],
    ["hangs up", { drop: true }],
  ] as const)("is content with the shape where Studio %s", async (_, fault) => {
    const { provider, twilio } = await localProvider();
    twilio.control.faults.add(fault);
    expect((await provider.check(type, { ...declared, definition: wrongStates })).failures).toEqual([]);
  });

  test("tells of a refusal that has no details as a whole", async () => {
    const { provider, twilio } = await localProvider();
    twilio.control.faults.add({ status: 400, code: 20001, message: "No flows today" });
    const { failures } = await provider.check(type, declared);
    expect(failures.map(({ property }) => property)).toEqual(["definition"]);
    expect(failures[0]?.reason).toContain("No flows today");
  });

  test("works without an account", async () => {
    const provider = await ProviderClient.start(declaration);
    try {
      expect((await provider.check(type, declared)).failures).toEqual([]);
      expect((await provider.check(type, { ...declared, status: "live" })).failures).toHaveLength(1);
    } finally {
      await provider.close();
    }
  });
});

test("a secret inside a definition stays one, in what Studio finds too", async () => {
  const { provider, twilio } = await localProvider();
  const token = "a-very-secret-token";
  const properties = { workflow: `WW${"0".repeat(32)}`, channel: "voice", attributes: new Secret(token) };
  const states = [trigger, record, { ...flex, properties }];
  const saved = await provider.create(type, { ...declared, definition: { ...definition, states } });
  expect(JSON.stringify(saved.state)).not.toContain(token);
  const found = await provider.read(type, saved);
  expect(JSON.stringify(found)).not.toContain(token);
  expect(found && (await provider.diff(type, found, saved.inputs)).changes).toBe(false);

  const errors = [{ message: `bad ${token}`, property_path: "#/states/2/properties/attributes" }];
  twilio.control.faults.add({ status: 400, body: { code: 20001, message: "no", status: 400, details: { errors } } });
  const news = { ...declared, definition: { ...definition, states, description: "Other" } };
  const { failures } = await provider.check(type, news, saved.inputs);
  expect(failures.map(({ property }) => property)).toEqual(["definition.states[2].properties.attributes"]);
  expect(JSON.stringify(failures)).not.toContain(token);
});

describe("getFlow", () => {
  const get = "twilio:studio:getFlow";

  test("finds a flow by its name and by its SID, definition included", async () => {
    const { provider } = await localProvider();
    await provider.create(type, { ...declared, friendlyName: "Another" });
    const saved = await provider.create(type, { ...declared, commitMessage: "first" });
    const { definition: _, ...others } = saved.state;
    const byName = await provider.invoke(get, { friendlyName: "Main" });
    expect(byName).toMatchObject(others);
    expect(byName.definition).toEqual(definition);
    expect(await provider.invoke(get, { sid: saved.id })).toEqual(byName);
  });

  test("does not choose between two of one name, and names them", async () => {
    const { provider, twilio } = await localProvider();
    const { id } = await provider.create(type, declared);
    const form = { FriendlyName: "Main", Status: "draft", Definition: JSON.stringify(definition) };
    await twilio.call("studio.twilio.com/v2/Flows", { method: "POST", body: new URLSearchParams(form) });
    const invoked = provider.invoke(get, { friendlyName: "Main" });
    await expect(invoked).rejects.toThrow(/^friendlyName: FW\w+ and FW\w+ are all named "Main"/);
    await expect(invoked).rejects.toThrow(id);
  });

  test("says what is not there, and what is wrong", async () => {
    const { provider } = await localProvider();
    const nowhere = `FW${"0".repeat(32)}`;
    await expect(provider.invoke(get, { friendlyName: "Gone" })).rejects.toThrow(
      'friendlyName: no flow is named "Gone" of this account; give one that is there.',
    );
    await expect(provider.invoke(get, { sid: nowhere })).rejects.toThrow(`sid: ${nowhere} is no flow of this account`);
    await expect(provider.invoke(get, {})).rejects.toThrow(
      "friendlyName: is missing; give the flow's name, or its sid",
    );
    await expect(provider.invoke(get, { sid: "FW1", friendlyName: "Main" })).rejects.toThrow(
      "sid: is no flow SID; give FW and 32 hexadecimal digits\nsid: is given beside friendlyName; keep one of the two",
    );
  });
});
