import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings } from "../../../../functions/url-provider/settings.ts";
import { basic, environment, functionUrlEvent, json, now, recordingSid, stage, token, validAnswer } from "./fixture.ts";

const statuses = [200, 400, 401, 403, 404, 405, 503];

/** A value that is right, nearly right or anything else, so that runs get past each check in turn. */
const around = <T>(right: T, ...nearly: unknown[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>(right) },
    fc.constantFrom<unknown>(right, ...nearly),
    fc.anything(),
  );

const authorization = fc.oneof(
  fc.constant<unknown>(basic(`token:${token}`)),
  fc.string({ unit: "binary" }).map((text) => `Basic ${text}`),
  fc.string({ unit: "grapheme" }).map((text) => basic(text)),
  fc.string({ unit: "grapheme" }).map((text) => basic(`token:${text}`)),
  fc.anything(),
);

const query = fc.oneof(
  fc.constant<unknown>(`recording=${recordingSid}`),
  fc.webQueryParameters(),
  fc.string({ unit: "binary" }).map((text) => `recording=${text}`),
  fc.string().map((text) => `recording=${recordingSid}${text}`),
  fc.anything(),
);

const event = fc.oneof(
  { weight: 1, arbitrary: fc.anything() },
  {
    weight: 9,
    arbitrary: fc.record({
      rawQueryString: query,
      headers: fc.oneof(fc.record({ authorization }), fc.dictionary(fc.string(), fc.anything())),
      requestContext: fc.record({ http: fc.record({ method: around("GET", "HEAD", "get", ["GET"]) }) }),
    }),
  },
);

test("no request gets a URL without a valid token, and none breaks the handler", async () => {
  const { play, lines } = stage({ twilio: async () => json({ ...validAnswer, valid: false }) });
  await fc.assert(
    fc.asyncProperty(event, async (request) => {
      const { statusCode, body } = await play({ event: request });
      expect(statuses).toContain(statusCode);
      expect(statusCode).not.toBe(200);
      expect(body).not.toContain("media_url");
      expect(lines.at(-1)).not.toContain(token);
    }),
    { numRuns: 1_000 },
  );
});

const answer = fc.record({
  valid: around(true, "true", 1, false),
  code: around(0, 20101, "0", null),
  expiration: around(validAnswer.expiration, "2026-11-21T09:59:59Z", "2026-11-21T10:00:00.000Z", 4e12, "never"),
  roles: around(["supervisor"], ["agent"], [], "admin", ["wfo.reports"], [["admin"]]),
  worker_sid: around(validAnswer.worker_sid, null, "", "WK", 1),
});

/** What permission means, written down a second time. */
function permits(body: Record<string, unknown>): boolean {
  const { valid, code, expiration, roles } = body;
  const allowed = (role: unknown) =>
    role === "admin" || role === "supervisor" || (typeof role === "string" && /^wfo\../s.test(role));
  return (
    valid === true &&
    (code === 0 || code === null || code === undefined) &&
    typeof expiration === "string" &&
    Date.parse(expiration) > now &&
    Array.isArray(roles) &&
    roles.some(allowed)
  );
}

test("no answer of Twilio's gives a URL but one that permits it in every field", async () => {
  let urls = 0;
  await fc.assert(
    fc.asyncProperty(answer, fc.constantFrom(200, 200, 200, 201, 302, 401, 500), async (body, status) => {
      const text = JSON.stringify(body, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
      const sent = JSON.parse(text) as Record<string, unknown>;
      const { play } = stage({ twilio: async () => new Response(text, { status }) });
      const { statusCode } = await play({ event: functionUrlEvent() });
      expect(statuses).toContain(statusCode);
      if (statusCode !== 200) return;
      urls += 1;
      expect(status).toBe(200);
      expect(permits(sent)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  // The property would hold for a function that refuses everybody.
  expect(urls).toBeGreaterThan(0);
});

test("a token that Twilio permits gets a URL for that recording, whatever it looks like", async () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  });
  const sid = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: 32, maxLength: 32 });
  const { play } = stage();
  await fc.assert(
    fc.asyncProperty(printable, sid, async (secretToken, digits) => {
      const headers = { authorization: basic(`token:${secretToken}`) };
      const { statusCode, body } = await play({ query: `recording=RE${digits}`, headers });
      expect(statusCode).toBe(200);
      expect(body).toContain(`/RE${digits}.wav?`);
    }),
  );
});

test("no environment breaks the reading of settings", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl(),
    fc.constantFrom(...Object.values(environment)),
    fc.constant(undefined),
  );
  const names = ["TWILIO_ACCOUNT_SID", "TWILIO_SECRET_ARN", "TWILIO_IAM_URL", "RECORDINGS_BUCKET", "RECORDINGS_PREFIX"];
  const more = ["ALLOWED_ROLES", "MEDIA_URL_SECONDS", "S3_FORCE_PATH_STYLE"];
  fc.assert(
    fc.property(fc.record(Object.fromEntries([...names, ...more].map((name) => [name, value]))), (part) => {
      const result = readSettings({ ...environment, ...part });
      if ("problems" in result) expect(result.problems.length).toBeGreaterThan(0);
      else expect(result.settings.iamUrl).toMatch(/^https:|^http:\/\/(127\.|\[::1\]|(.+\.)?localhost)/);
    }),
    { numRuns: 1_000 },
  );
});
