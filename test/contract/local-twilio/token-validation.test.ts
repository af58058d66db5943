import { expect, test } from "vitest";
import { refusal, running, validation } from "./running.ts";

test("a token that was issued is valid and says who holds it", async () => {
  const twilio = await running({ now: () => new Date("2026-01-02T03:00:00Z") });
  const token = twilio.control.tokens.issue({
    identity: "user_40example_2Dcom",
    realm_user_id: "user@example.com",
    roles: ["supervisor"],
    worker_sid: `WK${"1".repeat(32)}`,
    expiresInSeconds: 60,
  });
  const response = await twilio.post(validation, { token });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    valid: true,
    code: 0,
    message: null,
    expiration: "2026-01-02T03:01:00.000Z",
    realm_user_id: "user@example.com",
    identity: "user_40example_2Dcom",
    roles: ["supervisor"],
    worker_sid: `WK${"1".repeat(32)}`,
  });
});

test("a token looks like a JWE and is as long as asked, or as long as real ones", async () => {
  const twilio = await running();
  const usual = twilio.control.tokens.issue({ identity: "a" });
  const long = twilio.control.tokens.issue({ identity: "a", length: 9000 });
  for (const token of [usual, long]) expect(token).toMatch(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(Math.abs(usual.length - 1600)).toBeLessThan(8);
  expect(Math.abs(long.length - 9000)).toBeLessThan(8);
});

test("a token that nobody issued is not valid", async () => {
  const twilio = await running();
  const token = twilio.control.tokens.issue({ identity: "a" });
  for (const other of [`${token}x`, token.slice(1), "x"]) {
    const response = await twilio.post(validation, { token: other });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ valid: false, code: 20101, worker_sid: null, roles: [] });
  }
});

test("a token is not valid from its expiration on", async () => {
  let now = new Date("2026-01-02T03:00:00Z");
  const twilio = await running({ now: () => now });
  const token = twilio.control.tokens.issue({ identity: "a", expiresInSeconds: 60 });
  const answer = async () => (await twilio.post(validation, { token })).json();
  now = new Date("2026-01-02T03:00:59.999Z");
  expect(await answer()).toMatchObject({ valid: true });
  now = new Date("2026-01-02T03:01:00Z");
  expect(await answer()).toMatchObject({ valid: false, code: 20104, identity: null });
});

test("a token that had expired when it was issued is not valid", async () => {
  const twilio = await running();
  const token = twilio.control.tokens.issue({ identity: "a", expiresInSeconds: -1 });
  expect(await (await twilio.post(validation, { token })).json()).toMatchObject({ valid: false, code: 20104 });
});

test.each(["{", "[]", "{}", '{"token": ""}', '{"token": 5}', '{"token": "x", "realm": "y"}'])(
  "the body %s is refused with 400",
  async (body) => {
    const twilio = await running();
    const response = await twilio.post(validation, body);
    expect([response.status, (await refusal(response)).code]).toEqual([400, 20001]);
  },
);

test("a form is refused with 415", async () => {
  const twilio = await running();
  const token = twilio.control.tokens.issue({ identity: "a" });
  const response = await twilio.call(validation, { method: "POST", body: new URLSearchParams({ token }) });
  expect(response.status).toBe(415);
});

test("a token can't be looked up by GET", async () => {
  const twilio = await running();
  expect((await twilio.call(validation)).status).toBe(405);
});
