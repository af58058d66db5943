import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Fetch } from "./exchange.ts";

const agents = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };

/**
 * As much of fetch as an exchange needs, over Node's own HTTP client, which follows no redirect. The global
 * fetch would be loaded first, which is half of the first request's time in a cold start.
 */
export const nodeFetch: Fetch = (address, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const url = new URL(address);
    const [request, agent] =
      url.protocol === "https:" ? [httpsRequest, agents["https:"]] : [httpRequest, agents["http:"]];
    const outgoing = request(url, { method, headers, signal, agent }, (incoming) => {
      const names = Object.entries(incoming.headersDistinct);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: new Map(names.map(([name, values = []]) => [name, values.join(", ")])),
        body: incoming,
      });
    });
    outgoing.on("error", reject);
    // Whatever ends it without an answer, such as another protocol's beginning.
    outgoing.once("close", () => reject(Object.assign(new Error("no answer"), { code: "ECONNRESET" })));
    outgoing.end(body);
  });
