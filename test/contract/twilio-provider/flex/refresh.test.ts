import { describe, expect, test } from "vitest";
import { accountSid, opened, otherAccountSid, type } from "./fixture.ts";

const web = { addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 4096 } };

describe("refresh", () => {
  test("finds nothing where nothing changed", async () => {
    const { provider, posted } = await opened();
    const saved = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    posted();
    const read = await provider.read(type, saved);
    expect(read).toEqual(saved);
    expect(posted()).toEqual([]);
  });

  test("shows drift of what is declared, and of that only", async () => {
    const { provider, control, changeChannel } = await opened();
    const saved = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    control.flexConfiguration.change({
      call_recording_enabled: false,
      call_recording_webhook_url: "https://theirs.example",
      crm_enabled: true,
    });
    changeChannel("web", { max_file_size: 1, number_of_attachments: 7 });
    changeChannel("sms", { enabled: false });
    const read = await provider.read(type, saved);
    expect(read?.inputs).toEqual({
      callRecordingEnabled: false,
      channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 1 } }],
      onDestroy: "restore",
    });
    expect(read?.state.original).toEqual(saved.state.original);
  });

  test("leaves out what is no longer set, so that the next update sets it", async () => {
    const { provider, control } = await opened();
    const saved = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    control.flexConfiguration.change({ call_recording_enabled: null, channel_configs: null });
    const read = await provider.read(type, saved);
    expect(read?.inputs).toEqual({ onDestroy: "restore" });
    expect(read && (await provider.diff(type, read, saved.inputs)).detailed).toEqual({
      callRecordingEnabled: "add",
      channelConfigs: "add",
    });
  });

  test("keeps onDestroy as declared", async () => {
    const { provider } = await opened();
    const saved = await provider.create(type, { onDestroy: "keep" });
    expect((await provider.read(type, saved))?.inputs).toEqual({ onDestroy: "keep" });
  });
});

describe("import", () => {
  test("takes over everything that can be declared, and then nothing differs", async () => {
    const { provider, control, account, posted } = await opened();
    control.flexConfiguration.change({
      call_recording_enabled: true,
      call_recording_webhook_url: "https://before.example",
    });
    const before = account();
    const imported = await provider.read(type, accountSid);
    expect(imported).toMatchObject({
      id: accountSid,
      inputs: {
        callRecordingEnabled: true,
        callRecordingWebhookUrl: "https://before.example",
        onDestroy: "restore",
        channelConfigs: ["web", "sms", "whatsapp", "email", "messenger"].map((addressType) => ({ addressType })),
      },
      state: { accountSid, taskrouterWorkspaceSid: before.taskrouter_workspace_sid },
    });
    if (imported === undefined) throw new Error("nothing was imported");
    expect((await provider.check(type, imported.inputs)).failures).toEqual([]);
    expect((await provider.diff(type, imported, imported.inputs)).changes).toBe(false);
    expect((await provider.update(type, imported, imported.inputs)).state).toEqual(imported.state);
    await provider.delete(type, imported);
    expect(posted()).toEqual([]);
    expect(account()).toEqual(before);
  });

  test("of a fresh account leaves out what is not set", async () => {
    const { provider } = await opened();
    const inputs = (await provider.read(type, accountSid))?.inputs;
    expect(Object.keys(inputs ?? {}).toSorted()).toEqual([
      "channelConfigs",
      "chatServiceInstanceSid",
      "debuggerIntegration",
      "flexInsightsDrilldown",
      "flexUiStatusReport",
      "markdown",
      "notifications",
      "onDestroy",
      "taskrouterTargetTaskqueueSid",
      "taskrouterTargetWorkflowSid",
      "uiAttributes",
      "uiVersion",
    ]);
  });

  test("leaves out what can't be declared: it would fail its own check", async () => {
    const { provider, control } = await opened();
    control.flexConfiguration.change({ call_recording_webhook_url: "http://plain.example", channel_configs: null });
    const inputs = (await provider.read(type, accountSid))?.inputs;
    expect(inputs).not.toHaveProperty("callRecordingWebhookUrl");
    expect(inputs).not.toHaveProperty("channelConfigs");
  });

  test("then declaring less releases the rest as it was found", async () => {
    const { provider, account } = await opened();
    const before = account();
    const imported = await provider.read(type, accountSid);
    if (imported === undefined) throw new Error("nothing was imported");
    const less = { channelConfigs: [{ addressType: "email", cbmAttachments: { enabled: false } }] };
    const updated = await provider.update(type, imported, less);
    await provider.delete(type, updated);
    expect(account()).toEqual(before);
  });

  test.each([otherAccountSid, "flex", ""])("of %j is refused, without asking Twilio", async (id) => {
    const { provider, exchanges } = await opened();
    await expect(provider.read(type, id)).rejects.toThrow(`${id} is not the provider's account; import ${accountSid}.`);
    expect(exchanges()).toEqual([]);
  });
});

describe("the account", () => {
  const another = `The provider's account is ${otherAccountSid}, but this is the Flex Configuration of ${accountSid}; give one account to both.`;

  test("of the provider may have become another one: nothing of the one is written into the other", async () => {
    const { provider, restart, config, account, exchanges } = await opened();
    const saved = await provider.create(type, { callRecordingEnabled: true });
    const now = account();
    exchanges();
    const other = await restart({ ...config, accountSid: otherAccountSid });
    await expect(other.read(type, saved)).rejects.toThrow(another);
    await expect(other.update(type, saved, { callRecordingEnabled: false })).rejects.toThrow(another);
    await expect(other.delete(type, saved)).rejects.toThrow(another);
    expect(exchanges()).toEqual([]);
    expect(account()).toEqual(now);
  });

  test("that answers may be another one than that of the credentials", async () => {
    const { provider, control, posted } = await opened();
    const body = JSON.parse(JSON.stringify({ ...control.flexConfiguration.get(), account_sid: otherAccountSid }));
    control.faults.add({ host: "flex-api.twilio.com", method: "GET", status: 200, body });
    await expect(provider.create(type, { callRecordingEnabled: true })).rejects.toThrow(
      `The credentials are of the account ${otherAccountSid}, not of ${accountSid}; give accountSid and the credentials of one account.`,
    );
    expect(posted()).toEqual([]);
  });

  test.each(["{}", "[]", '{"account_sid": null}'])("is not taken from an answer that is none: %s", async (body) => {
    const { provider, control, posted } = await opened();
    control.faults.add({ host: "flex-api.twilio.com", method: "GET", status: 200, body });
    await expect(provider.create(type, { callRecordingEnabled: true })).rejects.toThrow(
      "Twilio did not answer GET /v1/Configuration: its answer is no Flex Configuration.",
    );
    expect(posted()).toEqual([]);
  });
});
