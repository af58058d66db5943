import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type RequestOptions, request } from "node:https";
import type { LocalAws } from "./ministack.ts";

/** What must be known of a local AWS to reach it. */
export type LocalAwsAddress = Pick<LocalAws, "port" | "caFile">;

export interface LocalAwsRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Ends the request. */
  signal?: AbortSignal;
}

/**
 * Returns a function like `fetch` for URLs that the emulator gives out: a function URL carries its real host name,
 * which is asked at the emulator's port instead, and the emulator's certificate is trusted. Redirects aren't followed.
 */
export function localAwsFetch(aws: LocalAwsAddress): (url: string | URL, init?: LocalAwsRequest) => Promise<Response> {
  const authority = readFile(aws.caFile, "utf8");
  return async (address, init = {}) => {
    const url = new URL(address);
    const isFunctionUrl = url.hostname.endsWith(".on.aws");
    if (!isFunctionUrl && url.host !== `127.0.0.1:${aws.port}` && url.host !== `localhost:${aws.port}`) {
      throw new TypeError(`${url.origin} is not served by the local AWS.`);
    }
    return send(
      {
        host: "127.0.0.1",
        port: aws.port,
        ...(isFunctionUrl ? { servername: url.hostname } : {}),
        ca: await authority,
        agent: false,
        path: url.pathname + url.search,
        method: init.method ?? "GET",
        headers: { host: url.host, ...init.headers },
        ...(init.signal ? { signal: init.signal } : {}),
      },
      init.body,
    );
  };
}

/**
 * Command line switches with which a Chromium takes the emulator for AWS. A page whose own address isn't loopback also
 * needs the permission `local-network-access`.
 */
export async function localAwsBrowserSwitches(aws: LocalAwsAddress): Promise<string[]> {
  const { publicKey } = new X509Certificate(await readFile(aws.caFile));
  const pin = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
  return [
    `--host-resolver-rules=MAP *.lambda-url.*.on.aws 127.0.0.1:${aws.port}`,
    `--ignore-certificate-errors-spki-list=${pin}`,
  ];
}

function send(options: RequestOptions, body: string | Uint8Array | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () => {
        const status = incoming.statusCode ?? 500;
        const isEmpty = status === 204 || status === 304;
        const headers = new Headers();
        for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
          for (const value of values) headers.append(name, value);
        }
        resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers }));
      });
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
