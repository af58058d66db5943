import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { RoleCredentials } from "../lambda/role-credentials.ts";
import { type Exchange, type ExchangeAnswer, type ExchangeOptions, exchange } from "./exchange.ts";

/** A request to an AWS service, not signed yet. */
export interface AwsRequest {
  method: "GET" | "HEAD" | "POST";
  /** The service's address, with or without a path. */
  endpoint: string;
  /** Below the endpoint, percent-encoded as S3 wants it; begins with a slash. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
}

export interface AwsOptions {
  service: "s3" | "secretsmanager";
  region: string;
  credentials(): Promise<RoleCredentials>;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface AwsService {
  send(request: AwsRequest, options: ExchangeOptions): Promise<ExchangeAnswer>;
  /** A URL that does the request for whoever has it, for so many seconds. */
  presign(request: AwsRequest, seconds: number): Promise<string>;
}

/**
 * An AWS service as far as this function asks it: one plain request each. Signed by the SDK's own signer, but
 * without the SDK's clients, whose loading takes most of a cold start.
 */
export function awsService({ service, region, credentials, now }: AwsOptions): AwsService {
  // S3 takes paths as they are, other services encode them once more.
  const settings = { service, region, credentials, sha256: Sha256, uriEscapePath: service !== "s3" };
  const signer = new SignatureV4({ ...settings, applyChecksum: true });
  return {
    async send(request, options) {
      const { headers } = await signer.sign(unsigned(request), { signingDate: new Date(now()) });
      const { method, body } = request;
      const { host: _, ...sent } = headers;
      const signed: Exchange = { url: urlOf(request), method, headers: sent, ...(body !== undefined && { body }) };
      return exchange(signed, options);
    },
    async presign(request, seconds) {
      const bare = unsigned({ ...request, headers: { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" } });
      const { query } = await signer.presign(bare, { signingDate: new Date(now()), expiresIn: seconds });
      return urlOf({ ...request, query: query as Record<string, string> });
    },
  };
}

/** The request in the signer's shape. */
function unsigned(request: AwsRequest) {
  const { protocol, hostname, port, host, pathname } = new URL(urlOf({ ...request, query: {} }));
  return {
    method: request.method,
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    query: request.query ?? {},
    headers: { host, ...request.headers },
    body: request.body,
  };
}

function urlOf({ endpoint, path, query = {} }: AwsRequest): string {
  const text = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return `${endpoint.replace(/\/+$/, "")}${path}${text.length > 0 ? `?${text.join("&")}` : ""}`;
}

/** Percent-encodes as signatures want it: all but letters, digits and `-._~`. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The signer's hash, by Node's own. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("A hash is for one digest.");
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
