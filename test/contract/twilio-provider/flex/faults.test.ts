import { describe, expect, test } from "vitest";
import type { NewFault } from "../../../../local/twilio/control/faults.ts";
import { authToken, flex, opened, outcome, type, up } from "./fixture.ts";

const declared = {
  callRecordingEnabled: true,
  channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFileSize: 4096 } }],
};
const changed = { channelConfigs: [{ addressType: "sms", cbmAttachments: { enabled: false } }] };

interface Failure {
  fault: NewFault;
  /** What the user reads, after the request's name. */
  reason: string;
  /** Twilio said no, so that nothing was done for certain. */
  refused?: true;
}

const failures: Record<string, Failure> = {
  "too many requests": { fault: { status: 429 }, reason: "it answered HTTP 429 (Too Many Requests)." },
  "a failure before it was done": {
    fault: { status: 500, when: "before" },
    reason: "it answered HTTP 500 (Internal Server Error).",
  },
  "a failure after it was done": {
    fault: { status: 500, when: "after" },
    reason: "it answered HTTP 500 (Internal Server Error).",
  },
  "a failure in between, in HTML": {
    fault: { status: 502, body: "<html><body>Bad gateway</body></html>" },
    reason: "it answered HTTP 502.",
  },
  "a timeout of somebody in between": {
    fault: { status: 408, when: "after" },
    reason: "it answered HTTP 408 (HTTP 408).",
  },
  "a connection that breaks before": {
    fault: { drop: true, when: "before" },
    reason: "the connection failed (UND_ERR_SOCKET).",
  },
  "a connection that breaks after": {
    fault: { drop: true, when: "after" },
    reason: "the connection failed (UND_ERR_SOCKET).",
  },
  "a silence before": {
    fault: { delayMs: 600_000, when: "before" },
    reason: "nothing came within 1 seconds.",
  },
  "a silence after": { fault: { delayMs: 600_000, when: "after" }, reason: "nothing came within 1 seconds." },
  "a page in HTML": {
    fault: { status: 200, body: "<html>Welcome</html>", when: "after" },
    reason: "its answer is no JSON.",
  },
  "nothing but a number": { fault: { status: 200, body: 7, when: "after" }, reason: "its answer is no JSON." },
  "a redirect": {
    fault: { status: 302, headers: { location: "https://elsewhere.example" }, when: "after" },
    reason: "it answered with a redirect (HTTP 302), and credentials are not sent elsewhere.",
  },
  "a refusal of the credentials": {
    fault: { status: 401 },
    reason: "Authenticate (HTTP 401, code 20003).",
    refused: true,
  },
  "a refusal of the values": {
    fault: { status: 400, code: 45004, message: "You are not allowed to modify property for [x]." },
    reason: "You are not allowed to modify property for [x] (HTTP 400, code 45004).",
    refused: true,
  },
  "a refusal in HTML": {
    fault: { status: 403, body: "<html>No</html>" },
    reason: "Forbidden (HTTP 403).",
    refused: true,
  },
};

const impatient = { requestTimeoutSeconds: 1 };

function texts({ refused, reason }: Failure, method: string): string {
  return `Twilio ${refused ? "refused" : "did not answer"} ${method} ${flex.path}: ${reason}`;
}

describe.each(Object.entries(failures))("%s", (_, failure) => {
  const once = (method: string): NewFault => ({ ...flex, method, times: 1, ...failure.fault });

  test("on create keeps what was there, the next up converges, and destroy puts it back", async () => {
    const { provider, control, account } = await opened(impatient);
    const before = account();
    control.faults.add(once("POST"));
    const first = await up(provider, undefined, declared);
    expect(first.error).toContain(texts(failure, "POST"));
    expect(first.error).not.toContain(authToken);
    expect(first.saved === undefined).toBe(failure.refused === true);

    const second = await up(provider, first.saved, declared);
    expect(second.error).toBeUndefined();
    expect(account()).toMatchObject({ call_recording_enabled: true });
    expect(second.saved?.state.original).toMatchObject({
      callRecordingEnabled: {},
      "channelConfigs.web": { value: before.channel_configs?.[0] },
    });

    if (second.saved) await provider.delete(type, second.saved);
    expect(account()).toEqual(before);
  });

  test("on update forgets nothing that is still to be put back, and the next up converges", async () => {
    const { provider, control, account, channel } = await opened(impatient);
    const before = account();
    const saved = await provider.create(type, declared);
    control.faults.add(once("POST"));
    const first = await up(provider, saved, changed);
    expect(first.error).toContain(texts(failure, "POST"));
    expect(first.saved?.state.original).toMatchObject(saved.state.original as object);

    const second = await up(provider, first.saved, changed);
    expect(second.error).toBeUndefined();
    expect(Object.keys(second.saved?.state.original as object).toSorted()).toEqual([
      "channelConfigs.sms",
      "channelConfigs.sms.enabled",
    ]);
    expect(account().call_recording_enabled).toBe(before.call_recording_enabled);
    expect(channel("web")).toEqual(before.channel_configs?.[0]?.cbm_attachments);
    expect(channel("sms")).toMatchObject({ enabled: false });

    if (second.saved) await provider.delete(type, second.saved);
    expect(account()).toEqual(before);
  });

  test("on update is found by a refresh in between, and still converges", async () => {
    const { provider, control, account } = await opened(impatient);
    const before = account();
    const saved = await provider.create(type, declared);
    control.faults.add(once("POST"));
    const failed = await up(provider, saved, {});
    const refreshed = failed.saved && (await provider.read(type, failed.saved));
    const second = await up(provider, refreshed, {});
    expect(second.error).toBeUndefined();
    expect(second.saved?.state.original).toEqual({});
    expect(account()).toEqual(before);
  });

  test("on destroy leaves it to the next destroy", async () => {
    const { provider, control, account } = await opened(impatient);
    const before = account();
    const saved = await provider.create(type, declared);
    control.faults.add(once("POST"));
    await expect(provider.delete(type, saved)).rejects.toThrow(texts(failure, "POST"));
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
  });

  test("on a look at the account changes nothing", async () => {
    const { provider, control, account, posted } = await opened(impatient);
    const saved = await provider.create(type, declared);
    const now = account();
    posted();
    control.faults.add({ ...once("GET"), times: 4 });
    const outcomes = await Promise.all([
      up(provider, undefined, changed),
      up(provider, saved, changed),
      outcome(
        saved,
        provider.delete(type, saved).then(() => saved),
      ),
      outcome(
        saved,
        provider.read(type, saved).then(() => saved),
      ),
    ]);
    for (const { error } of outcomes) expect(error).toContain(texts(failure, "GET"));
    expect(outcomes.map((each) => each.saved)).toEqual([undefined, saved, saved, saved]);
    expect(posted()).toEqual([]);
    expect(account()).toEqual(now);

    expect(await up(provider, saved, changed)).toMatchObject({ error: undefined });
  });
});

describe("what passes", () => {
  const passing = Object.entries(failures).filter(([, { refused }]) => !refused);

  test.each(passing)("is repeated and not seen: %s", async (_, { fault }) => {
    const { provider, control, account } = await opened({ ...impatient, maxRetries: 2 });
    const before = account();
    for (const method of ["GET", "POST"]) control.faults.add({ ...flex, method, times: 1, ...fault });
    const saved = await provider.create(type, declared);
    expect(control.faults.list()).toEqual([]);
    expect(saved.state.original).toMatchObject({ "channelConfigs.web": { value: before.channel_configs?.[0] } });
    await provider.delete(type, saved);
    expect(account()).toEqual(before);
  });

  test("is repeated as often as configured, no more", async () => {
    const { provider, control, exchanges } = await opened({ maxRetries: 1 });
    control.faults.add({ ...flex, status: 503 });
    await expect(provider.create(type, declared)).rejects.toThrow("it answered HTTP 503 (Service unavailable)");
    expect(exchanges()).toHaveLength(2);
  });

  test("waits as long as Twilio asks", async () => {
    const { provider, control } = await opened({ maxRetries: 1 });
    control.faults.add({ ...flex, method: "GET", times: 1, status: 429, headers: { "retry-after": "1" } });
    await provider.create(type, {});
    const [refused, answered] = control.requests.list().map(({ at }) => Date.parse(at));
    expect(Number(answered) - Number(refused)).toBeGreaterThanOrEqual(999);
  });

  test.each([400, 401, 403, 404, 409])("is not a refusal with status %s: that is final", async (status) => {
    const { provider, control, exchanges } = await opened({ maxRetries: 3 });
    control.faults.add({ ...flex, status });
    await expect(provider.create(type, declared)).rejects.toThrow(`(HTTP ${status}, code `);
    expect(exchanges()).toHaveLength(1);
  });
});
