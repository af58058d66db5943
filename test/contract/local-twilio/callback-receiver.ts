import { createServer, type IncomingHttpHeaders } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const twilio: typeof import("twilio") = createRequire(import.meta.url)("twilio");

export interface ReceivedCallback {
  readonly method: string;
  /** Path and query, as requested. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Parameters of the form. */
  readonly form: Readonly<Record<string, string>>;
  /** What Twilio's own library says of the signature. */
  readonly signed: boolean;
}

export interface Answer {
  readonly status?: number;
  readonly body?: string;
  readonly type?: string;
  /** Never answers. */
  readonly silent?: true;
}

export interface CallbackReceiver {
  readonly url: string;
  readonly received: ReceivedCallback[];
  /** The answers to come, in order; afterwards 204. */
  answer(...answers: Answer[]): void;
}

/** A server of the account's owner, which verifies each request with Twilio's own library. It ends with the test. */
export async function callbackReceiver(authToken: string): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  const answers: Answer[] = [];
  let url = "";
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method = "", url: target = "", headers } = request;
    const body = Buffer.concat(parts).toString("utf8");
    const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    const form = Object.fromEntries(new URLSearchParams(isForm ? body : ""));
    const signature = String(headers["x-twilio-signature"]);
    const signed = target.includes("bodySHA256=")
      ? twilio.validateRequestWithBody(authToken, signature, url + target, body)
      : twilio.validateRequest(authToken, signature, url + target, form);
    received.push({ method, target, headers, body, form, signed });
    const { status = 204, body: answer = "", type = "text/plain", silent } = answers.shift() ?? {};
    if (!silent) response.writeHead(status, { "content-type": type }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url, received, answer: (...more) => void answers.push(...more) };
}
