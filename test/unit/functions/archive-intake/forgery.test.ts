import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { decide, type IntakeServices } from "../../../../functions/archive-intake/decision.ts";
import { fromFunctionUrl } from "../../../../functions/archive-intake/request.ts";
import { isSigned } from "../../../../functions/archive-intake/signature.ts";
import type { RecordingMessage } from "../../../../functions/archive-queue/message.ts";

const accountSid = `AC${"1".repeat(32)}` as const;
const recordingSid = `RE${"2".repeat(32)}`;
const url = "https://id.lambda-url.us-east-1.on.aws/";
const form = { AccountSid: accountSid, RecordingSid: recordingSid, RecordingStatus: "completed" };
const tokens = { current: async () => ["token"], renewed: async () => ["token"], age: () => 0 };
const signal = new AbortController().signal;

/** What Twilio once signed, and what a forger who has seen that makes of it. */
async function forged(changed: { path?: string; query?: string; body: string; method?: string; signedForm?: object }) {
  const enqueued: RecordingMessage[] = [];
  const services: IntakeServices = {
    isSigned: (signed) => isSigned(signed, tokens, signal),
    noteExpected: async () => {},
    enqueue: async (message) => void enqueued.push(message),
  };
  const { path = "/", query = "", body, method = "POST", signedForm = form } = changed;
  const event = {
    rawPath: path,
    rawQueryString: query,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature("token", url, { ...signedForm }),
    },
    requestContext: { domainName: new URL(url).hostname, http: { method } },
    body,
    isBase64Encoded: false,
  };
  const decision = await decide(fromFunctionUrl(event, null), accountSid, services, signal);
  return { status: decision.status, reason: "reason" in decision ? decision.reason : undefined, enqueued };
}

const encoded = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

test("what Twilio signed comes through, so that the others fail for their own reason", async () => {
  expect(await forged({ body: encoded(form) })).toMatchObject({ status: 204, enqueued: [{ recordingSid }] });
});

// Twilio signs the URL and all names and values in a row, with nothing between: whoever has one signature can draw the
// borders anew.
test("a parameter that was made part of the path is missing", async () => {
  const { AccountSid: _, ...rest } = form;
  expect(await forged({ path: `/AccountSid${accountSid}`, body: encoded(rest) })).toEqual({
    status: 403,
    reason: "other_account",
    enqueued: [],
  });
});

test("a value that swallows the next parameter isn't what it was", async () => {
  const body = encoded({ AccountSid: accountSid, RecordingSid: `${recordingSid}RecordingStatuscompleted` });
  expect(await forged({ body })).toEqual({ status: 400, reason: "malformed_recording_sid", enqueued: [] });
  const name = encoded({ AccountSid: accountSid, [`RecordingSid${recordingSid}Recording`]: "Statuscompleted" });
  expect(await forged({ body: name })).toEqual({ status: 400, reason: "malformed_recording_sid", enqueued: [] });
});

test("a parameter that is there twice is refused, though Twilio's rule would count it once", async () => {
  const body = `${encoded(form)}&RecordingStatus=completed`;
  expect(await forged({ body })).toEqual({ status: 400, reason: "repeated_parameter", enqueued: [] });
});

test("parameters in the query do not count", async () => {
  expect(await forged({ query: encoded(form), body: "" })).toMatchObject({ status: 403, reason: "wrong_signature" });
  expect(await forged({ query: encoded(form), body: "", method: "GET" })).toMatchObject({ status: 405 });
});

test("a digest of the body in the query signs no form", async () => {
  const query = `bodySHA256=${"0".repeat(64)}`;
  expect(await forged({ query, body: encoded(form) })).toMatchObject({ status: 403, reason: "wrong_signature" });
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is a name like any other", async (name) => {
  const signedForm = Object.fromEntries([...Object.entries(form), [name, "x"]]);
  const { status, enqueued } = await forged({ signedForm, body: encoded(signedForm) });
  expect([status, enqueued]).toEqual([204, [{ accountSid, recordingSid }]]);
});
