import { describe, expect, test } from "vitest";
import { accountSid, apiKey, apiSecret, authToken, type Config, least, mistakes, settings } from "./configuration.ts";

describe("the least configuration", () => {
  test("has safe defaults", () => {
    const { twilio, ...rest } = settings(least);
    expect(rest).toEqual({
      attachments: [],
      storage: { prefix: "recordings/", tiering: [], abandonedUploadDays: 7, throwAway: false },
      verification: { probe: "recent" },
      tags: {},
      playback: {
        origins: ["https://flex.twilio.com"],
        allowedRoles: ["admin", "supervisor", "wfo.*"],
        agentsHearOwn: false,
        keyLayout: "flex-media",
        mediaUrlSeconds: 900,
        tokenMemorySeconds: 60,
        reservedConcurrency: 10,
        logRetentionDays: 365,
        tracing: false,
        alarmDenials: 20,
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
    "flex-media:recording": { mechanism: "native", callbackUrl: "https://ours.example/hook" },
    "flex-media:storage": { prefix: "a/b-c/", throwAway: true },
    "flex-media:playback": { origins: ["https://flex.twilio.com", "https://a.example:8443"], mediaUrlSeconds: 60 },
    "flex-media:attachments": {
      email: { enabled: false },
      web: { files: 2, fileSize: "1.5 MiB", totalSize: "10 MiB", extensions: ["pdf", "jpg"] },
    },
  });
  expect(read).toMatchObject({
    recording: { mechanism: "native", callbackUrl: "https://ours.example/hook" },
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
