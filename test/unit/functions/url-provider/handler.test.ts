import { describe, expect, test } from "vitest";
import {
  accountSid,
  basic,
  environment,
  json,
  now,
  recordingSid,
  secret,
  stage,
  token,
  validAnswer,
  workerSid,
} from "./fixture.ts";

const noStore = { "content-type": "application/json", "cache-control": "no-store" };

describe("a listener with an allowed role", () => {
  test("gets a URL that reads the one recording for the time set, and nothing about checksums", async () => {
    const { play } = stage({ environment: { ...environment, MEDIA_URL_SECONDS: "120" } });
    const { statusCode, headers, answer } = await play();
    expect(statusCode).toBe(200);
    expect(headers).toEqual(noStore);
    const { media_url: mediaUrl } = answer as { media_url: string };
    const url = new URL(mediaUrl);
    expect(url.origin).toBe("https://call-recordings.s3.us-east-1.amazonaws.com");
    expect(url.pathname).toBe(`/recordings/${accountSid}/${recordingSid}.wav`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      "X-Amz-Expires": "120",
      "X-Amz-SignedHeaders": "host",
      "response-content-type": "audio/wav",
      "response-content-disposition": "inline",
    });
    expect(mediaUrl.toLowerCase()).not.toContain("checksum");
  });

  test("is asked about at Twilio with our credentials, and the object is looked for before the URL is made", async () => {
    const asked: [string, RequestInit | undefined][] = [];
    const heads: string[] = [];
    const { play, calls } = stage({
      twilio: async (url, init) => {
        asked.push([String(url), init]);
        return json(validAnswer);
      },
      headObject: (url) => {
        heads.push(url);
        return 200;
      },
    });
    await play();
    expect(calls).toEqual(["secret", "twilio", "s3"]);
    const [[url, init]] = asked as [[string, RequestInit]];
    expect(url).toBe(`https://iam.twilio.com/v1/Accounts/${accountSid}/Tokens/validate`);
    expect(init).toMatchObject({ method: "POST", redirect: "error", body: JSON.stringify({ token }) });
    expect(new Headers(init.headers).get("authorization")).toBe(basic(`${secret.username}:${secret.password}`));
    expect(new Headers(init.headers).get("content-type")).toBe("application/json");
    expect(heads).toEqual([
      `https://call-recordings.s3.us-east-1.amazonaws.com/recordings/${accountSid}/${recordingSid}.wav`,
    ]);
  });

  test("finds bucket and key by the settings", async () => {
    const { play } = stage({ environment: { ...environment, RECORDINGS_PREFIX: "", S3_FORCE_PATH_STYLE: "true" } });
    const { answer } = await play();
    const url = new URL((answer as { media_url: string }).media_url);
    expect(url.pathname).toBe(`/call-recordings/${accountSid}/${recordingSid}.wav`);
  });

  test("finds recordings that Twilio itself put into the bucket", async () => {
    const { play } = stage({ environment: { ...environment, RECORDINGS_PREFIX: "", KEY_LAYOUT: "twilio" } });
    const url = new URL(((await play()).answer as { media_url: string }).media_url);
    expect(url.pathname).toBe(`/${accountSid}/${recordingSid}`);
    expect(url.searchParams.get("response-content-type")).toBe("audio/wav");
  });

  test.each([
    [60 * 60_000, "900"],
    [899_999, "899"],
    [1_000, "1"],
  ])("gets a URL that ends no later than credentials that end in %i ms", async (left, seconds) => {
    const { play } = stage({ credentialsEnd: new Date(now + left) });
    const url = new URL(((await play()).answer as { media_url: string }).media_url);
    expect(url.searchParams.get("X-Amz-Expires")).toBe(seconds);
  });

  test("need not be a worker", async () => {
    for (const worker_sid of [undefined, null, ""]) {
      const { play } = stage({ twilio: async () => json({ ...validAnswer, worker_sid }) });
      const { statusCode, record } = await play();
      expect(statusCode).toBe(200);
      expect(record).not.toHaveProperty("worker");
    }
  });
});

describe("every refusal", () => {
  const cases = [
    ["another method", { method: "POST" }, {}, 405, "method_not_allowed"],
    ["no recording", { query: "" }, {}, 400, "malformed_request"],
    ["no token", { headers: {} }, {}, 401, "missing_token"],
    ["another scheme", { headers: { authorization: `Bearer ${token}` } }, {}, 401, "malformed_authorization"],
    ["an invalid token", {}, { twilio: async () => json({ valid: false, code: 20101 }) }, 401, "invalid_token"],
    ["an expired token", {}, { now: () => now + 3_600_000 }, 401, "expired_token"],
    ["another role", {}, { twilio: async () => json({ ...validAnswer, roles: ["agent"] }) }, 403, "role_not_allowed"],
    ["no role", {}, { twilio: async () => json({ ...validAnswer, roles: [] }) }, 403, "role_not_allowed"],
    ["no such object", {}, { headObject: () => 404 }, 404, "recording_not_found"],
  ] as const;

  test.each(cases)(
    "%s is answered with few words and logged with the reason",
    async (_, request, replaced, status, reason) => {
      const { play, lines } = stage(replaced);
      const { statusCode, headers, answer, record } = await play(request);
      expect(statusCode).toBe(status);
      expect(headers).toMatchObject(noStore);
      expect(answer).toEqual({ error: expect.stringMatching(/^[a-z ]+$/) });
      expect(record).toMatchObject({ decision: "denied", status, reason, requestId: "request-1" });
      expect(lines).toHaveLength(1);
    },
  );

  test("a recording that the archive is at work on is worth asking for again", async () => {
    const asked: string[] = [];
    const { play } = stage({
      headObject: (url) => {
        asked.push(new URL(url).pathname);
        return url.includes("/expected/") ? 200 : 404;
      },
    });
    const { statusCode, headers, answer, record } = await play();
    expect([statusCode, headers["retry-after"], answer]).toEqual([404, "30", { error: "not found" }]);
    expect(record).toMatchObject({ reason: "recording_expected" });
    expect(asked).toEqual([
      `/recordings/${accountSid}/${recordingSid}.wav`,
      `/recordings/expected/${accountSid}/${recordingSid}`,
    ]);
    expect((await stage({ headObject: () => 404 }).play()).headers).not.toHaveProperty("retry-after");
  });

  test("a page of another origin is refused before Twilio is asked, and a caller without one is not", async () => {
    const { play, calls } = stage();
    const authorization = basic(`token:${token}`);
    const elsewhere = await play({ headers: { authorization, origin: "https://example.com" } });
    expect(elsewhere.record).toMatchObject({ status: 403, reason: "origin_not_allowed", recording: recordingSid });
    expect(calls).toEqual([]);
    expect((await play({ headers: { authorization } })).statusCode).toBe(200);
  });

  test("401 says how to authenticate, 405 what to send", async () => {
    const { play } = stage();
    expect((await play({ headers: {} })).headers).toHaveProperty("www-authenticate", 'Basic realm="recordings"');
    expect((await play({ method: "DELETE" })).headers).toHaveProperty("allow", "GET");
  });

  test("what exists is not told to anybody without the role", async () => {
    const stranger = { twilio: async () => json({ ...validAnswer, roles: ["agent"] }) };
    const existing = await stage({ ...stranger, headObject: () => 200 }).play();
    const missing = await stage({ ...stranger, headObject: () => 404 }).play();
    expect(existing.statusCode).toBe(403);
    expect([existing.statusCode, existing.headers, existing.body]).toEqual([
      missing.statusCode,
      missing.headers,
      missing.body,
    ]);
  });

  test("a malformed request calls no service", async () => {
    const { play, calls } = stage();
    await play({ query: "recording=RE1" });
    await play({ headers: { authorization: "Basic !" } });
    await play({ method: "HEAD" });
    expect(calls).toEqual([]);
  });
});

describe("every doubt is a 503 and never a URL", () => {
  const broken = () => {
    throw new Error("connect ECONNREFUSED");
  };
  const cases = [
    ["Secrets Manager broken", { secretsManager: broken }, "credentials_unavailable"],
    [
      "Secrets Manager refusing",
      { secretsManager: () => ({ status: 400, body: { __type: "AccessDeniedException" } }) },
      "credentials_unavailable",
    ],
    [
      "no such secret",
      { secretsManager: () => ({ status: 400, body: { __type: "ResourceNotFoundException" } }) },
      "credentials_unavailable",
    ],
    ["a secret without value", { secretsManager: () => ({ status: 200, body: {} }) }, "credentials_unavailable"],
    ["S3 broken", { headObject: broken }, "storage_unavailable"],
    ["S3 refusing", { headObject: () => 403 }, "storage_unavailable"],
    ["S3 failing", { headObject: () => 500 }, "storage_unavailable"],
    ["S3 redirecting to another region", { headObject: () => 301 }, "storage_unavailable"],
    [
      "S3 failing on what is expected",
      { headObject: (url: string) => (url.includes("expected") ? 500 : 404) },
      "storage_unavailable",
    ],
    ["credentials that have ended", { credentialsEnd: new Date(now + 999) }, "storage_unavailable"],
    ["Twilio broken", { twilio: async () => Promise.reject(new TypeError("fetch failed")) }, "twilio_unavailable"],
    ["Twilio failing", { twilio: async () => json({}, 500) }, "twilio_unavailable"],
  ] as const;

  test.each(cases)("%s", async (_, replaced, reason) => {
    const { play } = stage(replaced);
    const { statusCode, answer, headers, record } = await play();
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject(noStore);
    expect(headers).toHaveProperty("retry-after", "5");
    expect(answer).toEqual({ error: "temporarily unavailable" });
    expect(record).toMatchObject({ decision: "failed", status: 503, reason });
  });

  test("a misconfiguration is logged by variable and without values", async () => {
    const { play, calls } = stage({ environment: { RECORDINGS_BUCKET: "Not A Bucket", MEDIA_URL_SECONDS: "1e9" } });
    const { statusCode, record } = await play();
    expect(statusCode).toBe(503);
    expect(record).toMatchObject({ reason: "misconfigured" });
    const { detail } = record as { detail: string };
    for (const name of ["TWILIO_ACCOUNT_SID", "TWILIO_SECRET_ARN", "RECORDINGS_BUCKET", "MEDIA_URL_SECONDS"]) {
      expect(detail).toContain(`${name}: is `);
    }
    expect(detail).not.toMatch(/Not A Bucket|1e9/);
    expect(calls).toEqual([]);
  });
});

describe("the log", () => {
  test("has one line a decision, with who asked for what", async () => {
    const { play, lines } = stage();
    const { record } = await play();
    expect(lines).toHaveLength(1);
    const { _aws, Allowed, Denied, Failed, TokenValidationLatency, StorageLatency, ...rest } = record as Record<
      string,
      unknown
    >;
    expect(rest).toEqual({
      time: "2026-11-21T10:00:00.000Z",
      message: "playback decision",
      decision: "allowed",
      status: 200,
      reason: "allowed",
      recording: recordingSid,
      worker: workerSid,
      roles: ["supervisor"],
      function: "playback",
      requestId: "request-1",
      milliseconds: 0,
    });
  });

  test("holds no token, credential, header or URL, whatever happens", async () => {
    const failing = [
      {},
      { headObject: () => 500 },
      { twilio: async () => Promise.reject(new Error(`at https://x/?${token}`)) },
    ];
    for (const replaced of failing) {
      const { play, lines } = stage(replaced);
      await play();
      const log = lines.join("\n");
      for (const kept of [
        token,
        Buffer.from(`token:${token}`).toString("base64"),
        secret.password,
        "https://",
        "Basic",
        "X-Amz",
        "the role's secret key",
      ]) {
        expect(log).not.toContain(kept);
      }
    }
  });

  test("does not repeat a malformed recording id", async () => {
    const { play, lines } = stage();
    await play({ query: "recording=RE-forged%0Aline" });
    expect(lines.join()).not.toContain("forged");
  });
});
