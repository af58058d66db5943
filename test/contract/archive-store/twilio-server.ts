import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cleanup } from "../local-aws/fixture.ts";

export interface TwilioServer {
  url: string;
  /** What was asked, with the Authorization header or without. */
  requests: { path: string; authorized: boolean }[];
}

/** A server whose answers a test makes byte by byte, as Twilio's broken ones can't be had of the local Twilio. */
export async function twilioServer(
  cleanup: Cleanup,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TwilioServer> {
  const requests: TwilioServer["requests"] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", authorized: request.headers.authorization !== undefined });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  cleanup.add(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Begins an answer that promises more than it has, and breaks off. */
export function sendCut(response: ServerResponse, bytes: Buffer, promised: number): void {
  response.writeHead(200, { "content-type": "audio/x-wav", "content-length": promised });
  response.write(bytes, () => response.destroy());
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
