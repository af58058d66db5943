import { describe, expect, expectTypeOf, test } from "vitest";
import { type AccessRule, byRole } from "../../../../functions/url-provider/authorisation.ts";
import { type Decision, decide, type PlaybackServices } from "../../../../functions/url-provider/decision.ts";
import type { PlaybackRequest } from "../../../../functions/url-provider/request.ts";
import { basic, recordingSid, stage, token } from "./fixture.ts";

const request: PlaybackRequest = {
  method: "GET",
  query: `recording=${recordingSid}`,
  authorization: basic(`token:${token}`),
  origin: "https://flex.twilio.com",
};

const services: PlaybackServices = {
  validateToken: async () => ({ valid: true, listener: { roles: ["admin"] }, expiresAt: 2 }),
  findRecording: async (sid) => ({ sid, workers: [], metadata: {} }),
  isExpected: async () => false,
  presign: async () => "https://media",
  now: () => 1,
};

const decideWith = (
  part: Partial<PlaybackServices>,
  signal = new AbortController().signal,
  access: AccessRule = byRole(["admin"]),
) => decide(request, { access, origins: ["https://flex.twilio.com"] }, { ...services, ...part }, signal);

const forever = () => new Promise<never>(() => {});
const listener = { roles: ["admin"] };

test("only an allowed decision has a URL", async () => {
  expect(await decideWith({})).toEqual({
    outcome: "allowed",
    status: 200,
    mediaUrl: "https://media",
    recording: recordingSid,
    listener,
    upstream: { token: 0, storage: 0 },
  });
  expectTypeOf<Extract<Decision, { mediaUrl: string }>["outcome"]>().toEqualTypeOf<"allowed">();
  expectTypeOf<Extract<Decision, { outcome: "denied" }>["status"]>().toEqualTypeOf<400 | 401 | 403 | 404 | 405>();
  expectTypeOf<Extract<Decision, { outcome: "failed" }>["status"]>().toEqualTypeOf<503>();
});

test.each([2, 1.5, 1])("a token that ends at or before now (%d of 2) is expired", async (expiresAt) => {
  const decision = await decideWith({
    validateToken: async () => ({ valid: true, listener, expiresAt }),
    now: () => 2,
  });
  expect(decision).toMatchObject({ status: 401, reason: "expired_token" });
});

test("an end that is no time is expired", async () => {
  const decision = await decideWith({ validateToken: async () => ({ valid: true, listener, expiresAt: Number.NaN }) });
  expect(decision).toMatchObject({ status: 401, reason: "expired_token" });
});

describe("a service", () => {
  const names = ["validateToken", "findRecording", "presign"] as const;

  test.each(names)("%s that throws something unforeseen fails the request without its message", async (name) => {
    for (const thrown of [new TypeError(`at ${token}`), token, undefined, null, { token }]) {
      const decision = await decideWith({ [name]: () => Promise.reject(thrown) });
      expect(decision).toMatchObject({ outcome: "failed", status: 503, reason: "unexpected" });
      expect(JSON.stringify(decision)).not.toContain(token);
      const sync = await decideWith({
        [name]: () => {
          throw thrown;
        },
      });
      expect(sync).toMatchObject({ outcome: "failed", status: 503, reason: "unexpected" });
    }
  });

  test.each(names)("%s that hangs and ignores its signal is left behind at the deadline", async (name) => {
    expect(await decideWith({ [name]: forever }, AbortSignal.timeout(20))).toMatchObject({
      status: 503,
      reason: "deadline_passed",
    });
  });

  test("that answers or fails after the deadline makes no difference", async () => {
    const late = () => Promise.reject(new Error("late"));
    for (const part of [{}, { validateToken: late }]) {
      expect(await decideWith(part, AbortSignal.abort())).toMatchObject({ status: 503, reason: "deadline_passed" });
    }
  });
});

test("the handler answers before Lambda's own timeout", async () => {
  const { play } = stage({ headObject: forever });
  const { statusCode, record } = await play({}, { awsRequestId: "r", getRemainingTimeInMillis: () => 600 });
  expect(statusCode).toBe(503);
  expect(record).toMatchObject({ reason: "deadline_passed", recording: recordingSid, requestId: "r" });
});

test("the handler answers where no time is left at all", async () => {
  const { play } = stage({ twilio: forever });
  expect((await play({}, { getRemainingTimeInMillis: () => 0 })).statusCode).toBe(503);
});

describe("a rule", () => {
  const never = new AbortController().signal;
  const missing = { findRecording: async () => undefined };

  test("that looks at the recording is asked about that one, and hides whether others are there", async () => {
    const seen: unknown[] = [];
    const decision = await decideWith({}, never, () => (stored) => {
      seen.push(stored);
      return true;
    });
    expect(decision.outcome).toBe("allowed");
    expect(seen).toEqual([{ sid: recordingSid, workers: [], metadata: {} }]);
    const refused = await decideWith({}, never, () => () => false);
    const absent = await decideWith({ ...missing, isExpected: async () => true }, never, () => () => true);
    expect(refused).toMatchObject({ status: 403, reason: "recording_not_allowed" });
    expect(absent).toEqual(refused);
  });

  test.each([
    [
      "throws",
      (() => {
        throw new Error(token);
      }) as AccessRule,
    ],
    ["answers a promise", (async () => "allowed") as unknown as AccessRule],
    ["answers true", (() => true) as unknown as AccessRule],
    ["answers nothing", (() => undefined) as unknown as AccessRule],
    ["answers a promise about the recording", (() => async () => true) as unknown as AccessRule],
    ["answers something about the recording", (() => () => "yes") as unknown as AccessRule],
    [
      "throws about the recording",
      () => () => {
        throw new Error(token);
      },
    ],
  ] as [string, AccessRule][])("that %s gives no URL", async (_, access) => {
    const decision = await decideWith({}, never, access);
    expect(["denied", "failed"]).toContain(decision.outcome);
    expect(JSON.stringify(decision)).not.toContain(token);
  });
});

test("how long the services took is told, also where they failed, and nothing of a service that was not asked", async () => {
  let clock = 0;
  const taking = (milliseconds: number) => async () => {
    clock += milliseconds;
  };
  const slow: Partial<PlaybackServices> = {
    now: () => clock,
    validateToken: async () => {
      await taking(100)();
      return { valid: true, listener, expiresAt: 1_000 };
    },
    findRecording: async () => {
      await taking(20)();
      return undefined;
    },
    isExpected: async () => {
      await taking(3)();
      throw new Error("broken");
    },
  };
  expect(await decideWith(slow)).toMatchObject({ outcome: "failed", upstream: { token: 100, storage: 23 } });
  const remembered = async () => ({ valid: true as const, listener, expiresAt: 1_000, remembered: true });
  const decision = await decideWith({ validateToken: remembered });
  expect(decision).toMatchObject({ tokenRemembered: true, upstream: { storage: 0 } });
  expect(decision.upstream).not.toHaveProperty("token");
  expect(await decideWith({ validateToken: async () => ({ valid: false }) })).toMatchObject({ upstream: { token: 0 } });
});
