import { RunError } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { SettingsError } from "../../../../infra/settings/settings.ts";
import { flexMedia, mistakes } from "./configuration.ts";

describe("a mistake", () => {
  test.each<[string, unknown, string]>([
    [
      "recordings",
      true,
      "flex-media:recordings: is no property here; use one of recording, attachments, voice, messaging, storage, playback, archive, verification, tags",
    ],
    ["recording", {}, 'flex-media:recording.mechanism: is missing; use one of "native", "studio", "plugin"'],
    ["recording", "on", 'flex-media:recording: is "on", but must be an object'],
    [
      "recording",
      { mechanism: "both" },
      'flex-media:recording.mechanism: is "both"; use one of "native", "studio", "plugin"',
    ],
    [
      "recording",
      { mechanism: "native", turnOffNative: true },
      "flex-media:recording.turnOffNative: is no property here; use one of mechanism, callbackUrl, proveMediaAuthentication",
    ],
    [
      "recording",
      { mechanism: "native", callbackUrl: "http://plain.example" },
      "flex-media:recording.callbackUrl: is no https URL; give one that Twilio can reach",
    ],
    ["recording", '{"mechanism": tru', 'flex-media:recording: is "{\\"mechanism\\": tru", but must be an object'],
    ["voice", {}, "flex-media:voice.numbers: is missing; give it a list"],
    ["voice", { numbers: [] }, "flex-media:voice.numbers: is 0 items long, but must be at least 1 item long"],
    [
      "voice",
      { numbers: ["4155550100"] },
      "flex-media:voice.numbers[0]: is no phone number in E.164; give a plus, the country and the number, as in +14155550100",
    ],
    [
      "voice",
      { numbers: ["+14155550100"], media: "raw" },
      'flex-media:voice.media: is "raw"; use one of "url_provider", "twilio"',
    ],
    [
      "voice",
      { numbers: ["+14155550100"], consent: "" },
      "flex-media:voice.consent: is 0 characters long, but must be at least 1 character long",
    ],
    [
      "messaging",
      { addresses: [{ type: "fax", address: "+14155550100" }] },
      'flex-media:messaging.addresses[0].type: is "fax"; use one of "sms", "whatsapp", "messenger", "email", "rcs", "apple", "chat"',
    ],
    [
      "messaging",
      { addresses: [{ type: "sms", address: "+14155550100", retries: 4 }] },
      "flex-media:messaging.addresses[0].retries: is 4, but must be at most 3",
    ],
    [
      "messaging",
      {
        addresses: [
          { type: "sms", address: "+14155550100" },
          { type: "chat", address: "+14155550100" },
          { type: "sms", address: "+14155550100", name: "Help" },
        ],
      },
      "flex-media:messaging.addresses[2]: names sms +14155550100 once more; remove one of the two",
    ],
    [
      "messaging",
      {
        addresses: [{ type: "chat", address: "web" }],
        links: [{ show: "raw", title: "CRM", url: "https://x.example" }],
      },
      'flex-media:messaging.links[0].show: is "raw"; use one of "embedded", "referenced"',
    ],
    ["storage", { prefix: "recordings" }, prefixText()],
    ["storage", { prefix: "/recordings/" }, prefixText()],
    ["storage", { prefix: "../" }, prefixText()],
    ["storage", { throwAway: "yes" }, 'flex-media:storage.throwAway: is "yes", but must be true or false'],
    ["playback", { mediaUrlSeconds: 59 }, "flex-media:playback.mediaUrlSeconds: is 59, but must be at least 60"],
    ["playback", { mediaUrlSeconds: 3601 }, "flex-media:playback.mediaUrlSeconds: is 3601, but must be at most 3600"],
    ["playback", { tokenMemorySeconds: 61 }, "flex-media:playback.tokenMemorySeconds: is 61, but must be at most 60"],
    ["playback", { keyLayout: "s3" }, 'flex-media:playback.keyLayout: is "s3"; use one of "flex-media", "twilio"'],
    [
      "playback",
      { logRetentionDays: 100 },
      "flex-media:playback.logRetentionDays: is not one of CloudWatch's choices; give one of 1, 3, 5, 7, 14, 30, 60, " +
        "90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      "playback",
      { alarmTopicArn: "security" },
      "flex-media:playback.alarmTopicArn: is no SNS topic's ARN; give arn:aws:sns:REGION:ACCOUNT:NAME",
    ],
    ["playback", { origins: [] }, "flex-media:playback.origins: is 0 items long, but must be at least 1 item long"],
    [
      "playback",
      { allowedRoles: [] },
      "flex-media:playback.allowedRoles: is 0 items long, but must be at least 1 item long",
    ],
    ...["*", "http://flex.twilio.com", "https://flex.twilio.com/", "https://*.twilio.com", "https://a b"].map(
      (origin): [string, unknown, string] => [
        "playback",
        { origins: ["https://flex.twilio.com", origin] },
        "flex-media:playback.origins[1]: is no origin; give https, the host and nothing after it, as in https://flex.twilio.com",
      ],
    ),
    ...["*", "", "wfo.*.x", "a,b", ".*"].map((role): [string, unknown, string] => [
      "playback",
      { allowedRoles: [role] },
      "flex-media:playback.allowedRoles[0]: is no role; give its name, or a family such as wfo.*",
    ]),
    [
      "attachments",
      { fax: {} },
      "flex-media:attachments.fax: is no property here; use one of web, sms, whatsapp, email, messenger, gbm",
    ],
    [
      "attachments",
      { web: { size: "5 MiB" } },
      "flex-media:attachments.web.size: is no property here; use one of enabled, files, fileSize, totalSize, extensions",
    ],
    ["attachments", { web: { files: 0 } }, "flex-media:attachments.web.files: is 0, but must be at least 1"],
    ["attachments", { web: { files: 11 } }, "flex-media:attachments.web.files: is 11, but must be at most 10"],
    [
      "attachments",
      { web: { extensions: [".pdf"] } },
      "flex-media:attachments.web.extensions[0]: is no file extension; give it in lower case, without the dot",
    ],
    [
      "attachments",
      { web: { extensions: ["pdf", "pdf"] } },
      'flex-media:attachments.web.extensions: names "pdf" twice; remove one of the two',
    ],
    [
      "attachments",
      { sms: { fileSize: "2.001 MiB" } },
      "flex-media:attachments.sms.fileSize: is 2098200 bytes, but sms takes at most 2097152; lower it",
    ],
    [
      "attachments",
      { sms: { totalSize: "5121 KiB" } },
      "flex-media:attachments.sms.totalSize: is 5243904 bytes, but sms takes at most 5242880; lower it",
    ],
    [
      "attachments",
      { web: { fileSize: "2 MiB", totalSize: "1 MiB" } },
      "flex-media:attachments.web.fileSize: is 2097152 bytes, more than the total of 1048576; lower it or raise the total",
    ],
  ])("in %s, %j", (key, value, text) => {
    expect(flexMedia(key, value)).toEqual([text]);
  });

  test("does not hide another, in whatever namespace", () => {
    const wrong = {
      "twilio:accountSid": "AC12",
      "aws:s3UsePathStyle": "maybe",
      "flex-media:storage": { prefix: "x" },
      "flex-media:attachments": { web: { files: 0, fileSize: "5 MB", totalSize: "1 MiB" }, fax: {} },
      "flex-media:unknown": "1",
    };
    expect(mistakes(wrong).toSorted()).toEqual([
      'aws:s3UsePathStyle: is "maybe", but must be true or false',
      "flex-media:attachments.fax: is no property here; use one of web, sms, whatsapp, email, messenger, gbm",
      "flex-media:attachments.web.fileSize: is no size; give a number, a space and bytes, KiB or MiB, as in 5 MiB",
      "flex-media:attachments.web.files: is 0, but must be at least 1",
      prefixText(),
      "flex-media:unknown: is no property here; use one of recording, attachments, voice, messaging, storage, playback, archive, verification, tags",
      "twilio:accountSid: is no account SID; give AC and 32 hexadecimal digits",
      "twilio:authToken: is missing; set it with --secret, or set apiKey and apiSecret, or set TWILIO_AUTH_TOKEN",
    ]);
  });

  test("is shown without a stack trace, as Pulumi shows its own", () => {
    const error = new SettingsError([{ key: "flex-media:x", reason: "is wrong; mend it" }]);
    expect(RunError.isInstance(error)).toBe(true);
    expect(error.message).toBe("The stack's configuration is wrong:\nflex-media:x: is wrong; mend it");
  });
});

function prefixText(): string {
  return "flex-media:storage.prefix: is no key prefix; give one that ends with a slash, as in recordings/";
}
