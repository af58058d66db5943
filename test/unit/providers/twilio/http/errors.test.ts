import { describe, expect, test } from "vitest";
import { ProviderError } from "../../../../../providers/kit/index.ts";
import {
  type Refusal,
  TwilioRefusedError,
  TwilioUnansweredError,
} from "../../../../../providers/twilio/http/errors.ts";

const request = "POST /v1/Configuration";
const plain: Refusal = { status: 400, code: undefined, message: "Bad", requestId: undefined };

describe("a refusal", () => {
  test.each<[string, Partial<Refusal>, string]>([
    ["without a code", {}, "Twilio refused POST /v1/Configuration: Bad (HTTP 400)."],
    [
      "with everything",
      { code: 45004, message: "You are not allowed to modify property for [x].", requestId: "RQ1" },
      "Twilio refused POST /v1/Configuration: You are not allowed to modify property for [x] (HTTP 400, code 45004). See https://www.twilio.com/docs/errors/45004. (request RQ1)",
    ],
    ["without a word", { message: " .. " }, "Twilio refused POST /v1/Configuration: no reason given (HTTP 400)."],
    [
      "of the credentials",
      { status: 401, code: 20003, message: "Authenticate" },
      "Twilio refused POST /v1/Configuration: Authenticate (HTTP 401, code 20003). See https://www.twilio.com/docs/errors/20003. Check accountSid, authToken or apiKey and apiSecret, and their region.",
    ],
    [
      "of the credentials, by somebody in between",
      { status: 401, message: "Unauthorized" },
      "Twilio refused POST /v1/Configuration: Unauthorized (HTTP 401). Check accountSid, authToken or apiKey and apiSecret, and their region.",
    ],
    [
      "of an account without Flex",
      { status: 404, code: 45101, message: "Not provisioned" },
      "Twilio refused POST /v1/Configuration: Not provisioned (HTTP 404, code 45101). See https://www.twilio.com/docs/errors/45101. Set Flex up in this account first, in the Console under Flex.",
    ],
  ])("%s", (_, refusal, text) => {
    const error = new TwilioRefusedError(request, { ...plain, ...refusal });
    expect(error.message).toBe(text);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error.open).toBe(false);
  });

  test("after no answer says that it may have been done, and is still the same refusal", () => {
    const error = new TwilioRefusedError(request, { ...plain, status: 401 }).afterUnanswered();
    expect(error.message).toBe(
      "Twilio refused POST /v1/Configuration: Bad (HTTP 401). An attempt before that went unanswered, and may have been done. Check accountSid, authToken or apiKey and apiSecret, and their region.",
    );
    expect(error).toMatchObject({ open: true, refusal: { status: 401, message: "Bad" } });
  });

  test.each<[number, number | undefined, boolean]>([
    [404, 20404, true],
    [404, 45101, false],
    [404, undefined, false],
    [400, 20404, false],
    [410, undefined, false],
  ])("with status %s and code %s is a proven absence: %s", (status, code, absent) => {
    expect(new TwilioRefusedError(request, { ...plain, status, code }).isNotFound).toBe(absent);
  });
});

test("no answer says what to do, and keeps its cause", () => {
  const cause = new Error("socket");
  const error = new TwilioUnansweredError(request, "the connection failed", { cause });
  expect(error.message).toBe(
    "Twilio did not answer POST /v1/Configuration: the connection failed. Look whether Twilio can be reached, then run the command again.",
  );
  expect(error).toBeInstanceOf(ProviderError);
  expect(error.cause).toBe(cause);
});
