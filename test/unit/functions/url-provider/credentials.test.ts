import { expect, test } from "vitest";
import { accountSid, apiKeySid, environment, now, stage } from "./fixture.ts";

const stageWithSecret = (value: unknown) =>
  stage({
    secretsManager: () => ({
      status: 200,
      body: { SecretString: typeof value === "string" ? value : JSON.stringify(value) },
    }),
  });

test.each([
  { username: apiKeySid, password: "p" },
  { username: accountSid, password: "p" },
  { username: accountSid, password: "p:q", accountSid, note: "rotated in spring" },
])("the secret %j will do", async (value) => {
  expect((await stageWithSecret(value).play()).statusCode).toBe(200);
});

test.each([
  ["is not JSON", "username:password"],
  ["is not JSON", ""],
  ["is not a JSON object", "null"],
  ["is not a JSON object", '"password"'],
  ["has no account SID or API key SID as its username", {}],
  ["has no account SID or API key SID as its username", { username: "admin", password: "p" }],
  ["has no account SID or API key SID as its username", { username: `${apiKeySid}:`, password: "p" }],
  ["has no password", { username: apiKeySid }],
  ["has no password", { username: apiKeySid, password: "" }],
  ["has no password", { username: apiKeySid, password: 1 }],
  ["is for another account than TWILIO_ACCOUNT_SID", { username: apiKeySid, password: "p", accountSid: apiKeySid }],
])("a secret that %s is a 503 that says so", async (what, value) => {
  const { play, calls } = stageWithSecret(value);
  const { statusCode, record } = await play();
  expect(statusCode).toBe(503);
  expect(record).toMatchObject({ reason: "credentials_unavailable", detail: `the Twilio secret ${what}` });
  expect(calls).toEqual(["secret"]);
});

test("the secret is remembered for five minutes, and a failure not at all", async () => {
  let clock = now;
  let broken = true;
  const { play, calls } = stage({
    now: () => clock,
    environment: { ...environment, TOKEN_MEMORY_SECONDS: "0" },
    secretsManager: () => {
      if (broken) throw new Error("broken");
      return { status: 200, body: { SecretString: JSON.stringify({ username: apiKeySid, password: "p" }) } };
    },
  });
  const asked = () => calls.splice(0).filter((call) => call === "secret").length;
  await play();
  // One retry.
  expect(asked()).toBe(2);
  broken = false;
  await play();
  clock += 299_999;
  await play();
  expect(asked()).toBe(1);
  clock += 1;
  await play();
  expect(asked()).toBe(1);
});
