import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { createHandler, type Surroundings } from "../../../../functions/archive-intake/handler.ts";

const accountSid = `AC${"1".repeat(32)}`;
const url = "https://id.lambda-url.us-east-1.on.aws/";
const form = { AccountSid: accountSid, RecordingSid: `RE${"2".repeat(32)}`, RecordingStatus: "completed" };
const environment = {
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:twilio",
  QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/recordings",
  RECORDINGS_BUCKET: "call-recordings",
};

type Send = () => Promise<unknown>;

function stage(replaced: { s3?: Send; sqs?: Send; secret?: unknown; environment?: Surroundings["environment"] } = {}) {
  const lines: string[] = [];
  const calls: string[] = [];
  const client = (name: string, send: Send) => ({
    send: () => {
      calls.push(name);
      return send();
    },
  });
  const SecretString = JSON.stringify(replaced.secret ?? { authToken: "token" });
  const handler = createHandler({
    environment: replaced.environment ?? environment,
    s3: () => client("s3", replaced.s3 ?? (async () => ({}))),
    sqs: () => client("sqs", replaced.sqs ?? (async () => ({}))),
    secretsManager: () => client("secret", async () => ({ SecretString })),
    now: () => 1_795_000_000_000,
    log: (line) => void lines.push(line),
  });
  const call = (context = {}, token = "token", method = "POST") =>
    handler(
      {
        rawPath: "/",
        rawQueryString: "",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-twilio-signature": getExpectedTwilioSignature(token, url, form),
        },
        requestContext: { domainName: new URL(url).hostname, http: { method } },
        body: new URLSearchParams(form).toString(),
        isBase64Encoded: false,
      },
      context,
    );
  return { call, calls, lines, record: () => JSON.parse(lines.at(-1) ?? "null") };
}

const forever = () => new Promise<never>(() => {});

test("writes the note before it enqueues, and logs a closed set of keys", async () => {
  const { call, calls, record } = stage();
  expect(await call({ awsRequestId: "r", functionName: "intake" })).toMatchObject({ statusCode: 204 });
  expect(calls).toEqual(["secret", "s3", "sqs"]);
  const own = [
    "time",
    "message",
    "outcome",
    "status",
    "recording",
    "noted",
    "milliseconds",
    "function",
    "requestId",
    "_aws",
  ];
  const metrics = ["Enqueued", "Absent", "Ignored", "Refused", "Failed", "IntakeLatency"];
  expect(Object.keys(record()).sort()).toEqual([...own, ...metrics].sort());
});

test("does not lose a recording to a bucket that hangs", async () => {
  const { call, record } = stage({ s3: forever });
  expect(await call()).toMatchObject({ statusCode: 204 });
  expect(record()).toMatchObject({ outcome: "enqueued", noted: false });
});

test("answers before Twilio gives up where the queue hangs", async () => {
  const { call, record } = stage({ sqs: forever });
  expect(await call({ getRemainingTimeInMillis: () => 600 })).toMatchObject({ statusCode: 503 });
  expect(record()).toMatchObject({ outcome: "failed", reason: "deadline_passed" });
});

test("asks for the secret again for a wrong signature only when the remembered one is old", async () => {
  const { call, calls } = stage();
  for (let times = 0; times < 5; times += 1) expect(await call({}, "forged")).toMatchObject({ statusCode: 403 });
  expect(calls).toEqual(["secret"]);
});

test("refuses another method without looking at the secret", async () => {
  const { call, calls } = stage();
  expect(await call({}, "token", "GET")).toMatchObject({ statusCode: 405, headers: { allow: "POST" } });
  expect(calls).toEqual([]);
});

test.each([
  [{ username: accountSid, password: "token" }, 204, undefined],
  [{ username: `SK${"3".repeat(32)}`, password: "token" }, 503, "has no authToken"],
  [{ authToken: "token", accountSid: `AC${"9".repeat(32)}` }, 503, "is for another account"],
  [{ authToken: "" }, 503, "has no authToken"],
  [{ authToken: "token", secondaryAuthToken: 3 }, 503, "has a secondaryAuthToken that is none"],
])("of the secret %j makes %d", async (secret, status, detail) => {
  const { call, record } = stage({ secret });
  expect((await call()).statusCode).toBe(status);
  if (detail)
    expect(record()).toMatchObject({ reason: "credentials_unavailable", detail: expect.stringContaining(detail) });
});

test("names all settings that are wrong, and no value", async () => {
  const { call, lines } = stage({
    environment: { ...environment, QUEUE_URL: "http://queue.example", TWILIO_ACCOUNT_SID: "AC1" },
  });
  expect(await call()).toMatchObject({ statusCode: 503 });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    reason: "misconfigured",
    detail:
      "TWILIO_ACCOUNT_SID: is wrong; set it to AC and 32 hexadecimal digits. QUEUE_URL: is wrong; set it to the queue's URL",
  });
});
