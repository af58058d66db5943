import { RunError } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { SettingsError, settingsFrom } from "../../../../infra/settings/settings.ts";

const accountSid = "AC0123456789abcdef0123456789abcdef";
const apiKey = "SK0123456789abcdef0123456789abcdef";
const authToken = "a-very-secret-auth-token";
const apiSecret = "a-very-secret-api-secret";
const least = { "twilio:accountSid": accountSid, "twilio:authToken": authToken };

type Config = Record<string, unknown>;

/** The configuration as Pulumi hands it over: structures as JSON. */
function written(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function settings(config: Config, environment: Record<string, string | undefined> = {}) {
  return settingsFrom(written(config), environment);
}

/** The error's lines but the first. */
function mistakes(config: Config, environment: Record<string, string | undefined> = {}): string[] {
  try {
    settings(config, environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [title, ...lines] = error.message.split("\n");
    expect(title).toBe("The stack's configuration is wrong:");
    expect(lines).toEqual(error.mistakes.map(({ key, reason }) => `${key}: ${reason}`));
    return lines;
  }
  return [];
}

const flexMedia = (key: string, value: unknown) => mistakes({ ...least, [`flex-media:${key}`]: value });

describe("the least configuration", () => {
  test("has safe defaults", () => {
    const { twilio, ...rest } = settings(least);
    expect(rest).toEqual({
      callRecording: undefined,
      attachments: [],
      storage: { prefix: "recordings/", throwAway: false },
      playback: {
        origins: ["https://flex.twilio.com"],
        allowedRoles: ["admin", "supervisor", "wfo.*"],
        mediaUrlSeconds: 300,
      },
      aws: { s3UsePathStyle: false },
    });
    expect(twilio).toMatchObject({ accountSid, credentials: { username: accountSid }, iamUrl: undefined });
    expect(twilio.credentials.password.reveal()).toBe(authToken);
  });

  test("does not print its secret", () => {
    expect(JSON.stringify(settings(least))).not.toContain(authToken);
    expect(String(settings(least).twilio.credentials.password)).toBe("[secret]");
  });
});

test("a whole configuration is read", () => {
  const read = settings({
    ...least,
    "twilio:endpoints": { iam: "http://127.0.0.1:1/iam.twilio.com", flexApi: "http://127.0.0.1:1/flex-api.twilio.com" },
    "twilio:maxRetries": "7",
    "aws:region": "eu-central-1",
    "aws:s3UsePathStyle": "true",
    "other:thing": "{not json",
    "flex-media:callRecording": { enabled: false, webhookUrl: "https://ours.example/hook" },
    "flex-media:storage": { prefix: "a/b-c/", throwAway: true },
    "flex-media:playback": { origins: ["https://flex.twilio.com", "https://a.example:8443"], mediaUrlSeconds: 60 },
    "flex-media:attachments": {
      email: { enabled: false },
      web: { files: 2, fileSize: "1.5 MiB", totalSize: "10 MiB", extensions: ["pdf", "jpg"] },
    },
  });
  expect(read).toMatchObject({
    callRecording: { enabled: false, webhookUrl: "https://ours.example/hook" },
    storage: { prefix: "a/b-c/", throwAway: true },
    playback: {
      origins: ["https://flex.twilio.com", "https://a.example:8443"],
      allowedRoles: ["admin", "supervisor", "wfo.*"],
      mediaUrlSeconds: 60,
    },
    twilio: { iamUrl: "http://127.0.0.1:1/iam.twilio.com" },
    aws: { s3UsePathStyle: true },
  });
  expect(read.attachments).toEqual([
    {
      channel: "web",
      enabled: true,
      files: 2,
      fileBytes: 1_572_864,
      totalBytes: 10_485_760,
      extensions: ["pdf", "jpg"],
    },
    { channel: "email", enabled: false },
  ]);
});

describe("Twilio's credentials", () => {
  test("may be an API key, which goes before the auth token", () => {
    const { credentials } = settings({ ...least, "twilio:apiKey": apiKey, "twilio:apiSecret": apiSecret }).twilio;
    expect(credentials.username).toBe(apiKey);
    expect(credentials.password.reveal()).toBe(apiSecret);
  });

  test("may come from the environment, which the configuration goes before", () => {
    const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_API_KEY: apiKey, TWILIO_API_SECRET: apiSecret };
    expect(settings({}, environment).twilio).toMatchObject({ accountSid, credentials: { username: apiKey } });
    const other = { TWILIO_ACCOUNT_SID: accountSid.replace("0", "1"), TWILIO_AUTH_TOKEN: "other" };
    const { twilio } = settings(least, other);
    expect(twilio.accountSid).toBe(accountSid);
    expect(twilio.credentials.password.reveal()).toBe(authToken);
  });

  test("are not taken from a variable that is empty", () => {
    expect(mistakes(least, { TWILIO_API_KEY: "", TWILIO_ACCOUNT_SID: "" })).toEqual([]);
  });

  const noSid = "is no account SID; give AC and 32 hexadecimal digits";
  test.each<[string, Config, Record<string, string>, string[]]>([
    [
      "nothing",
      {},
      {},
      [
        "twilio:accountSid: is missing; give it a string, or set TWILIO_ACCOUNT_SID",
        "twilio:authToken: is missing; set it with --secret, or set apiKey and apiSecret, or set TWILIO_AUTH_TOKEN",
      ],
    ],
    ["a wrong account", { ...least, "twilio:accountSid": "AC12" }, {}, [`twilio:accountSid: ${noSid}`]],
    [
      "a wrong account from the environment",
      { "twilio:authToken": authToken },
      { TWILIO_ACCOUNT_SID: "AC12" },
      [`twilio:accountSid: ${noSid} (from TWILIO_ACCOUNT_SID)`],
    ],
    [
      "a wrong account before a right one in the environment",
      { ...least, "twilio:accountSid": "AC12" },
      { TWILIO_ACCOUNT_SID: accountSid },
      [`twilio:accountSid: ${noSid}`],
    ],
    [
      "a key without its secret",
      { "twilio:accountSid": accountSid, "twilio:apiKey": apiKey },
      {},
      ["twilio:apiSecret: is missing beside apiKey; set it with --secret, or set TWILIO_API_SECRET"],
    ],
    [
      "a key that is none, from the environment",
      least,
      { TWILIO_API_KEY: "SK1", TWILIO_API_SECRET: apiSecret },
      ["twilio:apiKey: is no API key SID; give SK and 32 hexadecimal digits (from TWILIO_API_KEY)"],
    ],
    [
      "an endpoint that is none",
      { ...least, "twilio:endpoints": { iam: "localhost" } },
      {},
      ['twilio:endpoints.iam: is "localhost", but must be a URL'],
    ],
  ])("%s", (_, config, environment, texts) => {
    expect(mistakes(config, environment)).toEqual(texts);
  });

  test("are in no message", () => {
    const swapped = { "twilio:accountSid": authToken, "twilio:authToken": "", "twilio:apiKey": apiSecret };
    const environment = { TWILIO_API_SECRET: apiSecret };
    const lines = mistakes(swapped, environment).join("\n");
    expect(lines).toContain("twilio:accountSid");
    expect(lines).toContain("twilio:authToken");
    expect(lines).not.toContain(authToken);
    expect(lines).toContain("twilio:apiKey");
    expect(lines).not.toContain(apiSecret);
  });
});

describe("a mistake", () => {
  test.each<[string, unknown, string]>([
    [
      "recording",
      true,
      "flex-media:recording: is no property here; use one of callRecording, attachments, storage, playback",
    ],
    ["callRecording", {}, "flex-media:callRecording.enabled: is missing; give it true or false"],
    ["callRecording", "on", 'flex-media:callRecording: is "on", but must be an object'],
    [
      "callRecording",
      { enabled: true, webhookUrl: "http://plain.example" },
      "flex-media:callRecording.webhookUrl: is no https URL; give one that Twilio can reach",
    ],
    ["callRecording", '{"enabled": tru', 'flex-media:callRecording: is "{\\"enabled\\": tru", but must be an object'],
    ["storage", { prefix: "recordings" }, prefixText()],
    ["storage", { prefix: "/recordings/" }, prefixText()],
    ["storage", { prefix: "../" }, prefixText()],
    ["storage", { throwAway: "yes" }, 'flex-media:storage.throwAway: is "yes", but must be true or false'],
    ["playback", { mediaUrlSeconds: 59 }, "flex-media:playback.mediaUrlSeconds: is 59, but must be at least 60"],
    ["playback", { mediaUrlSeconds: 901 }, "flex-media:playback.mediaUrlSeconds: is 901, but must be at most 900"],
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
      "flex-media:unknown: is no property here; use one of callRecording, attachments, storage, playback",
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
