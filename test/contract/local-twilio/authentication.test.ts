import { expect, test } from "vitest";
import {
  accountSid,
  authToken,
  basic,
  flexConfiguration,
  otherAccountSid,
  recordings,
  refusal,
  running,
  validation,
} from "./running.ts";

const authenticate = {
  code: 20003,
  message: "Authenticate",
  more_info: "https://www.twilio.com/docs/errors/20003",
  status: 401,
};

test.each([
  ["no credentials", {}],
  ["a wrong auth token", { authorization: basic(accountSid, "wrong") }],
  ["an empty auth token", { authorization: basic(accountSid, "") }],
  ["another account", { authorization: basic(otherAccountSid, authToken) }],
  ["an unknown API key", { authorization: basic(`SK${"0".repeat(32)}`, authToken) }],
  ["another scheme", { authorization: `Bearer ${authToken}` }],
  ["credentials that are no Base64", { authorization: "Basic %%%" }],
  ["credentials without a colon", { authorization: `Basic ${Buffer.from(accountSid).toString("base64")}` }],
])("%s are refused with 20003 on every host", async (_, headers: Record<string, string>) => {
  const twilio = await running();
  for (const [method, target] of [
    ["GET", flexConfiguration],
    ["POST", validation],
    ["GET", `${recordings}.json`],
    ["DELETE", `${recordings}/RE${"0".repeat(32)}.json`],
    ["GET", "flex-api.twilio.com/v1/NotThere"],
  ] as const) {
    const response = await fetch(`${twilio.url}/${target}`, { method, headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Basic realm="Twilio API"');
    expect(await refusal(response)).toEqual(authenticate);
  }
});

test("an API key is accepted from its creation to its end", async () => {
  const twilio = await running();
  const { sid, secret } = twilio.control.apiKeys.create({ friendly_name: "deploy" });
  const withKey = (password: string) =>
    fetch(`${twilio.url}/${flexConfiguration}`, { headers: { authorization: basic(sid, password) } });
  expect(sid).toMatch(/^SK[0-9a-f]{32}$/);
  expect((await withKey(secret)).status).toBe(200);
  expect((await withKey(authToken)).status).toBe(401);
  twilio.control.apiKeys.revoke(sid);
  expect((await withKey(secret)).status).toBe(401);
});

test("the account in the path must be the account that asks", async () => {
  const twilio = await running();
  const list = await twilio.call(recordings.replace(accountSid, otherAccountSid).concat(".json"));
  expect([list.status, (await refusal(list)).code]).toEqual([401, 20003]);
  const validate = await twilio.post(validation.replace(accountSid, otherAccountSid), { token: "x" });
  expect([validate.status, (await refusal(validate)).code]).toEqual([401, 20003]);
});

test("what isn't there is 20404, with the path in the message", async () => {
  const twilio = await running();
  for (const [target, resource] of [
    ["flex-api.twilio.com/v1/Nothing", "/Nothing"],
    [`${recordings}/RE12.json`, `/2010-04-01/Accounts/${accountSid}/Recordings/RE12.json`],
    ["nowhere.twilio.com/v1/Configuration", "/Configuration"],
    ["iam.twilio.com/v1/Accounts/AC12/Tokens/validate", "/Accounts/AC12/Tokens/validate"],
  ] as const) {
    const response = await twilio.call(target);
    expect(response.status).toBe(404);
    expect(await refusal(response)).toEqual({
      code: 20404,
      message: `The requested resource ${resource} was not found`,
      more_info: "https://www.twilio.com/docs/errors/20404",
      status: 404,
    });
  }
});

test("a method that a resource doesn't have is 20004", async () => {
  const twilio = await running();
  const response = await twilio.call(flexConfiguration, { method: "DELETE" });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, POST");
  expect((await refusal(response)).code).toBe(20004);
});

test("an unknown or repeated query parameter is refused", async () => {
  const twilio = await running();
  for (const [query, message] of [
    ["?Colour=red", "Unknown parameter Colour"],
    ["?CallSid=1&CallSid=2", "Parameter CallSid is given more than once"],
  ]) {
    const response = await twilio.call(`${recordings}.json${query}`);
    expect(response.status).toBe(400);
    expect(await refusal(response)).toMatchObject({ code: 20001, message });
  }
});

test("every answer carries a request id of its own", async () => {
  const twilio = await running();
  const ids = new Set<string | null>();
  for (const target of [flexConfiguration, `${recordings}.json`, "nowhere.twilio.com/"]) {
    ids.add((await twilio.call(target)).headers.get("twilio-request-id"));
  }
  expect([...ids].every((id) => id?.match(/^RQ[0-9a-f]{32}$/))).toBe(true);
  expect(ids.size).toBe(3);
});
