import { describe, expect, test } from "vitest";
import { Secret, unknown } from "../../../../providers/kit/index.ts";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { accountSid, basic } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:iam:ApiKey";
const host = "iam.twilio.com";

const declared = {
  friendlyName: "playback",
  policy: { allow: ["/twilio/voice/recordings/read", "/twilio/voice/recordings/list"] },
};
const changed = { friendlyName: "player", policy: { allow: ["/twilio/voice/recordings/*"] } };

function keysIn({ twilio }: LocalProvider) {
  return twilio.control.state().apiKeys;
}

function secretOf({ state }: SavedResource): string {
  if (!(state.secret instanceof Secret)) throw new Error("the secret is no secret");
  return String(state.secret.reveal());
}

/** The status that a request with the key's own credentials gets. */
async function statusWith(saved: SavedResource, { twilio }: LocalProvider): Promise<number> {
  const authorization = basic(saved.id, secretOf(saved));
  const path = `${host}/v1/Keys?AccountSid=${accountSid}`;
  return (await twilio.call(path, { headers: { authorization } })).status;
}

describe("an API key", () => {
  test("is made once, restricted, with a secret that authenticates and is a secret in state", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual(["GET 200", "POST 201"]);
    expect(keysIn(opened)).toMatchObject([{ sid: saved.id, friendly_name: "playback", policy: declared.policy }]);
    expect(saved.state).toMatchObject({ ...declared, sid: saved.id });
    expect(await statusWith(saved, opened)).toBe(200);
    expect(JSON.stringify(saved.state)).not.toContain(secretOf(saved));
  });

  test("costs no call when nothing changed, in whatever order permissions stand, nor in a preview", async () => {
    const { provider, calls } = await localProvider();
    const preview = await provider.create(type, declared, { preview: true });
    expect(preview.state).toMatchObject({ ...declared, sid: unknown });
    expect(calls()).toEqual([]);
    const saved = await provider.create(type, declared);
    calls();
    const reordered = { ...declared, policy: { allow: declared.policy.allow.toReversed() } };
    expect(await provider.diff(type, saved, reordered)).toMatchObject({ changes: false, detailed: {} });
    const planned = await provider.update(type, saved, changed, { preview: true });
    expect(planned.state.sid).toBe(saved.id);
    expect(secretOf(planned)).toBe(secretOf(saved));
    expect(calls()).toEqual([]);
  });

  test("changes name and policy in place, and keeps its secret", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    expect((await opened.provider.diff(type, saved, changed)).replaces).toEqual([]);
    opened.calls();
    const updated = await opened.provider.update(type, saved, changed);
    expect(opened.calls()).toEqual(["POST 200"]);
    expect(keysIn(opened)).toMatchObject([{ sid: saved.id, friendly_name: "player", policy: changed.policy }]);
    expect(secretOf(updated)).toBe(secretOf(saved));
    expect(await statusWith(updated, opened)).toBe(200);
  });

  test("shows drift of both, keeps its secret on refresh, and is seen to be gone", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const body = new URLSearchParams({ FriendlyName: "player", Policy: JSON.stringify(changed.policy) });
    await opened.twilio.call(`${host}/v1/Keys/${saved.id}`, { method: "POST", body });
    opened.calls();
    const found = await opened.provider.read(type, saved);
    expect(opened.calls()).toEqual(["GET 200"]);
    expect(found?.inputs).toEqual(changed);
    expect(found && secretOf(found)).toBe(secretOf(saved));
    opened.twilio.control.apiKeys.revoke(saved.id);
    expect(await opened.provider.read(type, saved)).toBeUndefined();
  });

  test("is imported by its SID, with an empty preview, and no secret", async () => {
    const { provider, twilio } = await localProvider();
    const { id } = await provider.create(type, declared);
    const imported = await provider.read(type, id);
    expect(imported).toEqual({ id, inputs: declared, state: { ...declared, sid: id } });
    expect(imported && (await provider.diff(type, imported, declared)).changes).toBe(false);
    const standard = twilio.control.apiKeys.create({ friendly_name: "standard" }).sid;
    await expect(provider.read(type, standard)).rejects.toThrow(
      `${standard} is no restricted key: it has no policy; import a restricted one.`,
    );
  });

  test("is deleted, and deleted again; with it go its credentials", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(keysIn(opened)).toEqual([]);
    expect(await statusWith(saved, opened)).toBe(401);
  });

  test("of a name that exists is an error that tells its SID, on whatever page it stands", async () => {
    const opened = await localProvider();
    const { sid } = opened.twilio.control.apiKeys.create({ friendly_name: "playback" });
    for (let i = 0; i < 1001; i++) opened.twilio.control.apiKeys.create();
    await expect(opened.provider.create(type, declared)).rejects.toThrow(`import it by its ID ${sid}`);
    expect(opened.calls()).toEqual(["GET 200", "GET 200"]);
  });

  test("is named by Pulumi where the program gives no name", async () => {
    const { provider } = await localProvider();
    const { inputs, failures } = await provider.check(type, { policy: declared.policy });
    expect(failures).toEqual([]);
    expect(inputs.friendlyName).toMatch(/^name-[0-9a-f]{7}$/);
  });
});

describe("is refused in check", () => {
  test("with each mistake's path", async () => {
    const { provider } = await localProvider();
    const { failures } = await provider.check(type, {
      friendlyName: "n".repeat(65),
      policy: { allow: ["voice"], deny: [] },
    });
    expect(Object.fromEntries(failures.map(({ property, reason }) => [property, reason]))).toEqual({
      friendlyName: "is 65 characters long, but must be at most 64 characters long",
      "policy.allow[0]": "is no permission; write one as /twilio/voice/recordings/read, with * for every action",
      "policy.deny": "is no property here; use one of allow",
    });
    const many = Array.from({ length: 101 }, (_, i) => `/twilio/voice/calls/${i}`);
    expect((await provider.check(type, { ...declared, policy: { allow: many } })).failures).toHaveLength(1);
    expect((await provider.check(type, { ...declared, policy: { allow: [] } })).failures).toHaveLength(1);
  });

  test("outside us1", async () => {
    const { provider } = await localProvider({ region: "ie1" });
    const [failure] = (await provider.check(type, declared)).failures;
    expect(failure?.reason).toBe(
      "Twilio has restricted API keys in region us1 only, and this provider is configured for ie1; use a provider for us1.",
    );
  });
});

const faults = {
  "429": { status: 429 },
  "500 before": { status: 500, when: "before" },
  "500 after": { status: 500, when: "after" },
  "dropped before": { drop: true, when: "before" },
  "dropped after": { drop: true, when: "after" },
} as const;

describe.each(Object.entries(faults))("after a failure (%s)", (_, fault) => {
  test.each(["GET", "POST"])("of %s while it is made, there is one, whose secret is known", async (method) => {
    const opened = await localProvider();
    opened.twilio.control.faults.add({ ...fault, host, method, times: 1 });
    const saved = await opened.provider.create(type, declared).catch(() => opened.provider.create(type, declared));
    expect(keysIn(opened).map(({ sid }) => sid)).toEqual([saved.id]);
    expect(await statusWith(saved, opened)).toBe(200);
  });

  test("of every POST, none is left over, so that the next attempt starts from nothing", async () => {
    const opened = await localProvider();
    opened.twilio.control.faults.add({ ...fault, host, method: "POST", times: 2 });
    await expect(opened.provider.create(type, declared)).rejects.toThrow("Twilio did not answer POST /v1/Keys");
    expect(keysIn(opened)).toEqual([]);
    const saved = await opened.provider.create(type, declared);
    expect(await statusWith(saved, opened)).toBe(200);
  });

  test("of an update or a delete, the next attempt does it", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    opened.twilio.control.faults.add({ ...fault, host, method: "POST", times: 1 });
    await expect(opened.provider.update(type, saved, changed)).rejects.toThrow("Twilio did not answer POST");
    const updated = await opened.provider.update(type, saved, changed);
    expect(secretOf(updated)).toBe(secretOf(saved));
    opened.twilio.control.faults.add({ ...fault, host, method: "DELETE", times: 1 });
    await expect(opened.provider.delete(type, updated)).rejects.toThrow("Twilio did not answer DELETE");
    await opened.provider.delete(type, updated);
    expect(keysIn(opened)).toEqual([]);
  });
});
