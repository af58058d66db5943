import fc from "fast-check";
import { expect, test } from "vitest";
import { rememberingTokens } from "../../../../functions/url-provider/token-memory.ts";
import { basic, environment, json, now, stage, token, validAnswer } from "./fixture.ts";

const end = Date.parse(validAnswer.expiration);
const asked = (calls: readonly string[]) => calls.filter((call) => call === "twilio").length;

/** A stage whose time can be moved. */
function timed(part: Parameters<typeof stage>[0] = {}) {
  const clock = { now };
  return { clock, ...stage({ now: () => clock.now, ...part }) };
}

test("Twilio is asked about a valid token once in sixty seconds", async () => {
  const { play, calls, clock } = timed();
  await play();
  clock.now += 59_999;
  const { statusCode, record } = await play();
  expect([statusCode, record]).toMatchObject([200, { tokenRemembered: true }]);
  expect(asked(calls)).toBe(1);
  clock.now += 1;
  expect((await play()).record).not.toHaveProperty("tokenRemembered");
  expect(asked(calls)).toBe(2);
});

test("a token is not remembered beyond its end", async () => {
  const { play, calls, clock } = timed();
  clock.now = end - 10;
  expect((await play()).statusCode).toBe(200);
  clock.now = end;
  expect((await play()).record).toMatchObject({ status: 401, reason: "expired_token" });
  expect(asked(calls)).toBe(2);
});

test("every use of a token is authorised and looked up anew", async () => {
  let found = 200;
  const { play, calls } = timed({ headObject: () => found });
  await play();
  found = 404;
  expect((await play()).statusCode).toBe(404);
  found = 500;
  expect((await play()).statusCode).toBe(503);
  expect(asked(calls)).toBe(1);
});

test("another token, however alike, is another", async () => {
  const { play, calls } = timed();
  await play();
  for (const other of [`${token}a`, token.slice(1), token.toUpperCase(), token.toLowerCase()]) {
    await play({ headers: { authorization: basic(`token:${other}`) } });
  }
  expect(asked(calls)).toBe(5);
});

test("zero seconds turn it off", async () => {
  const { play, calls } = timed({ environment: { ...environment, TOKEN_MEMORY_SECONDS: "0" } });
  await play();
  await play();
  expect(asked(calls)).toBe(2);
});

test("a refusal and a failure are not remembered", async () => {
  const answers = [{ valid: false }, { valid: "true" }, validAnswer];
  const { play } = timed({ twilio: async () => json(answers.shift()) });
  const statuses = [await play(), await play(), await play()].map(({ statusCode }) => statusCode);
  expect(statuses).toEqual([401, 503, 200]);
});

test("whatever comes, it holds as many tokens as it may, for as long as it may, and says what Twilio said", async () => {
  const tokens = fc.constantFrom("a", "b", "c", "d", "e");
  const steps = fc.array(fc.record({ token: tokens, pause: fc.nat(40) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (plays, capacity) => {
      let time = 0;
      const lastAsked = new Map<string, number>();
      const signal = new AbortController().signal;
      const validate = rememberingTokens(
        async (asked) => {
          lastAsked.delete(asked);
          lastAsked.set(asked, time);
          return { valid: true, listener: { roles: [asked] }, expiresAt: 100 };
        },
        { milliseconds: 60, now: () => time, capacity },
      );
      for (const { token: given, pause } of plays) {
        time += pause;
        const verdict = await validate(given, signal);
        expect(verdict).toMatchObject({ valid: true, listener: { roles: [given] }, expiresAt: 100 });
        if (!("remembered" in verdict)) continue;
        expect(time - (lastAsked.get(given) ?? Number.NaN)).toBeLessThan(60);
        expect(time).toBeLessThan(100);
        expect([...lastAsked.keys()].slice(-capacity)).toContain(given);
      }
    }),
  );
});
