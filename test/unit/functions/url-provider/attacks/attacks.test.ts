import { expect, test } from "vitest";
import { accountSid, basic, environment, json, recordingSid, secret, stage, token, validAnswer } from "../fixture.ts";
import { attacks } from "./attacks.ts";

const absent = `RE${"0".repeat(32)}` as const;
const expired = `expired.${token}`;
const rolesOf = new Map<string, string[]>([[token, ["admin"]]]);

const all = attacks({
  recording: recordingSid,
  absent,
  accountSid,
  valid: token,
  expired,
  foreign: `foreign.${token}`,
  withRoles: (...roles) => {
    const issued = `roles.${rolesOf.size}.${token}`;
    rolesOf.set(issued, roles);
    return issued;
  },
});

/** Knows the tokens that were given out, as Twilio does, and the one recording. */
const play = stage({
  environment: { ...environment, TOKEN_MEMORY_SECONDS: "0" },
  headObject: (url) => (url.endsWith(`/${recordingSid}.wav`) ? 200 : 404),
  twilio: async (_, init) => {
    const { token: asked } = JSON.parse(String(init?.body)) as { token: string };
    if (asked === expired) return json({ ...validAnswer, expiration: "2026-11-21T09:59:59Z", roles: ["admin"] });
    const roles = rolesOf.get(asked);
    return json(roles ? { ...validAnswer, roles } : { valid: false, code: 20101, roles: [], worker_sid: null });
  },
}).play;

test("they are many, and each is another", () => {
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test("the request that they vary is answered with a URL", async () => {
  const headers = { authorization: basic(`token:${token}`), origin: "https://flex.twilio.com" };
  expect((await play({ headers })).statusCode).toBe(200);
});

test.each(all)("$name: $status", async ({ method, query, headers, status }) => {
  const given = Object.entries({ origin: "https://flex.twilio.com", ...headers });
  const present = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const request = { headers: present, ...(method && { method }), ...(query !== undefined && { query }) };
  const { statusCode, body, answer, record } = await play(request);
  expect(statusCode).toBe(status);
  expect(answer).toEqual({ error: expect.stringMatching(/^[a-z ]+$/) });
  expect(body).not.toContain("media_url");

  const log = JSON.stringify(record);
  const sent = headers?.authorization ?? "";
  for (const kept of [token, sent, sent.slice(6), secret.password, "https://", "X-Amz", "Basic "]) {
    if (kept.length > 5) expect(log).not.toContain(kept);
  }
});
