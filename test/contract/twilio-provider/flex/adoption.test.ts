import { describe, expect, test } from "vitest";
import { unknown } from "../../../../providers/kit/index.ts";
import { keyedSettings, wholeSettings } from "../../../../providers/twilio/flex/settings.ts";
import { accountSid, opened, type } from "./fixture.ts";

const web = { addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 4096, acceptedExtensions: ["pdf"] } };

describe("create", () => {
  test("posts the declared keys alone, a channel with what else it has and the other channels as they are", async () => {
    const { provider, account, exchanges } = await opened();
    const before = account();
    const saved = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    const [first, ...others] = before.channel_configs ?? [];
    expect(exchanges()).toEqual([
      { method: "GET", body: undefined, status: 200 },
      {
        method: "POST",
        body: {
          account_sid: accountSid,
          call_recording_enabled: true,
          channel_configs: [
            {
              address_type: "web",
              cbm_attachments: { ...first?.cbm_attachments, max_file_size: 4096, accepted_extensions: ["pdf"] },
            },
            ...others,
          ],
        },
        status: 200,
      },
    ]);
    expect(saved.id).toBe(accountSid);
    expect(saved.state).toMatchObject({
      accountSid,
      callRecordingEnabled: true,
      taskrouterWorkspaceSid: before.taskrouter_workspace_sid,
      flexServiceInstanceSid: before.flex_service_instance_sid,
    });
  });

  test("keeps what was there, by name, and nothing of what is not declared", async () => {
    const { provider, account } = await opened();
    const [entry] = account().channel_configs ?? [];
    const { state } = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    expect(state.original).toEqual({
      callRecordingEnabled: {},
      "channelConfigs.web": { value: entry },
      "channelConfigs.web.enabled": { value: entry?.cbm_attachments.enabled },
      "channelConfigs.web.maxFileSize": { value: entry?.cbm_attachments.max_file_size },
      "channelConfigs.web.acceptedExtensions": { value: entry?.cbm_attachments.accepted_extensions },
    });
  });

  test("leaves everything else as it is", async () => {
    const { provider, account } = await opened();
    const { call_recording_enabled: _, channel_configs: channels, ...before } = account();
    await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web] });
    const { call_recording_enabled: enabled, channel_configs: channelsAfter, ...after } = account();
    expect(after).toEqual(before);
    expect(channelsAfter?.slice(1)).toEqual(channels?.slice(1));
    expect(enabled).toBe(true);
  });

  test("posts nothing where the account is as declared", async () => {
    const { provider, control, posted } = await opened();
    control.flexConfiguration.change({ call_recording_enabled: false });
    const { state } = await provider.create(type, { callRecordingEnabled: false });
    expect(posted()).toEqual([]);
    expect(state.original).toEqual({ callRecordingEnabled: { value: false } });
  });

  test("of nothing declares nothing and posts nothing", async () => {
    const { provider, posted } = await opened();
    const { state } = await provider.create(type, {});
    expect(posted()).toEqual([]);
    expect(state).toMatchObject({ original: {}, onDestroy: "restore" });
  });

  test("adds a channel that was not there", async () => {
    const { provider, account } = await opened();
    const before = account().channel_configs;
    const cbmAttachments = {
      enabled: true,
      numberOfAttachments: 1,
      maxFileSize: 10,
      maxTotalFileSize: 10,
      acceptedExtensions: ["jpg"],
    };
    const { state } = await provider.create(type, { channelConfigs: [{ addressType: "gbm", cbmAttachments }] });
    expect(account().channel_configs).toEqual([
      ...(before ?? []),
      {
        address_type: "gbm",
        cbm_attachments: {
          enabled: true,
          number_of_attachments: 1,
          max_file_size: 10,
          max_total_file_size: 10,
          accepted_extensions: ["jpg"],
        },
      },
    ]);
    expect(state.original).toMatchObject({ "channelConfigs.gbm": {} });
  });
});

test("a preview asks Twilio nothing, and tells what it can", async () => {
  const { provider, exchanges } = await opened();
  const { state } = await provider.create(type, { callRecordingEnabled: true }, { preview: true });
  expect(state).toMatchObject({ accountSid, callRecordingEnabled: true, onDestroy: "restore", original: unknown });
  expect(exchanges()).toEqual([]);

  const saved = await provider.create(type, { callRecordingEnabled: true });
  exchanges();
  const preview = await provider.update(type, saved, { callRecordingEnabled: false }, { preview: true });
  expect(preview.state).toMatchObject({
    accountSid,
    callRecordingEnabled: false,
    taskrouterWorkspaceSid: saved.state.taskrouterWorkspaceSid,
    flexServiceInstanceSid: saved.state.flexServiceInstanceSid,
    original: unknown,
  });
  expect(exchanges()).toEqual([]);
});

describe("a check refuses, without asking Twilio", () => {
  const readOnly = "is set by Twilio and can't be written (its error 45004); remove it";

  test.each([
    "accountSid",
    "dateCreated",
    "dateUpdated",
    "status",
    "url",
    "serviceVersion",
    "runtimeDomain",
    "flexInstanceSid",
    "taskrouterWorkspaceSid",
    "taskrouterOfflineActivitySid",
    "flexServiceInstanceSid",
  ])("the read-only property %s", async (property) => {
    const { provider, exchanges } = await opened();
    expect((await provider.check(type, { [property]: "x" })).failures).toEqual([{ property, reason: readOnly }]);
    expect(exchanges()).toEqual([]);
  });

  test("everything that is wrong, at once, with its path", async () => {
    const { provider, exchanges } = await opened();
    const { failures } = await provider.check(type, {
      callRecordingEnabled: "yes",
      callRecordingWebhookUrl: "http://plain.example",
      channelConfigs: [
        { addressType: "fax", cbmAttachments: { enabled: true } },
        { addressType: "web", cbmAttachments: { enabled: true, numberOfAttachments: 0 } },
        { addressType: "sms", cbmAttachments: { enabled: true, maxFileSize: 3_000_000, maxTotalFileSize: 2_500_000 } },
        { addressType: "web", cbmAttachments: { enabled: false } },
      ],
      onDestroy: "explode",
      colour: "red",
      status: "ok",
    });
    const names = [...Object.keys(wholeSettings), ...Object.keys(keyedSettings), "channelConfigs", "onDestroy"];
    expect(failures.map(({ property, reason }) => `${property}: ${reason}`).toSorted()).toEqual([
      'callRecordingEnabled: is "yes", but must be true or false',
      "callRecordingWebhookUrl: is no https URL; give one that Twilio can reach",
      'channelConfigs[0].addressType: is "fax"; use one of "web", "sms", "whatsapp", "email", "messenger", "gbm"',
      "channelConfigs[1].cbmAttachments.numberOfAttachments: is 0, but must be at least 1",
      "channelConfigs[2].cbmAttachments.maxFileSize: is 3000000 bytes, but sms takes at most 2097152; lower it",
      "channelConfigs[2].cbmAttachments.maxFileSize: is 3000000 bytes, more than the total of 2500000; lower it or raise the total",
      'channelConfigs[3].addressType: is "web" again, as in item 1; keep one of the two',
      `colour: is no property here; use one of ${names.join(", ")}`,
      'onDestroy: is "explode"; use one of "restore", "keep"',
      `status: ${readOnly}`,
    ]);
    expect(exchanges()).toEqual([]);
  });

  test("an empty list of channels", async () => {
    const { provider } = await opened();
    expect((await provider.check(type, { channelConfigs: [] })).failures).toEqual([
      { property: "channelConfigs", reason: "is 0 items long, but must be at least 1 item long" },
    ]);
  });
});

test("what only Twilio can know is refused by Twilio, and then nothing is adopted", async () => {
  const { provider, account } = await opened();
  const before = account();
  const smallTotal = { addressType: "web", cbmAttachments: { enabled: true, maxTotalFileSize: 10 } };
  await expect(provider.create(type, { callRecordingEnabled: true, channelConfigs: [smallTotal] })).rejects.toThrow(
    /^Twilio refused POST \/v1\/Configuration: \[channel_configs\.0\.cbm_attachments\.max_file_size\] must not be above max_total_file_size \(HTTP 400, code 45004\)\. See https:\/\/www\.twilio\.com\/docs\/errors\/45004\. \(request RQ[0-9a-f]{32}\)$/,
  );
  expect(account()).toEqual(before);
});
