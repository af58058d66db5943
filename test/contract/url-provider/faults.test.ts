import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cleanup, eventually } from "../local-aws/fixture.ts";
import { deployment, newRecordingSid, origin } from "./deployment.ts";

const html = "<!DOCTYPE html><title>valid: true</title>";
const faults: Record<string, RequestListener> = {
  "status 500": (_, response) => response.writeHead(500).end("{}"),
  "status 503": (_, response) => response.writeHead(503).end(),
  "too many requests": (_, response) => response.writeHead(429).end("{}"),
  "no permission": (_, response) => response.writeHead(403).end(),
  "a redirect": (_, response) => response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
  HTML: (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(html),
  "an empty answer": (_, response) => response.writeHead(200).end(),
  "JSON of another shape": (_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"valid":true,"SecretString":1}'),
  "a closed connection": (request) => request.socket.destroy(),
  "half an answer": (_, response) => {
    response.writeHead(200, { "content-length": "1000" }).write('{"SecretString":"{');
    response.socket?.end();
  },
  silence: () => {},
};

const cleanup = new Cleanup();
const recording = newRecordingSid();

let stack: Awaited<ReturnType<typeof deployment>>;
let fault: RequestListener;
let asked = 0;
const urls: Record<string, string> = {};
beforeAll(async () => {
  stack = await deployment(cleanup);
  await stack.putRecording(recording, Buffer.from("RIFF"));
  const server = createServer((request, response) => {
    asked += 1;
    fault(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.add(() => {
    server.closeAllConnections();
    server.close();
  });
  const faulty = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  urls["Secrets Manager"] = await stack.deploy("without-secrets", { AWS_ENDPOINT_URL_SECRETS_MANAGER: faulty });
  urls.S3 = await stack.deploy("without-storage", { AWS_ENDPOINT_URL_S3: faulty });
  urls.Twilio = await stack.deploy("without-twilio", { TWILIO_IAM_URL: faulty });
});
afterAll(() => cleanup.run());

const services = [
  ["Twilio", "twilio_"],
  ["Secrets Manager", "credentials_unavailable"],
  ["S3", "storage_unavailable"],
] as const;

describe.each(services)("where %s answers", (service, reason) => {
  test.each(Object.keys(faults))("%s, the answer is 503 and no URL", async (name) => {
    fault = faults[name] ?? (() => {});
    const before = asked;
    const token = stack.twilio.control.tokens.issue({ identity: "listener", roles: ["admin"] });
    const authorization = `Basic ${Buffer.from(`token:${token}`).toString("base64")}`;
    const answer = await stack.fetch(`${urls[service]}?recording=${recording}`, { headers: { origin, authorization } });
    expect([answer.status, await answer.json()]).toEqual([503, { error: "temporarily unavailable" }]);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(asked).toBeGreaterThan(before);
  });

  test("so, the log says which of them it was", async () => {
    const name = { Twilio: "without-twilio", "Secrets Manager": "without-secrets", S3: "without-storage" }[service];
    const reasons = async () =>
      [...(await stack.logText(name)).matchAll(/"reason":"(\w+)"/g)].map(([, found]) => found);
    await eventually(async () => (await reasons()).length >= Object.keys(faults).length);
    expect((await reasons()).filter((found) => !found?.startsWith(reason))).toEqual([]);
  });
});
