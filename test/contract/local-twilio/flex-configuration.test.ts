import { expect, test } from "vitest";
import { accountSid, flexConfiguration, otherAccountSid, refusal, running } from "./running.ts";

type Configuration = Record<string, unknown> & {
  channel_configs: { address_type: string; cbm_attachments: Record<string, unknown> }[];
};

const own = { account_sid: accountSid };
const web = {
  address_type: "web",
  cbm_attachments: {
    enabled: true,
    number_of_attachments: 3,
    max_file_size: 1000,
    max_total_file_size: 3000,
    accepted_extensions: ["pdf"],
  },
};

async function configuration(response: Response): Promise<Configuration> {
  expect(response.status).toBe(200);
  return (await response.json()) as Configuration;
}

test("a fresh account has Flex set up and nothing changed", async () => {
  const twilio = await running();
  const fresh = await configuration(await twilio.call(flexConfiguration));
  expect(fresh).toMatchObject({
    account_sid: accountSid,
    status: "ok",
    call_recording_enabled: null,
    call_recording_webhook_url: null,
    url: "https://flex-api.twilio.com/v1/Configuration",
    taskrouter_workspace_sid: expect.stringMatching(/^WS[0-9a-f]{32}$/),
    flex_service_instance_sid: expect.stringMatching(/^IS[0-9a-f]{32}$/),
    runtime_domain: expect.stringMatching(/^[a-z]+-[a-z]+-\d{4}\.twil\.io$/),
  });
  const limits = fresh.channel_configs.map(({ address_type, cbm_attachments: a }) => [
    address_type,
    a.number_of_attachments,
    a.max_file_size,
    a.max_total_file_size,
  ]);
  expect(limits).toEqual([
    ["web", 1, 16777216, 67108864],
    ["sms", 1, 2097152, 5242880],
    ["whatsapp", 1, 16777216, 67108864],
    ["email", 10, 157286400, 157286400],
    ["messenger", 1, 26214400, 26214400],
  ]);
});

test("an account's SIDs are the same each time, and another account's are others", async () => {
  const [first, again, other] = await Promise.all([running(), running(), running({ accountSid: otherAccountSid })]);
  const workspace = (twilio: typeof first) => twilio.control.flexConfiguration.get().taskrouter_workspace_sid;
  expect(workspace(again)).toBe(workspace(first));
  expect(workspace(other)).not.toBe(workspace(first));
});

test("an update sets what is sent, answers with the whole, and leaves the rest", async () => {
  let now = new Date("2026-01-02T03:04:05Z");
  const twilio = await running({ now: () => now });
  const before = await configuration(await twilio.call(flexConfiguration));
  now = new Date("2026-01-02T03:04:06Z");
  const sent = { call_recording_enabled: true, call_recording_webhook_url: "https://example.com/recordings" };
  const answer = await configuration(await twilio.post(flexConfiguration, { ...own, ...sent }));
  expect(answer).toEqual({ ...before, ...sent, date_updated: "2026-01-02T03:04:06Z" });
  expect(before.date_updated).toBe("2026-01-02T03:04:05Z");
  expect(await configuration(await twilio.call(`${flexConfiguration}?UiVersion=2.n`))).toEqual(answer);
});

test("a JSON property is replaced whole, and null unsets", async () => {
  const twilio = await running();
  await twilio.post(flexConfiguration, {
    ...own,
    channel_configs: [web],
    ui_attributes: { theme: { isLight: false } },
  });
  const changed = await configuration(await twilio.call(flexConfiguration));
  expect(changed.channel_configs).toEqual([web]);
  expect(changed.ui_attributes).toEqual({ theme: { isLight: false } });
  const unset = await configuration(await twilio.post(flexConfiguration, { ...own, ui_attributes: null }));
  expect(unset.ui_attributes).toBeNull();
});

test("both spellings of the path that Twilio documents work", async () => {
  const twilio = await running();
  await configuration(await twilio.post(`${flexConfiguration}/`, { ...own, crm_enabled: true }));
  expect((await configuration(await twilio.call(flexConfiguration))).crm_enabled).toBe(true);
});

test.each(["application/x-www-form-urlencoded", "text/plain", "application/jsonp"])("%s is 415", async (type) => {
  const twilio = await running();
  const response = await twilio.call(flexConfiguration, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(own),
  });
  expect(response.status).toBe(415);
  expect(await refusal(response)).toMatchObject({
    status: 415,
    message: "The server does not support the media type transmitted in the request.",
  });
});

test("a read-only property is 45004 in Twilio's words, and nothing of the request is written", async () => {
  const twilio = await running();
  for (const property of ["flex_service_instance_sid", "status", "date_updated", "runtime_domain", "url"]) {
    const response = await twilio.post(flexConfiguration, { ...own, call_recording_enabled: true, [property]: "x" });
    expect(response.status).toBe(400);
    expect(await refusal(response)).toEqual({
      code: 45004,
      message: `You are not allowed to modify property for [${property}].`,
      more_info: "https://www.twilio.com/docs/errors/45004",
      status: 400,
    });
  }
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBeNull();
});

const limits = (changes: object) => ({
  channel_configs: [{ ...web, cbm_attachments: { ...web.cbm_attachments, ...changes } }],
});

test.each<[string, unknown, string]>([
  ["no account", { account_sid: undefined }, "[account_sid] is required"],
  ["half an account", { account_sid: "AC12" }, "[account_sid] must be an account SID"],
  ["an unknown property", { call_recording: true }, "[call_recording] is no property of Flex Configuration"],
  ["a prototype", JSON.parse('{"__proto__": {}}'), "[__proto__] is no property"],
  ["a text for a switch", { call_recording_enabled: "true" }, "[call_recording_enabled]"],
  ["no URL", { call_recording_webhook_url: "example" }, "[call_recording_webhook_url] must be an http or https URL"],
  ["an array for an object", { attributes: [] }, "[attributes]"],
  [
    "another kind of SID",
    { taskrouter_target_workflow_sid: `WQ${"0".repeat(32)}` },
    "[taskrouter_target_workflow_sid]",
  ],
  ["an object for channels", { channel_configs: {} }, "[channel_configs]"],
  ["an unknown channel", { channel_configs: [{ ...web, address_type: "fax" }] }, "[channel_configs.0.address_type]"],
  ["a channel twice", { channel_configs: [web, web] }, "[channel_configs] must have one entry per address_type"],
  ["no limits", { channel_configs: [{ address_type: "web" }] }, "[channel_configs.0.cbm_attachments]"],
  ["no attachments", limits({ number_of_attachments: 0 }), "number_of_attachments]"],
  ["too many attachments", limits({ number_of_attachments: 11 }), "number_of_attachments]"],
  ["half an attachment", limits({ number_of_attachments: 1.5 }), "number_of_attachments]"],
  ["a size above its total", limits({ max_file_size: 3001 }), "max_file_size] must not be above max_total_file_size"],
  ["a size below nothing", limits({ max_file_size: -1 }), "max_file_size]"],
  ["an extension with a dot", limits({ accepted_extensions: [".pdf"] }), "accepted_extensions.0]"],
  ["an extension twice", limits({ accepted_extensions: ["pdf", "pdf"] }), "accepted_extensions]"],
  ["an unknown limit", limits({ max_size: 1 }), "[channel_configs.0.cbm_attachments]"],
])("%s is refused with 45004 and changes nothing", async (_, properties, words) => {
  const twilio = await running();
  const before = twilio.control.flexConfiguration.get();
  const response = await twilio.post(flexConfiguration, Object.assign(Object.create(null), own, properties));
  expect(response.status).toBe(400);
  const { code, message } = await refusal(response);
  expect(code).toBe(45004);
  expect(message).toContain(words);
  expect(twilio.control.flexConfiguration.get()).toEqual(before);
});

test("all that is wrong is said at once", async () => {
  const twilio = await running();
  const response = await twilio.post(flexConfiguration, { ...own, call_recording_enabled: 1, channel_configs: [{}] });
  const { message } = await refusal(response);
  for (const path of [
    "call_recording_enabled",
    "channel_configs.0.address_type",
    "channel_configs.0.cbm_attachments",
  ]) {
    expect(message).toContain(`[${path}]`);
  }
});

test("the account must be the one that asks", async () => {
  const twilio = await running();
  const response = await twilio.post(flexConfiguration, { account_sid: otherAccountSid, crm_enabled: true });
  expect([response.status, (await refusal(response)).code]).toEqual([403, 45003]);
  expect(twilio.control.flexConfiguration.get().crm_enabled).toBeNull();
});

test.each(["", "{", "[]", "null", '"text"'])("the body %j is refused", async (body) => {
  const twilio = await running();
  const response = await twilio.post(flexConfiguration, body);
  expect([response.status, (await refusal(response)).code]).toEqual([400, 45004]);
});

test("updates in parallel all arrive", async () => {
  const twilio = await running();
  const flags = ["call_recording_enabled", "crm_enabled", "plugin_service_enabled"];
  const texts = ["ui_language", "ui_version", "crm_type"];
  const updates = [...flags.map((name) => ({ [name]: true })), ...texts.map((name) => ({ [name]: name }))];
  const rounds = Array.from({ length: 10 }, () => updates).flat();
  const statuses = await Promise.all(
    rounds.map(async (update) => (await twilio.post(flexConfiguration, { ...own, ...update })).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(twilio.control.flexConfiguration.get()).toMatchObject(Object.assign({}, ...updates));
  expect(twilio.control.requests.list()).toHaveLength(rounds.length);
});
