import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ServiceFailure } from "../../../../functions/lambda/service-failure.ts";
import type { TwilioCredentials } from "../../../../functions/twilio-credentials/basic.ts";
import type { SecretSource } from "../../../../functions/twilio-credentials/secret.ts";
import { nodeFetch } from "../../../../functions/url-provider/node-fetch.ts";
import { type TokenValidationOptions, tokenValidator } from "../../../../functions/url-provider/token-validation.ts";
import { accountSid, apiKeySid, environment, json, stage, token, validAnswer } from "./fixture.ts";

const credentials: SecretSource<TwilioCredentials> = {
  current: async () => ({ username: apiKeySid, password: "first" }),
  renewed: async () => ({ username: apiKeySid, password: "second" }),
  age: () => 0,
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** An HTTP server in Twilio's place, and what it was sent. */
async function serve(listener: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { iamUrl: `http://127.0.0.1:${port}`, paths };
}

function validate(options: Partial<TokenValidationOptions>, signal = new AbortController().signal) {
  const ask = tokenValidator({
    iamUrl: "https://iam.twilio.com",
    accountSid,
    credentials,
    fetch: nodeFetch,
    ...options,
  });
  return ask(token, signal).then(
    (verdict) => ({ verdict }),
    (error: unknown) => {
      if (!(error instanceof ServiceFailure)) throw error;
      return { reason: error.reason, detail: error.detail };
    },
  );
}

const send =
  (
    body: string,
    status = 200,
    headers: Record<string, string> = { "content-type": "application/json" },
  ): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

describe("over HTTP", () => {
  test("a valid token's owner comes back", async () => {
    const { iamUrl, paths } = await serve(send(JSON.stringify(validAnswer)));
    expect(await validate({ iamUrl })).toEqual({
      verdict: {
        valid: true,
        expiresAt: Date.parse(validAnswer.expiration),
        listener: { roles: validAnswer.roles, worker: validAnswer.worker_sid },
      },
    });
    expect(paths).toEqual([`/v1/Accounts/${accountSid}/Tokens/validate`]);
  });

  test("a redirect is not followed", async () => {
    const elsewhere = await serve(send(JSON.stringify(validAnswer)));
    for (const status of [301, 302, 303, 307, 308]) {
      const { iamUrl } = await serve(send("", status, { location: elsewhere.iamUrl }));
      expect(await validate({ iamUrl })).toMatchObject({ reason: "twilio_unavailable" });
    }
    expect(elsewhere.paths).toEqual([]);
  });

  test("silence in the middle of an answer is the same", async () => {
    const { iamUrl } = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"valid": true,');
    });
    expect(await validate({ iamUrl, attemptMilliseconds: 50 })).toMatchObject({ reason: "twilio_unavailable" });
  });

  test("a closed connection is tried once more", async () => {
    let first = true;
    const { iamUrl, paths } = await serve((request, response) => {
      if (!first) return send(JSON.stringify(validAnswer))(request, response);
      first = false;
      request.socket.destroy();
    });
    expect(await validate({ iamUrl })).toHaveProperty("verdict.valid", true);
    expect(paths).toHaveLength(2);
  });

  test("a connection that closes again and again is no answer", async () => {
    const { iamUrl, paths } = await serve((request) => request.socket.destroy());
    expect(await validate({ iamUrl })).toMatchObject({ reason: "twilio_unavailable" });
    expect(paths).toHaveLength(2);
  });

  test("nobody listening is no answer", async () => {
    const { iamUrl } = await serve(() => {});
    await Promise.all(closers.splice(0).map((close) => close()));
    expect(await validate({ iamUrl })).toEqual({ reason: "twilio_unavailable", detail: "ECONNREFUSED" });
  });

  test("an endless answer is cut off", async () => {
    const { iamUrl, paths } = await serve((_, response) => {
      const more = () => {
        while (response.write(" ".repeat(16_384)));
      };
      response.on("drain", more);
      more();
    });
    expect(await validate({ iamUrl })).toEqual({
      reason: "twilio_unavailable",
      detail: "the answer is too long",
    });
    expect(paths).toHaveLength(1);
  });

  test.each([429, 500, 502, 503, 504])("status %i is tried once more", async (status) => {
    const { iamUrl, paths } = await serve(send("{}", status));
    expect(await validate({ iamUrl })).toEqual({ reason: "twilio_unavailable", detail: `HTTP ${status}` });
    expect(paths).toHaveLength(2);
  });

  test.each([201, 204, 400, 403, 404, 415])("status %i is not, and is no permission", async (status) => {
    const { iamUrl, paths } = await serve(send(status === 204 ? "" : JSON.stringify(validAnswer), status));
    expect(await validate({ iamUrl })).toEqual({ reason: "twilio_unavailable", detail: `HTTP ${status}` });
    expect(paths).toHaveLength(1);
  });

  test.each([200, 400, 401, 403, 404])("valid: false with status %i is a clear no", async (status) => {
    const { iamUrl, paths } = await serve(send(JSON.stringify({ valid: false, code: 20101, message: "no" }), status));
    expect(await validate({ iamUrl })).toEqual({ verdict: { valid: false } });
    expect(paths).toHaveLength(1);
  });
});

describe("silence", () => {
  /** Never answers, and gives up when told to, as fetch does. */
  function silence() {
    const calls: string[] = [];
    const fetch = (url: unknown, init?: RequestInit) => {
      calls.push(String(url));
      const { promise, reject } = Promise.withResolvers<never>();
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      return promise;
    };
    return { calls, fetch };
  }

  test("is waited for so long, twice", async () => {
    const { calls, fetch } = silence();
    expect(await validate({ fetch, attemptMilliseconds: 20 })).toEqual({
      reason: "twilio_unavailable",
      detail: "TimeoutError",
    });
    expect(calls).toHaveLength(2);
  });

  test("is ended by the caller's deadline, without another try", async () => {
    const { calls, fetch } = silence();
    const verdict = await validate({ fetch, attemptMilliseconds: 600_000 }, AbortSignal.timeout(20));
    expect(verdict).toMatchObject({ reason: "twilio_unavailable" });
    expect(calls).toHaveLength(1);
  });
});

describe("an answer of another shape is no permission", () => {
  test.each([
    "",
    "<!DOCTYPE html><title>valid: true</title>",
    "null",
    "true",
    '"valid"',
    "[]",
    JSON.stringify([validAnswer]),
    JSON.stringify({ data: validAnswer }),
    `${JSON.stringify(validAnswer)},`,
    "{}",
  ])("%s", async (body) => {
    const { iamUrl } = await serve(send(body));
    expect(await validate({ iamUrl })).toMatchObject({ reason: "twilio_answer_malformed" });
  });

  test.each([
    { valid: "true" },
    { valid: 1 },
    { valid: undefined },
    { valid: null },
    { valid: [true] },
    { valid: "false" },
    { code: 20101 },
    { code: "0" },
    { expiration: undefined },
    { expiration: null },
    { expiration: "" },
    { expiration: "never" },
    { expiration: 4_000_000_000 },
    { expiration: "4000000000" },
    { expiration: "2030-01-01" },
    { expiration: "2030-01-01T00:00:00" },
    { expiration: "2030-13-01T00:00:00Z" },
    { expiration: "Tue, 01 Jan 2030 00:00:00 GMT" },
    { roles: undefined },
    { roles: null },
    { roles: "admin" },
    { roles: { 0: "admin" } },
    { roles: ["admin", 1] },
    { roles: [["admin"]] },
    { roles: ["a".repeat(201)] },
    { roles: Array.from({ length: 101 }, () => "admin") },
    { worker_sid: 1 },
    { worker_sid: "WK1" },
    { worker_sid: accountSid },
  ])("%j", async (part) => {
    const { iamUrl } = await serve(send(JSON.stringify({ ...validAnswer, ...part })));
    expect(await validate({ iamUrl })).toMatchObject({ reason: "twilio_answer_malformed" });
  });
});

test.each([`AC${"9".repeat(32)}`, 1, ""])("a token of account %j is another account's", async (account_sid) => {
  const { iamUrl } = await serve(send(JSON.stringify({ ...validAnswer, account_sid })));
  expect(await validate({ iamUrl })).toEqual({ verdict: { valid: false } });
});

describe("credentials that Twilio does not take", () => {
  const passwordOf = (init?: RequestInit) =>
    Buffer.from(new Headers(init?.headers).get("authorization")?.slice(6) ?? "", "base64")
      .toString()
      .split(":")[1];

  test("are read afresh once, and remembered", async () => {
    let password = "before the rotation";
    const { play, calls } = stage({
      environment: { ...environment, TOKEN_MEMORY_SECONDS: "0" },
      twilio: async (_, init) =>
        passwordOf(init) === "after the rotation" ? json(validAnswer) : json({ code: 20003 }, 401),
      secretsManager: () => ({
        status: 200,
        body: { SecretString: JSON.stringify({ username: apiKeySid, password }) },
      }),
    });
    expect((await play()).record).toMatchObject({ status: 503, reason: "credentials_rejected" });
    password = "after the rotation";
    expect((await play()).statusCode).toBe(200);
    expect((await play()).statusCode).toBe(200);
    const secondPlay = ["twilio", "secret", "twilio", "s3"];
    expect(calls).toEqual(["secret", "twilio", "secret", ...secondPlay, "twilio", "s3"]);
  });

  test("are not tried a second time when the secret has not changed, nor a third when it has", async () => {
    const versions = ["first", "second", "third"];
    const nextVersion = () => JSON.stringify({ username: apiKeySid, password: versions.shift() });
    const twilio = async () => json({ code: 20003 }, 401);
    const unchanged = stage({ twilio });
    const changed = stage({ twilio, secretsManager: () => ({ status: 200, body: { SecretString: nextVersion() } }) });
    expect((await unchanged.play()).record).toMatchObject({ reason: "credentials_rejected" });
    expect((await changed.play()).record).toMatchObject({ reason: "credentials_rejected" });
    expect(unchanged.calls).toEqual(["secret", "twilio", "secret"]);
    expect(changed.calls).toEqual(["secret", "twilio", "secret", "twilio"]);
  });
});
