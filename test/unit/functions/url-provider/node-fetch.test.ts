import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { nodeFetch } from "../../../../functions/url-provider/node-fetch.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers these bytes, whatever it is asked. */
async function answering(text: string): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).write(text);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
}

const get = (url: string) =>
  nodeFetch(url, { method: "GET", headers: {}, redirect: "error", signal: new AbortController().signal });

const odd = {
  "another protocol": "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
  "two lengths": "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
  "a null byte in a header": "HTTP/1.1 200 OK\r\netag: a\0b\r\n\r\n",
  "a huge header": `HTTP/1.1 200 OK\r\netag: ${"a".repeat(40_000)}\r\n\r\n`,
  "no HTTP": "SSH-2.0-OpenSSH\r\n",
};

test.each(Object.entries(odd))("%s is no answer", async (_, text) => {
  await expect(get(await answering(text))).rejects.toMatchObject({
    code: expect.stringMatching(/^(ECONNRESET|HPE_\w+)$/),
  });
});

test("a header that is there twice has both values", async () => {
  const { status, headers } = await get(await answering("HTTP/1.1 204 None\r\nx-a: 1\r\nX-A: 2\r\n\r\n"));
  expect([status, [...headers]]).toEqual([204, [["x-a", "1, 2"]]]);
});
