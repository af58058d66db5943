import { describe, expect, test } from "vitest";
import { accountSid, type Opened, opened, type } from "./fixture.ts";

const limits = { maxFileSize: 4096, maxTotalFileSize: 8192 };
const web = { addressType: "web", cbmAttachments: { enabled: true, ...limits } };
const whatsapp = { addressType: "whatsapp", cbmAttachments: { enabled: false } };
const webhook = "https://ours.example/recordings";

async function created(declared: Parameters<Opened["provider"]["create"]>[1]) {
  const open = await opened();
  open.control.flexConfiguration.change({ call_recording_webhook_url: "https://before.example" });
  const before = open.account();
  const saved = await open.provider.create(type, declared);
  open.exchanges();
  return { ...open, before, saved };
}

describe("update", () => {
  test("adds a key, and keeps what was there when it was added", async () => {
    const { provider, saved, posted, control } = await created({ callRecordingEnabled: true });
    control.flexConfiguration.change({ call_recording_webhook_url: "https://since.example" });
    const declared = { callRecordingEnabled: true, callRecordingWebhookUrl: webhook };
    const { state } = await provider.update(type, saved, declared);
    expect(posted()).toEqual([{ account_sid: accountSid, call_recording_webhook_url: webhook }]);
    expect(state.original).toEqual({
      callRecordingEnabled: {},
      callRecordingWebhookUrl: { value: "https://since.example" },
    });
  });

  test("releases a key, which goes back to what it was, unset included", async () => {
    const declared = { callRecordingEnabled: true, callRecordingWebhookUrl: webhook, channelConfigs: [web] };
    const { provider, saved, posted, account, before } = await created(declared);
    const { state } = await provider.update(type, saved, { channelConfigs: [web] });
    expect(posted()).toEqual([
      {
        account_sid: accountSid,
        call_recording_enabled: null,
        call_recording_webhook_url: "https://before.example",
      },
    ]);
    expect(Object.keys(state.original as object)).not.toContain("callRecordingEnabled");
    expect({ ...account(), channel_configs: null }).toEqual({ ...before, channel_configs: null });
  });

  test("adds a channel and releases another, which goes back to what it was", async () => {
    const { provider, saved, channel, before, account } = await created({ channelConfigs: [web] });
    const { state } = await provider.update(type, saved, { channelConfigs: [whatsapp] });
    expect(channel("whatsapp")).toMatchObject({ enabled: false, max_file_size: 16_777_216 });
    expect(account().channel_configs?.filter(({ address_type }) => address_type !== "whatsapp")).toEqual(
      before.channel_configs?.filter(({ address_type }) => address_type !== "whatsapp"),
    );
    expect(Object.keys(state.original as object).toSorted()).toEqual([
      "channelConfigs.whatsapp",
      "channelConfigs.whatsapp.enabled",
    ]);
  });

  test("releases a single limit, and leaves alone what somebody else did to the others", async () => {
    const { provider, saved, channel, changeChannel } = await created({ channelConfigs: [web] });
    changeChannel("web", { number_of_attachments: 9 });
    await provider.update(type, saved, {
      channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 4096 } }],
    });
    expect(channel("web")).toMatchObject({
      max_file_size: 4096,
      max_total_file_size: 67_108_864,
      number_of_attachments: 9,
    });
  });

  test("releases the whole of channelConfigs", async () => {
    const { provider, saved, account, before } = await created({ channelConfigs: [web, whatsapp] });
    const { state } = await provider.update(type, saved, {});
    expect(account()).toEqual(before);
    expect(state.original).toEqual({});
  });

  test("puts right what drifted, and posts nothing where nothing did", async () => {
    const declared = { callRecordingEnabled: true, channelConfigs: [web] };
    const { provider, saved, changeChannel, channel, posted } = await created(declared);
    const same = await provider.update(type, saved, declared);
    expect(posted()).toEqual([]);
    expect(same.state).toEqual(saved.state);
    changeChannel("web", { max_file_size: 1 });
    await provider.update(type, saved, declared);
    expect(channel("web")).toMatchObject({ max_file_size: 4096 });
  });

  test("builds a channel anew that has gone, with the limits that it had before us", async () => {
    const { provider, saved, control, channel, account } = await created({ channelConfigs: [web] });
    const others = account().channel_configs?.slice(1) ?? [];
    control.flexConfiguration.change({ channel_configs: others });
    await provider.update(type, saved, { channelConfigs: [web] });
    expect(channel("web")).toMatchObject({ max_file_size: 4096, number_of_attachments: 1 });
    expect(account().channel_configs?.slice(0, -1)).toEqual(others);
  });

  test("with keep releases a key as it is", async () => {
    const { provider, saved, posted, account } = await created({ callRecordingEnabled: true, channelConfigs: [web] });
    const { state } = await provider.update(type, saved, { channelConfigs: [web], onDestroy: "keep" });
    expect(posted()).toEqual([]);
    expect(account().call_recording_enabled).toBe(true);
    expect(Object.keys(state.original as object)).not.toContain("callRecordingEnabled");
  });

  test("of onDestroy alone posts nothing", async () => {
    const { provider, saved, posted } = await created({ callRecordingEnabled: true });
    expect((await provider.diff(type, saved, { callRecordingEnabled: true, onDestroy: "keep" })).detailed).toEqual({
      onDestroy: "update",
    });
    await provider.update(type, saved, { callRecordingEnabled: true, onDestroy: "keep" });
    expect(posted()).toEqual([]);
  });
});

describe("a diff", () => {
  test("names what changed, channels by their type and extensions in any order, and never replaces", async () => {
    const extensions = (...acceptedExtensions: string[]) => ({
      addressType: "web",
      cbmAttachments: { enabled: true, acceptedExtensions },
    });
    const { provider, saved } = await created({ channelConfigs: [extensions("pdf", "jpg"), whatsapp] });
    const diff = (declared: object) => provider.diff(type, saved, { onDestroy: "restore", ...declared });
    expect(await diff({ channelConfigs: [whatsapp, extensions("jpg", "pdf")] })).toEqual({
      changes: false,
      detailed: {},
      replaces: [],
      deleteBeforeReplace: true,
    });
    expect(await diff({ callRecordingEnabled: false, channelConfigs: [whatsapp] })).toMatchObject({
      changes: true,
      detailed: { callRecordingEnabled: "add", "channelConfigs[0]": "delete" },
      replaces: [],
    });
  });

  test("would delete before it makes anew, where the user forces that", async () => {
    const { provider, saved } = await created({ callRecordingEnabled: true });
    expect(await provider.diff(type, saved, { callRecordingEnabled: false })).toMatchObject({
      replaces: [],
      deleteBeforeReplace: true,
    });
  });
});

describe("destroy", () => {
  const everything = {
    callRecordingEnabled: true,
    callRecordingWebhookUrl: webhook,
    channelConfigs: [web, whatsapp],
  };

  test("puts back exactly what was there, and nothing else", async () => {
    const { provider, saved, posted, account, before } = await created(everything);
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
    expect(posted()).toEqual([
      {
        account_sid: accountSid,
        call_recording_enabled: null,
        call_recording_webhook_url: "https://before.example",
        channel_configs: before.channel_configs,
      },
    ]);
  });

  test("puts it back after a life of changes", async () => {
    const { provider, saved, account, before } = await created(everything);
    const second = await provider.update(type, saved, { channelConfigs: [whatsapp] });
    const third = await provider.update(type, second, { ...everything, channelConfigs: [web] });
    await provider.delete(type, third);
    expect(account()).toEqual(before);
  });

  test("leaves alone what others did to what is not ours", async () => {
    const { provider, saved, account, before, control, changeChannel } = await created(everything);
    changeChannel("sms", { number_of_attachments: 7 });
    control.flexConfiguration.change({ crm_enabled: true, ui_language: "de" });
    const since = { crm_enabled: true, ui_language: "de" };
    await provider.delete(type, saved);
    const sms = account().channel_configs?.find(({ address_type }) => address_type === "sms");
    expect(sms?.cbm_attachments.number_of_attachments).toBe(7);
    changeChannel("sms", { number_of_attachments: 1 });
    expect(account()).toEqual({ ...before, ...since });
  });

  test("takes away the list of channels again where the account had none", async () => {
    const { provider, control, account } = await opened();
    control.flexConfiguration.change({ channel_configs: null });
    const before = account();
    const cbmAttachments = { enabled: true, numberOfAttachments: 1, ...limits, acceptedExtensions: ["pdf"] };
    const saved = await provider.create(type, { channelConfigs: [{ addressType: "web", cbmAttachments }] });
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
  });

  test("posts nothing where somebody put it back already", async () => {
    const { provider, saved, control, before, posted } = await created({ callRecordingEnabled: true });
    control.flexConfiguration.change({ call_recording_enabled: before.call_recording_enabled });
    await provider.delete(type, saved);
    expect(posted()).toEqual([]);
  });

  test("with keep leaves everything as it is, and asks Twilio nothing", async () => {
    const { provider, saved, account, exchanges } = await created({ ...everything, onDestroy: "keep" });
    const now = account();
    await provider.delete(type, saved);
    expect(account()).toEqual(now);
    expect(exchanges()).toEqual([]);
  });
});
