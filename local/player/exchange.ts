import { lookup as systemLookup } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { getCACertificates } from "node:tls";

export interface HttpRequest {
  method: "GET" | "OPTIONS";
  url: URL;
  headers: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case; a header sent several times is one value with commas, as a browser sees it. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

/** One HTTP exchange, without following redirects and without CORS, which is the player's to check. */
export type Exchange = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Exchanges over Node's own client. Hosts under `.localhost` are this machine, which browsers know and the
 * system's resolver often doesn't.
 *
 * @param certificateAuthority PEM text of an authority to trust beside the usual ones, for a local https endpoint
 */
export function nodeExchange(certificateAuthority?: string): Exchange {
  const trust = certificateAuthority && { ca: [...getCACertificates(), certificateAuthority] };
  return ({ method, url, headers, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const options = { method, headers, signal, agent: false, lookup } as const;
    const request = url.protocol === "https:" ? httpsRequest(url, { ...options, ...trust }) : httpRequest(url, options);
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Uint8Array[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      response.on("end", () => {
        const joined = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.join(", ")]);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(joined), body: Buffer.concat(chunks) });
      });
    });
    request.end();
    return promise;
  };
}

const lookup: LookupFunction = (hostname, options, callback) => {
  if (!hostname.endsWith(".localhost")) systemLookup(hostname, options, callback);
  else if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};
