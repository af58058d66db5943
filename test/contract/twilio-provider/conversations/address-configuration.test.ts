import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../../providers/kit/index.ts";
import { unknown } from "../../../../providers/kit/index.ts";
import { answered, postForm } from "../../local-twilio/forms.ts";
import { accountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:conversations:AddressConfiguration";
const addresses = "conversations.twilio.com/v1/Configuration/Addresses";
const flow = `FW${"1".repeat(32)}`;
const service = `IS${"2".repeat(32)}`;

const studio = { type: "studio", flowSid: flow, retryCount: 2, enabled: true, conversationServiceSid: service };
const webhook = {
  type: "webhook",
  url: "https://example.com/hook",
  method: "GET",
  filters: ["onMessageAdded", "onParticipantAdded"],
  enabled: false,
};
const chat = (autoCreation: PropertyMap) => ({ type: "chat", address: "web", friendlyName: "Web", autoCreation });

function live({ twilio }: LocalProvider) {
  return twilio.control.state().conversations.addresses;
}

/** Changes the address as somebody does who knows nothing of us. */
async function setElsewhere({ twilio, calls }: LocalProvider, fields: Record<string, string | string[]>) {
  await answered(postForm(twilio, `${addresses}/web`, fields));
  calls();
}

test("an address is made, changed in place from one type to the others, and deleted", async () => {
  const opened = await localProvider();
  const { provider, calls } = opened;
  let saved = await provider.create(type, chat(studio));
  expect(calls()).toEqual(["GET 404", "POST 201"]);
  expect(saved.id).toMatch(/^IG[0-9a-f]{32}$/);
  expect(saved.state).toMatchObject({ sid: saved.id, accountSid });
  expect(live(opened)[0]?.auto_creation).toEqual({
    enabled: true,
    type: "studio",
    conversation_service_sid: service,
    studio_flow_sid: flow,
    studio_retry_count: 2,
  });

  saved = await provider.update(type, saved, chat(webhook));
  expect(calls()).toEqual(["POST 200"]);
  expect(live(opened)[0]?.auto_creation).toEqual({
    enabled: false,
    type: "webhook",
    webhook_url: "https://example.com/hook",
    webhook_method: "GET",
    webhook_filters: ["onMessageAdded", "onParticipantAdded"],
  });

  saved = await provider.update(type, saved, { type: "chat", address: "web", autoCreation: { type: "default" } });
  expect(live(opened)[0]).toMatchObject({ friendly_name: null, auto_creation: { enabled: true, type: "default" } });
  calls();

  await provider.delete(type, saved);
  await provider.delete(type, saved);
  expect(calls()).toEqual(["DELETE 204", "DELETE 404"]);
  expect(live(opened)).toEqual([]);
});

test("defaults are filled in within the chosen type", async () => {
  const { provider } = await localProvider();
  const { inputs } = await provider.check(type, chat({ type: "studio", flowSid: flow }));
  expect(inputs.autoCreation).toEqual({ type: "studio", flowSid: flow, retryCount: 3, enabled: true });
  const other = await provider.check(type, chat({ type: "webhook", url: webhook.url, filters: webhook.filters }));
  expect(other.inputs.autoCreation).toMatchObject({ method: "POST", enabled: true });
});

test.each([studio, webhook, { type: "default" }])("an import of %j is followed by an empty diff", async (auto) => {
  const { provider, calls } = await localProvider();
  const { id } = await provider.create(type, chat(auto));
  calls();
  const imported = await provider.read(type, id);
  expect(calls()).toEqual(["GET 200"]);
  if (imported === undefined) throw new Error("nothing was imported");
  const { inputs, failures } = await provider.check(type, imported.inputs);
  expect(failures).toEqual([]);
  expect(inputs).toEqual(imported.inputs);
  expect((await provider.diff(type, imported, chat({ enabled: true, ...auto }))).detailed).toEqual({});
  expect(calls()).toEqual([]);
});

describe("a refresh", () => {
  test.each([
    [{ FriendlyName: "Other" }, { friendlyName: "update" }],
    [{ "AutoCreation.Enabled": "false" }, { "autoCreation.enabled": "update" }],
    [{ "AutoCreation.StudioRetryCount": "0" }, { "autoCreation.retryCount": "update" }],
    [{ "AutoCreation.StudioFlowSid": `FW${"9".repeat(32)}` }, { "autoCreation.flowSid": "update" }],
    [{ "AutoCreation.ConversationServiceSid": "" }, { "autoCreation.conversationServiceSid": "add" }],
  ])("sees %j", async (fields, difference) => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, chat(studio));
    await setElsewhere(opened, fields);
    const found = await opened.provider.read(type, saved);
    expect(opened.calls()).toEqual(["GET 200"]);
    if (found === undefined) throw new Error("nothing was found");
    expect((await opened.provider.diff(type, found, saved.inputs)).detailed).toEqual(difference);
  });

  test("sees another type, and the next up puts it right", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, chat(studio));
    await setElsewhere(opened, { "AutoCreation.Type": "default" });
    const found = await opened.provider.read(type, saved);
    if (found === undefined) throw new Error("nothing was found");
    expect((await opened.provider.diff(type, found, saved.inputs)).changes).toBe(true);
    await opened.provider.update(type, found, saved.inputs);
    expect(live(opened)[0]?.auto_creation).toMatchObject({ type: "studio", studio_flow_sid: flow });
  });

  test("passes over what is not declared", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, {
      type: "chat",
      address: "web",
      autoCreation: { type: "default" },
    });
    await setElsewhere(opened, { FriendlyName: "Theirs", "AutoCreation.ConversationServiceSid": service });
    expect((await opened.provider.read(type, saved))?.inputs).toEqual(saved.inputs);
    await opened.provider.update(type, saved, saved.inputs);
    expect(live(opened)[0]).toMatchObject({
      friendly_name: "Theirs",
      auto_creation: { conversation_service_sid: service },
    });
  });

  test("proves that it is gone by a 404 alone", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, chat(studio));
    opened.twilio.control.faults.add({ status: 500, times: 1 });
    await expect(opened.provider.read(type, saved)).rejects.toThrow("it answered HTTP 500");
    await opened.twilio.call(`${addresses}/${saved.id}`, { method: "DELETE" });
    expect(await opened.provider.read(type, saved)).toBeUndefined();
  });
});

test("an address that exists is an error with its import ID, and stays as it is", async () => {
  const opened = await localProvider();
  const { sid } = await answered(postForm(opened.twilio, addresses, { Type: "chat", Address: "web" }), 201);
  await expect(opened.provider.create(type, chat(studio))).rejects.toThrow(
    `The configuration of the address web exists already and is not managed by this stack; import it by its ID ${sid}, or choose another name.`,
  );
  expect(live(opened)).toMatchObject([{ friendly_name: null, auto_creation: { enabled: false } }]);
});

test("type, address and country replace, the old one first; nothing else does", async () => {
  const { provider } = await localProvider();
  const saved = await provider.create(type, {
    type: "sms",
    address: "12345",
    addressCountry: "US",
    autoCreation: { type: "default" },
  });
  const difference = await provider.diff(type, saved, {
    type: "whatsapp",
    address: "whatsapp:+14155550100",
    addressCountry: "CA",
    friendlyName: "Help",
    autoCreation: studio,
  });
  expect(difference.replaces.toSorted()).toEqual(["address", "addressCountry", "type"]);
  expect(difference.deleteBeforeReplace).toBe(true);
});

test("a preview asks nothing of Twilio and knows what does not change", async () => {
  const { provider, calls } = await localProvider();
  const first = await provider.create(type, chat({ ...studio, flowSid: unknown }), { preview: true });
  expect(first.state).toMatchObject({ sid: unknown, accountSid });
  const saved = await provider.create(type, chat(studio));
  calls();
  const next = await provider.update(type, saved, chat(webhook), { preview: true });
  expect(next.state).toMatchObject({ sid: saved.id, accountSid });
  expect((await provider.diff(type, saved, saved.inputs)).changes).toBe(false);
  expect(calls()).toEqual([]);
});

test("check names every mistake at once", async () => {
  const { provider, calls } = await localProvider();
  const { failures } = await provider.check(type, {
    type: "sms",
    address: "0155",
    addressCountry: "us",
    friendlyName: "",
    autoCreation: { type: "studio", flowSid: "FW1", retryCount: 4, url: "https://example.com" },
  });
  expect(failures.map(({ property, reason }) => `${property}: ${reason}`).toSorted()).toEqual([
    "addressCountry: is no country code; give two capital letters, as in US",
    "autoCreation.flowSid: is no Studio flow SID; give FW and 32 hexadecimal digits",
    "autoCreation.retryCount: is 4, but must be at most 3",
    "autoCreation.url: is no property here; use one of type, flowSid, retryCount, enabled, conversationServiceSid",
    "friendlyName: is 0 characters long, but must be at least 1 character long",
  ]);
  const others = await provider.check(type, {
    type: "whatsapp",
    address: "+14155550100",
    addressCountry: "US",
    autoCreation: { type: "webhook", url: "http://example.com", filters: ["onNothing"] },
  });
  expect(others.failures.map(({ property }) => property).toSorted()).toEqual([
    "address",
    "addressCountry",
    "autoCreation.filters[0]",
    "autoCreation.url",
  ]);
  expect(calls()).toEqual([]);
});

test("filters are a set", async () => {
  const { provider } = await localProvider();
  const saved = await provider.create(type, chat(webhook));
  const turned = chat({ ...webhook, filters: webhook.filters.toReversed() });
  expect((await provider.diff(type, saved, turned)).changes).toBe(false);
});

test("the function looks an address up by itself or by its SID", async () => {
  const { provider, calls } = await localProvider();
  const saved = await provider.create(type, { type: "sms", address: "+14155550100", autoCreation: studio });
  calls();
  const name = "twilio:conversations:getAddressConfiguration";
  const expected = { sid: saved.id, accountSid, type: "sms", address: "+14155550100", autoCreation: studio };
  expect(await provider.invoke(name, { address: "+14155550100" })).toEqual(expected);
  expect(await provider.invoke(name, { address: saved.id })).toEqual(expected);
  expect(calls()).toEqual(["GET 200", "GET 200"]);
  await expect(provider.invoke(name, { address: "nobody" })).rejects.toThrow(
    "address: nobody is not configured in this account; give one that is.",
  );
});
