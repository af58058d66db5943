import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { Secret } from "../../../providers/kit/index.ts";
import { TwilioClient } from "../../../providers/twilio/client.ts";
import type { Settings } from "../../../providers/twilio/config.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "../../../providers/twilio/http/errors.ts";
import { accountSid, authToken, recordedAudio, running } from "../local-twilio/running.ts";

const never = new AbortController().signal;

function clientOf(endpoint: string, settings: Partial<Settings> = {}): TwilioClient {
  return new TwilioClient({
    accountSid,
    authToken: new Secret(authToken),
    endpoints: { api: endpoint, taskrouter: endpoint, studio: endpoint },
    maxRetries: 0,
    requestTimeoutSeconds: 30,
    ...settings,
  });
}

/** A server that answers as told. */
async function answering(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    answer(request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a list", () => {
  const recordings = `/2010-04-01/Accounts/${accountSid}/Recordings.json`;

  test("is read page after page", async () => {
    const { control, endpoint } = await running();
    const sids = Array.from({ length: 7 }, () => control.recordings.add(recordedAudio(100)).sid);
    const client = clientOf(endpoint("api.twilio.com"));
    for (const PageSize of [1, 3, 7, 50]) {
      control.requests.clear();
      const found = await all(
        client.list({ product: "api", path: recordings, query: { PageSize } }, "recordings", never),
      );
      expect(found.map(({ sid }) => sid).toSorted()).toEqual(sids.toSorted());
      expect(control.requests.list()).toHaveLength(Math.ceil(7 / PageSize));
    }
  });

  test("may be empty", async () => {
    const { endpoint } = await running();
    const request = { product: "api", path: recordings } as const;
    expect(await all(clientOf(endpoint("api.twilio.com")).list(request, "recordings", never))).toEqual([]);
  });

  test("goes on at the configured host, wherever a page points", async () => {
    const asked: (string | undefined)[] = [];
    const endpoint = await answering((request, _, response) => {
      asked.push(request.url);
      const next = asked.length === 1 ? "https://elsewhere.example/v1/Things?PageToken=a%2Fb&Page=1" : null;
      response.end(JSON.stringify({ things: [{ n: asked.length }], meta: { next_page_url: next } }));
    });
    const request = { product: "taskrouter", path: "/v1/Things", query: { FriendlyName: "a b" } } as const;
    expect(await all(clientOf(endpoint).list(request, "things", never))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(asked).toEqual(["/v1/Things?FriendlyName=a+b", "/v1/Things?PageToken=a%2Fb&Page=1"]);
  });

  test("that is none is no empty one", async () => {
    const endpoint = await answering((_, __, response) => response.end('{"items": []}'));
    await expect(
      all(clientOf(endpoint).list({ product: "taskrouter", path: "/v1/Things" }, "things", never)),
    ).rejects.toThrow('Twilio did not answer GET /v1/Things: its answer has no list "things".');
  });

  test("ends with its page that fails", async () => {
    const { control, endpoint } = await running();
    for (let i = 0; i < 3; i++) control.recordings.add(recordedAudio(100));
    const found: unknown[] = [];
    const read = async () => {
      const request = { product: "api", path: recordings, query: { PageSize: 2 } } as const;
      for await (const item of clientOf(endpoint("api.twilio.com")).list(request, "recordings", never)) {
        found.push(item);
        control.faults.add({ status: 404, times: 1 });
      }
    };
    await expect(read()).rejects.toThrow(TwilioRefusedError);
    expect(found).toHaveLength(2);
  });
});

describe("a request", () => {
  test("carries its form, its type and the credentials", async () => {
    const seen: unknown[] = [];
    const endpoint = await answering((request, body, response) => {
      const { authorization, accept, "content-type": type } = request.headers;
      seen.push({ method: request.method, url: request.url, body, authorization, accept, type });
      response.end("{}");
    });
    const client = clientOf(endpoint);
    const form = { FriendlyName: "a&b", Permission: ["x", "y"] };
    await client.request({ product: "taskrouter", method: "POST", path: "/v1/Roles", form }, never);
    await client.request({ product: "taskrouter", method: "DELETE", path: "/v1/Roles/RL1" }, never);
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
    expect(seen).toEqual([
      {
        method: "POST",
        url: "/v1/Roles",
        body: "FriendlyName=a%26b&Permission=x&Permission=y",
        authorization,
        accept: "application/json",
        type: "application/x-www-form-urlencoded",
      },
      { method: "DELETE", url: "/v1/Roles/RL1", body: "", authorization, accept: "application/json", type: undefined },
    ]);
  });

  test("that creates is not repeated after no answer, but is when Twilio did not begin", async () => {
    let requests = 0;
    const endpoint = await answering((_, __, response) => {
      requests++;
      response.statusCode = requests === 1 ? 429 : 500;
      response.end();
    });
    const client = clientOf(endpoint, { maxRetries: 3 });
    await expect(
      client.request({ product: "taskrouter", method: "POST", path: "/v1/Roles", form: {} }, never),
    ).rejects.toThrow(TwilioUnansweredError);
    expect(requests).toBe(2);
  });

  test("is one of eight to a product at a time, and holds up no other product", async () => {
    const waiting: ServerResponse[] = [];
    const endpoint = await answering((request, _, response) => {
      if (request.url === "/held") waiting.push(response);
      else response.end("{}");
    });
    const client = clientOf(endpoint);
    const get = (product: "studio" | "taskrouter", path: string) =>
      client.request({ product, method: "GET", path }, never);
    const held = Array.from({ length: 12 }, () => get("taskrouter", "/held"));
    await expect.poll(() => waiting.length, { timeout: 60_000 }).toBe(8);
    await get("studio", "/at-once");
    expect(waiting).toHaveLength(8);
    for (const response of waiting.splice(0)) response.end("{}");
    await expect.poll(() => waiting.length, { timeout: 60_000 }).toBe(4);
    for (const response of waiting) response.end("{}");
    expect(await Promise.all(held)).toHaveLength(12);
  });

  test("understands both of Twilio's forms of an error", async () => {
    const bodies = [
      { code: 20001, message: "Own form", more_info: "x", status: 400 },
      { type: "about:blank", title: "Bad", status: 400, code: 20001, detail: "New form" },
      { type: "about:blank", title: "Only a title", status: 400 },
      "no object",
    ];
    const endpoint = await answering((request, _, response) => {
      response.statusCode = 400;
      response.end(JSON.stringify(bodies[Number(request.url?.slice(1))]));
    });
    const said = await Promise.all(
      bodies.map((_, number) =>
        clientOf(endpoint)
          .request({ product: "taskrouter", method: "GET", path: `/${number}` }, never)
          .catch((error: TwilioRefusedError) => error.refusal),
      ),
    );
    expect(said).toEqual([
      { status: 400, code: 20001, message: "Own form", requestId: undefined },
      { status: 400, code: 20001, message: "New form", requestId: undefined },
      { status: 400, code: undefined, message: "Only a title", requestId: undefined },
      { status: 400, code: undefined, message: "Bad Request", requestId: undefined },
    ]);
  });

  test("that breaks off in the middle of the answer has no answer", async () => {
    const endpoint = await answering((_, __, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"sid": ');
      response.socket?.destroy();
    });
    await expect(
      clientOf(endpoint).request({ product: "taskrouter", method: "GET", path: "/v1/Roles" }, never),
    ).rejects.toThrow("Twilio did not answer GET /v1/Roles: the connection failed");
  });
});
