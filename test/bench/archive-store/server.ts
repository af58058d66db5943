import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { mebibyte, mebibytesOf, wavHead } from "./recordings.ts";

/**
 * Twilio's media or S3, in a process of its own, as they are in life: `twilio` sends recordings that are made while
 * they are sent, `s3` counts what comes and keeps nothing. Its parent may send how long it is to wait before an answer
 * begins, or ask for what has come.
 */
type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

let wait = 0;
/** Bytes of whole objects, and of objects whose parts are still coming. */
const complete = new Map<string, number>();
const incomplete = new Map<string, number>();

const audio = Buffer.alloc(mebibyte, "what they said ");

const twilio: Answer = async (request, response) => {
  const sid = /\/(RE\d{32})\.wav/.exec(request.url ?? "")?.[1];
  if (!sid || !request.headers.authorization) return void response.writeHead(404).end();
  const mebibytes = mebibytesOf(sid);
  const head = wavHead(mebibytes);
  const length = head.length + mebibytes * mebibyte;
  response.writeHead(200, { "content-type": "audio/x-wav", "content-length": length });
  response.write(head);
  for (let sent = 0; sent < mebibytes && !response.destroyed; sent += 1) {
    if (!response.write(audio)) await once(response, "drain");
  }
  response.end();
};

const s3: Answer = async (request, response) => {
  const { method } = request;
  const { pathname: key, searchParams: query } = new URL(request.url ?? "", "http://s3");
  let size = 0;
  for await (const chunk of request) size += chunk.length;
  const xml = (name: string, content: string) =>
    void response.writeHead(200, { "content-type": "application/xml" }).end(`<${name}>${content}</${name}>`);

  if (method === "HEAD") {
    // As S3 has it; without a word on the length the client would not use the connection again.
    return void response.writeHead(404, { "content-type": "application/xml", "transfer-encoding": "chunked" }).end();
  }
  if (method === "DELETE") return void response.writeHead(204).end();
  if (query.has("uploads")) {
    incomplete.set(key, 0);
    return xml("InitiateMultipartUploadResult", "<UploadId>upload</UploadId>");
  }
  if (method === "POST") {
    complete.set(key, incomplete.get(key) ?? 0);
    return xml("CompleteMultipartUploadResult", "<ETag>whole</ETag>");
  }
  if (query.has("partNumber")) incomplete.set(key, (incomplete.get(key) ?? 0) + size);
  else if (!query.has("tagging")) complete.set(key, size);
  response.writeHead(200, { etag: '"object"' }).end();
};

const answer = process.argv[2] === "twilio" ? twilio : s3;
const server = createServer(async (request, response) => {
  if (wait > 0) await sleep(wait);
  await answer(request, response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

process.on("message", (asked: { wait: number } | "received") => {
  if (asked === "received") {
    process.send?.([...complete.values()]);
    complete.clear();
  } else {
    wait = asked.wait;
    process.send?.("so be it");
  }
});
process.on("disconnect", () => process.exit());
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
