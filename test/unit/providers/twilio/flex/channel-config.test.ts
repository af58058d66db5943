import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  failuresMessage,
  type PropertyMap,
  PropertyShape,
  Secret,
  unknown,
} from "../../../../../providers/kit/index.ts";
import { channelConfig } from "../../../../../providers/twilio/flex/channel-config.ts";

const shape = new PropertyShape(z.strictObject({ config: channelConfig }));

/** What is wrong with a channel's declaration, a line each. */
function mistakes(addressType: string, cbmAttachments: PropertyMap): string[] {
  const { failures } = shape.check({ config: { addressType, cbmAttachments: { enabled: true, ...cbmAttachments } } });
  return failuresMessage(failures).split("\n").filter(Boolean);
}

const extension = "is no file extension; give it in lower case, without the dot";

describe("one mistake", () => {
  test.each<[string, string, PropertyMap, string]>([
    [
      "a channel that there is not",
      "fax",
      {},
      'config.addressType: is "fax"; use one of "web", "sms", "whatsapp", "email", "messenger", "gbm"',
    ],
    [
      "no file",
      "web",
      { numberOfAttachments: 0 },
      "config.cbmAttachments.numberOfAttachments: is 0, but must be at least 1",
    ],
    [
      "too many files",
      "email",
      { numberOfAttachments: 11 },
      "config.cbmAttachments.numberOfAttachments: is 11, but must be at most 10",
    ],
    [
      "half a file",
      "web",
      { numberOfAttachments: 1.5 },
      "config.cbmAttachments.numberOfAttachments: is 1.5, but must be a whole number",
    ],
    [
      "a number as text",
      "web",
      { numberOfAttachments: "1" },
      'config.cbmAttachments.numberOfAttachments: is "1", but must be a number',
    ],
    ["an empty file", "web", { maxFileSize: 0 }, "config.cbmAttachments.maxFileSize: is 0, but must be at least 1"],
    [
      "a file above the total",
      "web",
      { maxFileSize: 2000, maxTotalFileSize: 1000 },
      "config.cbmAttachments.maxFileSize: is 2000 bytes, more than the total of 1000; lower it or raise the total",
    ],
    [
      "a file above the channel's limit",
      "sms",
      { maxFileSize: 2_097_153 },
      "config.cbmAttachments.maxFileSize: is 2097153 bytes, but sms takes at most 2097152; lower it",
    ],
    [
      "a total above the channel's limit",
      "whatsapp",
      { maxTotalFileSize: 67_108_865 },
      "config.cbmAttachments.maxTotalFileSize: is 67108865 bytes, but whatsapp takes at most 67108864; lower it",
    ],
    [
      "a dotted extension",
      "web",
      { acceptedExtensions: [".pdf"] },
      `config.cbmAttachments.acceptedExtensions[0]: ${extension}`,
    ],
    [
      "an extension in capitals",
      "web",
      { acceptedExtensions: ["jpg", "PDF"] },
      `config.cbmAttachments.acceptedExtensions[1]: ${extension}`,
    ],
    [
      "an extension twice",
      "web",
      { acceptedExtensions: ["pdf", "jpg", "pdf"] },
      'config.cbmAttachments.acceptedExtensions: names "pdf" twice; remove one of the two',
    ],
    [
      "no extension at all",
      "web",
      { acceptedExtensions: [] },
      "config.cbmAttachments.acceptedExtensions: is 0 items long, but must be at least 1 item long",
    ],
    [
      "a limit that there is not",
      "web",
      { maxFiles: 1 },
      "config.cbmAttachments.maxFiles: is no property here; use one of enabled, numberOfAttachments, maxFileSize, maxTotalFileSize, acceptedExtensions",
    ],
  ])("%s", (_, channel, attachments, text) => {
    expect(mistakes(channel, attachments)).toEqual([text]);
  });

  test("not to say whether attachments are on", () => {
    const { failures } = shape.check({ config: { addressType: "web", cbmAttachments: {} } });
    expect(failuresMessage(failures)).toBe("config.cbmAttachments.enabled: is missing; give it true or false");
  });

  test("not to say which limits", () => {
    const { failures } = shape.check({ config: { addressType: "web" } });
    expect(failuresMessage(failures)).toBe("config.cbmAttachments: is missing; give it an object");
  });

  test("limits that are no object", () => {
    const { failures } = shape.check({ config: { addressType: "web", cbmAttachments: "5 MiB" } });
    expect(failuresMessage(failures)).toBe('config.cbmAttachments: is "5 MiB", but must be an object');
  });
});

test("several mistakes are all named at once", () => {
  const wrong = {
    numberOfAttachments: 0,
    maxFileSize: 3_000_000,
    maxTotalFileSize: 1,
    acceptedExtensions: [".a", "b", "b"],
  };
  expect(mistakes("sms", wrong).toSorted()).toEqual([
    `config.cbmAttachments.acceptedExtensions: names "b" twice; remove one of the two`,
    `config.cbmAttachments.acceptedExtensions[0]: ${extension}`,
    "config.cbmAttachments.maxFileSize: is 3000000 bytes, but sms takes at most 2097152; lower it",
    "config.cbmAttachments.maxFileSize: is 3000000 bytes, more than the total of 1; lower it or raise the total",
    "config.cbmAttachments.numberOfAttachments: is 0, but must be at least 1",
  ]);
});

test("a wrong channel hides no mistake in its limits", () => {
  expect(mistakes("fax", { maxFileSize: 2, maxTotalFileSize: 1 })).toEqual([
    'config.addressType: is "fax"; use one of "web", "sms", "whatsapp", "email", "messenger", "gbm"',
    "config.cbmAttachments.maxFileSize: is 2 bytes, more than the total of 1; lower it or raise the total",
  ]);
});

test.each([
  ["web", 16_777_216, 67_108_864],
  ["sms", 2_097_152, 5_242_880],
  ["whatsapp", 16_777_216, 67_108_864],
  ["email", 157_286_400, 157_286_400],
  ["messenger", 26_214_400, 26_214_400],
  ["gbm", 5_242_880, 5_242_880],
])("the limits of %s themselves can be declared", (channel, maxFileSize, maxTotalFileSize) => {
  const largest = { maxFileSize, maxTotalFileSize, numberOfAttachments: 10, acceptedExtensions: ["pdf", "7z"] };
  expect(mistakes(channel, largest)).toEqual([]);
});

describe("what can't be judged yet", () => {
  test("is let pass while it is unknown, but not what stands beside it", () => {
    expect(mistakes("sms", { maxFileSize: unknown, maxTotalFileSize: 1 })).toEqual([]);
    expect(mistakes("sms", { maxFileSize: unknown, maxTotalFileSize: 9_999_999 })).toEqual([
      "config.cbmAttachments.maxTotalFileSize: is 9999999 bytes, but sms takes at most 5242880; lower it",
    ]);
    expect(mistakes("sms", { acceptedExtensions: ["pdf", unknown] })).toEqual([]);
  });

  test("is judged inside a secret too, without telling it", () => {
    expect(mistakes("sms", { maxFileSize: new Secret(9_876_543) })).toEqual([
      "config.cbmAttachments.maxFileSize: is [secret] bytes, but sms takes at most 2097152; lower it",
    ]);
  });
});
