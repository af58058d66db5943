import type { InvocationContext } from "../../../../functions/lambda/invocation.ts";
import { accessRule } from "../../../../functions/url-provider/access.ts";
import { createHandler, type Surroundings } from "../../../../functions/url-provider/handler.ts";

export const accountSid = `AC${"0123456789abcdef".repeat(2)}` as const;
export const recordingSid = `RE${"fedcba9876543210".repeat(2)}` as const;
export const workerSid = `WK${"0f".repeat(16)}` as const;
export const apiKeySid = `SK${"1e".repeat(16)}` as const;
export const token = `eyJhbGciOiJkaXIifQ..${"a1B2-_".repeat(50)}`;
export const now = Date.parse("2026-11-21T10:00:00Z");

export const environment = {
  AWS_REGION: "us-east-1",
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:twilio-AbCdEf",
  RECORDINGS_BUCKET: "call-recordings",
};

export const validAnswer = {
  valid: true,
  code: 0,
  message: null,
  expiration: "2026-11-21T11:00:00.000Z",
  realm_user_id: "supervisor@example.com",
  identity: "supervisor_40example_2Ecom",
  roles: ["supervisor"],
  worker_sid: workerSid,
};

export const secret = { username: apiKeySid, password: "the secret's password" };

export const json = (body: unknown, status = 200) => Response.json(body, { status });

/** A status, with the object's metadata where there is some. */
type Head = number | { status: number; metadata: Record<string, string> };

/** Answers to the function's requests, each as the service gives it on the wire. */
export interface Backstage {
  environment: Record<string, string | undefined>;
  twilio: typeof fetch;
  /** The status and body of GetSecretValue; throws for a broken connection. */
  secretsManager(): { status: number; body: unknown };
  /** The status of HeadObject, with the object's metadata; throws for a broken connection. */
  headObject(url: string): Head | Promise<Head>;
  /** When the role's credentials end; undefined where they don't say. */
  credentialsEnd: Date | undefined;
  access: Surroundings["access"];
  now(): number;
}

export interface PlayerRequest {
  method?: string;
  query?: string;
  headers?: Record<string, unknown>;
}

export const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

export function functionUrlEvent({ method = "GET", query, headers }: PlayerRequest = {}) {
  return {
    version: "2.0",
    rawPath: "/",
    rawQueryString: query ?? `recording=${recordingSid}`,
    headers: headers ?? { authorization: basic(`token:${token}`), origin: "https://flex.twilio.com" },
    requestContext: { http: { method, path: "/" }, requestId: "from-the-event" },
    isBase64Encoded: false,
  };
}

/** The handler on a stage where everything works, but for what is replaced. */
export function stage(replaced: Partial<Backstage> = {}) {
  const backstage: Backstage = {
    environment,
    twilio: async () => json(validAnswer),
    secretsManager: () => ({ status: 200, body: { SecretString: JSON.stringify(secret) } }),
    headObject: () => 200,
    credentialsEnd: undefined,
    access: accessRule,
    now: () => now,
    ...replaced,
  };
  const lines: string[] = [];
  const calls: string[] = [];
  const handler = createHandler({
    environment: backstage.environment,
    access: (settings) => backstage.access(settings),
    async fetch(url, init) {
      const { hostname, pathname } = new URL(String(url));
      if (hostname.startsWith("secretsmanager.")) {
        calls.push("secret");
        const { status, body } = backstage.secretsManager();
        return json(body, status);
      }
      if (init?.method === "HEAD") {
        calls.push("s3");
        const head = await backstage.headObject(`https://${hostname}${pathname}`);
        const { status, metadata } = typeof head === "number" ? { status: head, metadata: {} } : head;
        const headers = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
        return new Response(null, { status, headers: { etag: '"1"', ...Object.fromEntries(headers) } });
      }
      calls.push("twilio");
      return backstage.twilio(url, init);
    },
    credentials: async () => ({
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "the role's secret key",
      ...(backstage.credentialsEnd && { expiration: backstage.credentialsEnd }),
    }),
    now: () => backstage.now(),
    log: (line) => lines.push(line),
  });

  return {
    lines,
    calls,
    async play(
      request?: PlayerRequest | { event: unknown },
      context: InvocationContext = { awsRequestId: "request-1", functionName: "playback" },
    ) {
      const event = request && "event" in request ? request.event : functionUrlEvent(request);
      const response = await handler(event, context);
      const record: unknown = JSON.parse(lines.at(-1) ?? "null");
      return { ...response, answer: JSON.parse(response.body) as unknown, record };
    },
  };
}
