import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ApiObject,
  asDeclared,
  changesBetween,
  type Declared,
  declarableIn,
  originalOf,
  ownedBy,
  withDeclared,
  withOriginal,
} from "../../../../../providers/twilio/flex/account-configuration.ts";
import { declaration, liveConfiguration } from "./arbitrary.ts";

const limits = (more: ApiObject = {}) => ({
  enabled: true,
  number_of_attachments: 1,
  max_file_size: 100,
  max_total_file_size: 200,
  accepted_extensions: ["pdf"],
  ...more,
});
const channel = (type: string, more: ApiObject = {}) => ({ address_type: type, cbm_attachments: limits(more) });
const live = {
  account_sid: "AC",
  call_recording_enabled: null,
  call_recording_webhook_url: "https://before.example",
  channel_configs: [channel("web"), channel("sms")],
  crm_enabled: true,
};

function apiName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function without(object: ApiObject, keys: readonly string[]): ApiObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function channelsIn(configuration: ApiObject): ApiObject[] {
  return (configuration.channel_configs ?? []) as ApiObject[];
}

function channelIn(configuration: ApiObject, type: string): ApiObject | undefined {
  return channelsIn(configuration).find(({ address_type }) => address_type === type);
}

describe("of any account and any declaration", () => {
  test("what is laid over the configuration is taken off again without a trace", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        const original = originalOf(before, ownedBy(declared));
        expect(withOriginal(withDeclared(before, declared), original)).toEqual(before);
      }),
    );
  });

  test("the original outlives the way into the state and back as JSON", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        const original = JSON.parse(JSON.stringify(originalOf(before, ownedBy(declared))));
        expect(withOriginal(withDeclared(before, declared), original)).toEqual(before);
      }),
    );
  });

  test("only what is declared differs afterwards", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        const after = withDeclared(before, declared);
        const ours = Object.keys(declared).map(apiName);
        expect(without(after, ours)).toEqual(without(before, ours));
        for (const name of ["attributes", "notifications"] as const) {
          const keys = Object.keys(declared[name] ?? {});
          expect(without((after[name] ?? {}) as ApiObject, keys)).toEqual(
            without((before[name] ?? {}) as ApiObject, keys),
          );
        }
      }),
    );
  });

  test("only declared channels differ, and in these declared limits", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        const after = withDeclared(before, declared);
        const owned = ownedBy(declared);
        const theirs = ({ address_type }: ApiObject) => !owned.includes(`channelConfigs.${address_type}`);
        expect(channelsIn(after).filter(theirs)).toEqual(channelsIn(before).filter(theirs));
        for (const { addressType, cbmAttachments } of declared.channelConfigs ?? []) {
          const { cbm_attachments: ours, ...rest } = channelIn(after, addressType) ?? {};
          const { cbm_attachments: was, ...restBefore } = channelIn(before, addressType) ?? {
            address_type: addressType,
          };
          expect(rest).toEqual(restBefore);
          expect(ours).toEqual({ ...(was as ApiObject | null), ...apiLimits(cbmAttachments) });
        }
      }),
    );
  });

  test("what was declared reads back as it was declared", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        expect(asDeclared(withDeclared(before, declared), ownedBy(declared))).toEqual(declared);
      }),
    );
  });

  test("nothing has to be posted where nothing differs, and else just the difference", () => {
    fc.assert(
      fc.property(liveConfiguration, declaration, (before, declared) => {
        expect(changesBetween(before, structuredClone(before))).toEqual({});
        const wanted = withDeclared(before, declared);
        expect(changesBetween(wanted, withDeclared(wanted, declared))).toEqual({});
        const changes = changesBetween(before, wanted);
        expect({ ...before, ...changes }).toEqual(wanted);
        for (const key of Object.keys(changes)) expect(wanted[key]).not.toEqual(before[key]);
      }),
    );
  });

  test("what an import takes over is declared by what it gives, and changes nothing", () => {
    fc.assert(
      fc.property(liveConfiguration, (before) => {
        const names = declarableIn(before);
        const declared = asDeclared(before, names);
        expect(ownedBy(declared).toSorted()).toEqual(names.toSorted());
        expect(changesBetween(before, withDeclared(before, declared))).toEqual({});
      }),
    );
  });
});

function apiLimits(declared: NonNullable<Declared["channelConfigs"]>[number]["cbmAttachments"]): ApiObject {
  const { enabled, numberOfAttachments, maxFileSize, maxTotalFileSize, acceptedExtensions } = declared;
  const all = {
    enabled,
    number_of_attachments: numberOfAttachments,
    max_file_size: maxFileSize,
    max_total_file_size: maxTotalFileSize,
    accepted_extensions: acceptedExtensions,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe("what is owned", () => {
  test("is named by property, channel and limit", () => {
    expect(
      ownedBy({
        callRecordingEnabled: false,
        channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 1 } }],
      }),
    ).toEqual([
      "callRecordingEnabled",
      "channelConfigs",
      "channelConfigs.web",
      "channelConfigs.web.enabled",
      "channelConfigs.web.maxFileSize",
    ]);
    expect(ownedBy({})).toEqual([]);
  });

  test("is kept as it was: with its value, or without one where it was not set", () => {
    const names = ["callRecordingEnabled", "callRecordingWebhookUrl", "channelConfigs", "channelConfigs.web"];
    expect(originalOf(live, [...names, "channelConfigs.web.maxFileSize", "channelConfigs.email"])).toEqual({
      callRecordingEnabled: {},
      callRecordingWebhookUrl: { value: "https://before.example" },
      "channelConfigs.web": { value: channel("web") },
      "channelConfigs.web.maxFileSize": { value: 100 },
      "channelConfigs.email": {},
    });
  });

  test("tells a list of channels that was not set from one that was empty", () => {
    const declared: Declared = { channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true } }] };
    for (const before of [null, []]) {
      const original = originalOf({ channel_configs: before }, ownedBy(declared));
      expect("channelConfigs" in original).toBe(before === null);
      expect(withOriginal(withDeclared({ channel_configs: before }, declared), original)).toEqual({
        channel_configs: before,
      });
    }
  });

  test("a list that was not set stays as long as somebody else's channel is in it", () => {
    const original = { channelConfigs: {}, "channelConfigs.web": {} };
    const now = { channel_configs: [channel("web"), channel("sms")] };
    expect(withOriginal(now, original)).toEqual({ channel_configs: [channel("sms")] });
  });
});

describe("putting back", () => {
  test("one limit leaves the channel's others alone", () => {
    const now = { channel_configs: [channel("web", { max_file_size: 5, number_of_attachments: 9 })] };
    expect(withOriginal(now, { "channelConfigs.web.maxFileSize": { value: 100 } })).toEqual({
      channel_configs: [channel("web", { number_of_attachments: 9 })],
    });
    const { max_file_size: _, ...without } = limits({ number_of_attachments: 9 });
    expect(withOriginal(now, { "channelConfigs.web.maxFileSize": {} })).toEqual({
      channel_configs: [{ address_type: "web", cbm_attachments: without }],
    });
  });

  test("a limit of a channel that has gone brings nothing back", () => {
    const now = { channel_configs: [channel("sms")] };
    expect(withOriginal(now, { "channelConfigs.web.maxFileSize": { value: 100 } })).toEqual(now);
  });

  test("a whole channel outweighs its limits, in whatever order the state tells them", () => {
    const was = { "channelConfigs.web": { value: channel("web") }, "channelConfigs.web.maxFileSize": { value: 50 } };
    const now = { channel_configs: [channel("web", { max_file_size: 1 })] };
    for (const original of [was, Object.fromEntries(Object.entries(was).toReversed())]) {
      expect(withOriginal(now, original)).toEqual({ channel_configs: [channel("web")] });
    }
  });

  test("a channel keeps its place among the others", () => {
    const now = { channel_configs: [channel("email"), channel("web", { enabled: false }), channel("sms")] };
    const back = withOriginal(now, { "channelConfigs.web": { value: channel("web") } });
    expect(channelsIn(back).map(({ address_type }) => address_type)).toEqual(["email", "web", "sms"]);
  });
});

test("a channel that has gone is built anew on its original", () => {
  const declared: Declared = { channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: false } }] };
  const original = { "channelConfigs.web": { value: channel("web") } };
  expect(withDeclared({ channel_configs: [] }, declared, original)).toEqual({
    channel_configs: [channel("web", { enabled: false })],
  });
});

test("unset and missing are the same: neither has to be posted for the other", () => {
  expect(changesBetween({}, { call_recording_enabled: null })).toEqual({});
  expect(changesBetween({ call_recording_enabled: null }, { call_recording_enabled: undefined })).toEqual({});
  expect(changesBetween({}, { call_recording_enabled: false })).toEqual({ call_recording_enabled: false });
});

describe("an import leaves out", () => {
  test("what is not set", () => {
    expect(asDeclared(live, declarableIn(live))).toEqual({
      callRecordingWebhookUrl: "https://before.example",
      channelConfigs: [
        {
          addressType: "web",
          cbmAttachments: {
            enabled: true,
            numberOfAttachments: 1,
            maxFileSize: 100,
            maxTotalFileSize: 200,
            acceptedExtensions: ["pdf"],
          },
        },
        expect.objectContaining({ addressType: "sms" }),
      ],
      crmEnabled: true,
    });
    expect(declarableIn({})).toEqual([]);
  });

  test.each([
    ["a channel of a kind that is new to us", channel("rcs")],
    ["a channel without attachments", { address_type: "web", cbm_attachments: null }],
    ["a channel with limits that can't be declared", channel("web", { accepted_extensions: ["PDF"] })],
  ])("%s", (_, entry) => {
    expect(
      declarableIn({ channel_configs: [entry, channel("sms")] }).filter((name) => name.split(".").length === 2),
    ).toEqual(["channelConfigs.sms"]);
  });

  test("an address that is not encrypted", () => {
    expect(declarableIn({ call_recording_webhook_url: "http://plain.example" })).toEqual([]);
  });
});
