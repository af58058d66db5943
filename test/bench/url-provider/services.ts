import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a service takes before it answers, in milliseconds. */
export interface Latencies {
  twilio: number;
  aws: number;
}

export interface Services {
  /** Base URL of all of them. */
  url: string;
  /** May be changed at any time. */
  latencies: Latencies;
  /** Requests so far. */
  calls: Record<"twilio" | "secret" | "s3", number>;
  close(): void;
}

/** Twilio's token validation, Secrets Manager and S3 as far as the function asks them, each with a time to wait. */
export async function startServices(username: string): Promise<Services> {
  const latencies: Latencies = { twilio: 0, aws: 0 };
  const calls = { twilio: 0, secret: 0, s3: 0 };
  const secret = { SecretString: JSON.stringify({ username, password: "bench" }) };
  const validated = { valid: true, code: 0, expiration: "2999-01-01T00:00:00Z", roles: ["admin"], worker_sid: null };

  const server = createServer(async (request, response) => {
    request.resume();
    const service = request.url?.endsWith("/Tokens/validate") ? "twilio" : request.method === "HEAD" ? "s3" : "secret";
    calls[service] += 1;
    const milliseconds = service === "twilio" ? latencies.twilio : latencies.aws;
    if (milliseconds > 0) await sleep(milliseconds);
    const body = { twilio: JSON.stringify(validated), secret: JSON.stringify(secret), s3: "" }[service];
    response.writeHead(200, { "content-type": "application/json", etag: '"1"' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    latencies,
    calls,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
