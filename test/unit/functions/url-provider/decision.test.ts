import { describe, expect, expectTypeOf, test } from "vitest";
import { defaultAllowedRoles, isRolePattern, mayHear } from "../../../../functions/url-provider/authorisation.ts";
import { type Decision, decide, type PlaybackServices } from "../../../../functions/url-provider/decision.ts";
import type { PlaybackRequest } from "../../../../functions/url-provider/request.ts";
import { basic, recordingSid, stage, token } from "./fixture.ts";

const request: PlaybackRequest = {
  method: "GET",
  query: `recording=${recordingSid}`,
  authorization: basic(`token:${token}`),
};

const services: PlaybackServices = {
  validateToken: async () => ({ valid: true, listener: { roles: ["admin"] }, expiresAt: 2 }),
  recordingExists: async () => true,
  presign: async () => "https://media",
  now: () => 1,
};

const decideWith = (part: Partial<PlaybackServices>, signal = new AbortController().signal) =>
  decide(request, defaultAllowedRoles, { ...services, ...part }, signal);

const forever = () => new Promise<never>(() => {});
const listener = { roles: ["admin"] };

test("only an allowed decision has a URL", async () => {
  expect(await decideWith({})).toEqual({
    outcome: "allowed",
    status: 200,
    mediaUrl: "https://media",
    recording: recordingSid,
    listener,
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
  const names = ["validateToken", "recordingExists", "presign"] as const;

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

describe("roles", () => {
  test.each(["admin", "supervisor", "wfo.full_access", "wfo.data_analyst", "wfo.quality.manager"])(
    "%s may hear by default",
    (role) => {
      expect(mayHear({ roles: ["agent", role] }, defaultAllowedRoles)).toBe(true);
    },
  );

  test.each(["agent", "", "Admin", "administrator", "admin ", "wfo", "wfo.", "wfo*", "xwfo.a", "supervisor.*"])(
    "%j may not",
    (role) => {
      expect(mayHear({ roles: [role] }, defaultAllowedRoles)).toBe(false);
    },
  );

  test("an exact name allows no family, and nobody is allowed by an empty list", () => {
    expect(mayHear({ roles: ["wfo.a"] }, ["wfo"])).toBe(false);
    expect(mayHear({ roles: ["admin"] }, [])).toBe(false);
    expect(mayHear({ roles: [] }, defaultAllowedRoles)).toBe(false);
  });

  test("a pattern is a name or a family, and never everybody", () => {
    expect(["admin", "wfo.*", "wfo.quality.*", "team_lead", "team-lead"].filter(isRolePattern)).toHaveLength(5);
    expect(["", "*", ".*", "wfo*", "*.wfo", "wfo.*.x", "a b", "admin,agent", "wfo..*"].filter(isRolePattern)).toEqual(
      [],
    );
  });
});
