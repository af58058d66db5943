import { describe, expect, test } from "vitest";
import { accountSid, apiKey, apiSecret, flexMedia, least, mistakes, settings } from "./configuration.ts";

const withArchive = (archive: object, more: object = {}) => ({ ...least, "flex-media:archive": archive, ...more });
const byKey = { "twilio:accountSid": accountSid, "twilio:apiKey": apiKey, "twilio:apiSecret": apiSecret };
const native = { mechanism: "native", callbackUrl: "https://ours.example/hook" };

describe("the archive's settings", () => {
  test("are none where nothing is said, or no", () => {
    expect(settings(least)).toHaveProperty("archive", undefined);
    expect(settings(withArchive({ enabled: false, concurrency: 3 }))).toHaveProperty("archive", undefined);
  });

  test("have safe defaults", () => {
    expect(settings(withArchive({})).archive).toEqual({
      enabled: true,
      lookUpWorkers: true,
      concurrency: 10,
      attempts: 50,
      reservedConcurrency: 50,
      logRetentionDays: 365,
      tracing: false,
      alarmAgeMinutes: 60,
    });
  });

  test("bring the auth token and Twilio's addresses", () => {
    const endpoints = { api: "http://127.0.0.1:1/a", taskrouter: "http://127.0.0.1:1/t", iam: "http://127.0.0.1:1/i" };
    const { twilio } = settings(withArchive({}, { "twilio:endpoints": endpoints }));
    expect(twilio).toMatchObject({ apiUrl: endpoints.api, taskRouterUrl: endpoints.taskrouter, iamUrl: endpoints.iam });
    expect(twilio.authToken?.reveal()).toBe(least["twilio:authToken"]);
  });

  test.each<[unknown, string]>([
    [{ concurrency: 1 }, "flex-media:archive.concurrency: is 1, but must be at least 2"],
    [{ concurrency: 1001 }, "flex-media:archive.concurrency: is 1001, but must be at most 1000"],
    [{ attempts: 0 }, "flex-media:archive.attempts: is 0, but must be at least 1"],
    [{ reservedConcurrency: -1 }, "flex-media:archive.reservedConcurrency: is -1, but must be at least 0"],
    [{ alarmAgeMinutes: 4 }, "flex-media:archive.alarmAgeMinutes: is 4, but must be at least 5"],
    [{ enabled: "yes" }, 'flex-media:archive.enabled: is "yes", but must be true or false'],
    [
      { alarmTopicArn: "ops" },
      "flex-media:archive.alarmTopicArn: is no SNS topic's ARN; give arn:aws:sns:REGION:ACCOUNT:NAME",
    ],
    [
      { deleteAfterDays: 30 },
      "flex-media:archive.deleteAfterDays: is no property here; use one of enabled, lookUpWorkers, concurrency, " +
        "attempts, reservedConcurrency, logRetentionDays, tracing, alarmAgeMinutes, alarmTopicArn, " +
        "deleteAtTwilioAfterDays",
    ],
    [true, "flex-media:archive: is true, but must be an object"],
  ])("%j is refused", (archive, text) => {
    expect(flexMedia("archive", archive)).toEqual([text]);
  });
});

describe("an archive beside", () => {
  const twice =
    "flex-media:recording.callbackUrl: stands beside archive, but Twilio reports a recording to one receiver only; " +
    "leave it out, so that the archive gets the report, or set archive.enabled: false and hand callbacks on to a " +
    "receiver of your own";

  test.each(["native", "studio"])("another receiver is refused (%s)", (mechanism) => {
    const recording = { ...native, mechanism };
    expect(mistakes(withArchive({}, { "flex-media:recording": recording }))).toEqual([twice]);
    expect(mistakes(withArchive({ concurrency: 1 }, { "flex-media:recording": recording }))).toContain(twice);
    expect(mistakes(withArchive({ enabled: false }, { "flex-media:recording": recording }))).toEqual([]);
  });

  test("an API key alone is refused: no key signs callbacks", () => {
    const alone =
      "twilio:authToken: is missing beside apiKey, but flex-media:archive needs it, as Twilio signs its callbacks " +
      "with it and with no key; set it with --secret, or set TWILIO_AUTH_TOKEN";
    expect(mistakes({ ...byKey, "flex-media:archive": {} })).toEqual([alone]);
    expect(mistakes({ ...byKey, "flex-media:archive": { enabled: false } })).toEqual([]);
    expect(mistakes({ ...byKey, "flex-media:archive": {} }, { TWILIO_AUTH_TOKEN: "token" })).toEqual([]);
  });

  test("an API key and the auth token uses the key for requests, the token for signatures", () => {
    const { twilio } = settings(withArchive({}, byKey));
    expect(twilio.credentials.username).toBe(apiKey);
    expect(twilio.authToken?.reveal()).toBe(least["twilio:authToken"]);
  });
});
