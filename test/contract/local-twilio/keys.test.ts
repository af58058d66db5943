import { expect, test } from "vitest";
import { accountSid, basic, otherAccountSid, type Running, refusal, running } from "./running.ts";

const keys = "iam.twilio.com/v1/Keys";
const allow = ["/twilio/voice/recordings/read", "/twilio/messaging/messages/*"];
const restricted = {
  AccountSid: accountSid,
  FriendlyName: "playback",
  KeyType: "restricted",
  Policy: JSON.stringify({ allow }),
};

function post(twilio: Running, target: string, fields: Record<string, string>): Promise<Response> {
  return twilio.call(target, { method: "POST", body: new URLSearchParams(fields) });
}

async function made(twilio: Running, fields: Record<string, string> = restricted) {
  const response = await post(twilio, keys, fields);
  expect(response.status).toBe(201);
  return (await response.json()) as { sid: string; secret: string };
}

test("a restricted key is made, tells its secret once, authenticates, changes and goes", async () => {
  const twilio = await running({ now: () => new Date("2026-01-31T12:00:00Z") });
  const key = await made(twilio);
  const shown = {
    sid: expect.stringMatching(/^SK[0-9a-f]{32}$/),
    friendly_name: "playback",
    date_created: "Sat, 31 Jan 2026 12:00:00 +0000",
    date_updated: "Sat, 31 Jan 2026 12:00:00 +0000",
    policy: { allow },
  };
  expect(key).toStrictEqual({ ...shown, secret: expect.stringMatching(/^.{32}$/) });
  const at = `${keys}/${key.sid}`;
  expect(await (await twilio.call(at)).json()).toStrictEqual(shown);

  const authorization = basic(key.sid, key.secret);
  expect((await twilio.call(at, { headers: { authorization } })).status).toBe(200);

  const policy = { allow: ["/twilio/studio/flows/read"] };
  const updated = await post(twilio, at, { FriendlyName: "renamed", Policy: JSON.stringify(policy) });
  expect(updated.status).toBe(200);
  expect(await updated.json()).toStrictEqual({ ...shown, friendly_name: "renamed", policy });

  expect((await twilio.call(at, { method: "DELETE" })).status).toBe(204);
  expect((await twilio.call(at, { method: "DELETE" })).status).toBe(404);
  expect((await twilio.call(at)).status).toBe(404);
  expect((await twilio.call(keys, { headers: { authorization } })).status).toBe(401);
});

test("two keys may have one name, and the list tells neither policy nor secret", async () => {
  const twilio = await running();
  const first = await made(twilio);
  const second = await made(twilio);
  expect(second.sid).not.toBe(first.sid);
  const listed = (await (await twilio.call(`${keys}?AccountSid=${accountSid}&PageSize=1`)).json()) as {
    keys: Record<string, unknown>[];
    meta: Record<string, unknown>;
  };
  expect(Object.keys(listed.keys[0] ?? {})).toStrictEqual(["sid", "friendly_name", "date_created", "date_updated"]);
  expect(listed.meta).toMatchObject({ key: "keys", page: 0, page_size: 1, previous_page_url: null });
  const next = new URL(String(listed.meta.next_page_url));
  expect(next.host).toBe("iam.twilio.com");
  const rest = (await (await twilio.call(`${next.host}${next.pathname}${next.search}`)).json()) as typeof listed;
  expect([...listed.keys, ...rest.keys].map(({ sid }) => sid)).toStrictEqual([second.sid, first.sid]);
  expect(rest.meta.next_page_url).toBeNull();
});

test("a key without a type is a standard one, which has no policy to change", async () => {
  const twilio = await running();
  const key = await made(twilio, { AccountSid: accountSid });
  expect(key).toMatchObject({ friendly_name: "", policy: null });
  const refused = await post(twilio, `${keys}/${key.sid}`, { Policy: restricted.Policy });
  expect(refused.status).toBe(400);
});

test.each([
  ["no account", { ...restricted, AccountSid: "" }, 400],
  ["another account", { ...restricted, AccountSid: otherAccountSid }, 403],
  ["a wrong account", { ...restricted, AccountSid: "AC1" }, 400],
  ["another type", { ...restricted, KeyType: "main" }, 400],
  ["a restricted key without a policy", { AccountSid: accountSid, KeyType: "restricted" }, 400],
  ["a policy without the type", { AccountSid: accountSid, Policy: restricted.Policy }, 400],
  ["a policy that is no JSON", { ...restricted, Policy: "allow" }, 400],
  ["a policy that allows nothing", { ...restricted, Policy: '{"allow":[]}' }, 400],
  ["a policy of no permissions", { ...restricted, Policy: '{"allow":["voice"]}' }, 400],
  ["a name that is too long", { ...restricted, FriendlyName: "n".repeat(65) }, 400],
  ["a field in the wrong case", { ...restricted, friendlyName: "n" }, 400],
])("%s is refused and nothing is made", async (_, fields, status) => {
  const twilio = await running();
  const response = await post(twilio, keys, fields);
  expect([response.status, (await refusal(response)).status]).toStrictEqual([status, status]);
  const listed = (await (await twilio.call(`${keys}?AccountSid=${accountSid}`)).json()) as { keys: unknown[] };
  expect(listed.keys).toStrictEqual([]);
});

test("JSON is refused with 415, and a list without an account with 400", async () => {
  const twilio = await running();
  expect((await twilio.post(keys, restricted)).status).toBe(415);
  expect((await twilio.call(keys)).status).toBe(400);
});
