import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeWav } from "../../../../local/twilio/api/wav.ts";

export interface Server {
  url: string;
  close(): Promise<void>;
}

async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Serves one recording as Twilio does, as long as its SID's last digits say in MiB, made while it is sent. */
export function largeRecordings(): Promise<Server> {
  const mebibyte = Buffer.alloc(1024 * 1024, "what they said ");
  return serve((request, response) => {
    void send(Number(/0*(\d+)\.wav/.exec(request.url ?? "")?.[1]), response);
  });

  async function send(mebibytes: number, response: ServerResponse) {
    const header = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(0) });
    const length = mebibytes * mebibyte.length;
    header.writeUInt32LE(36 + length, 4);
    header.writeUInt32LE(length, 40);
    response.writeHead(200, { "content-type": "audio/x-wav", "content-length": header.length + length });
    response.write(header);
    for (let sent = 0; sent < mebibytes && !response.destroyed; sent += 1) {
      if (!response.write(mebibyte)) await once(response, "drain");
    }
    response.end();
  }
}

/** What a bucket got that keeps nothing. */
export interface Sink extends Server {
  /** Bytes of all parts whose checksum was right, by key. */
  readonly received: ReadonlyMap<string, number>;
  readonly completed: readonly string[];
}

/** As much of S3 as an upload needs; parts are checked and thrown away. */
export async function sinkBucket(): Promise<Sink> {
  const received = new Map<string, number>();
  const completed: string[] = [];
  const server = await serve((request, response) => {
    void answer(request, response);
  });
  return { ...server, received, completed };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname: key, searchParams: query } = new URL(request.url ?? "", "http://sink");
    const isSigned = digestsAgree(request);
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      size += chunk.length;
    }
    const xml = (name: string, content: string) =>
      response.writeHead(200, { "content-type": "application/xml" }).end(`<${name}>${content}</${name}>`);
    if (request.method === "HEAD") response.writeHead(404).end();
    else if (request.method === "DELETE") response.writeHead(204).end();
    else if (query.has("uploads")) xml("InitiateMultipartUploadResult", "<UploadId>upload</UploadId>");
    else if (query.has("tagging")) response.writeHead(200).end();
    else if (request.method === "POST") {
      completed.push(key);
      xml("CompleteMultipartUploadResult", "<ETag>whole</ETag>");
    } else if (isSigned && request.headers["x-amz-checksum-sha256"] === hash.digest("base64")) {
      received.set(key, (received.get(key) ?? 0) + size);
      response.writeHead(200, { etag: '"part"' }).end();
    } else response.writeHead(400).end();
  }
}

/** Whether the digest that is signed is the one that S3 checks, as S3 demands. */
function digestsAgree({ headers }: IncomingMessage): boolean {
  const [signed, checked] = [headers["x-amz-content-sha256"], headers["x-amz-checksum-sha256"]];
  return signed === Buffer.from(String(checked), "base64").toString("hex");
}
