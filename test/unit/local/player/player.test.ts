import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PlaybackOptions, PlaybackRefused, playRecording } from "../../../../local/player/player.ts";

const origin = "https://flex.twilio.com";
const token = "eyJhbGciOiJkaXIifQ..a.b.c";
const audio = Buffer.from("RIFF and so on, long enough for a range");
const cors = { "access-control-allow-origin": origin };
const partial = {
  ...cors,
  "content-type": "audio/wav",
  "content-range": `bytes 0-${audio.length - 1}/${audio.length}`,
};

type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer } | "hang up";

/** What the services answer: a url_provider behind CORS and a bucket, as they should be. */
const proper = () => ({
  preflight: {
    status: 200,
    headers: { ...cors, "access-control-allow-headers": "authorization", "access-control-allow-methods": "GET" },
  } as Answer,
  provider: {
    status: 200,
    headers: cors,
    body: JSON.stringify({ media_url: `${base}/media?signature=secret` }),
  } as Answer,
  media: { status: 206, headers: partial, body: audio } as Answer,
});

let base: string;
let answers: ReturnType<typeof proper>;
let seen: { method: string; url: string; headers: IncomingHttpHeaders }[];

const server = createServer((request, response) => {
  seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
  const step = request.method === "OPTIONS" ? "preflight" : request.url?.startsWith("/media") ? "media" : "provider";
  respond(answers[step], request, response);
});

function respond(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === "hang up") request.socket.destroy();
  else response.writeHead(answer.status, answer.headers).end(answer.body);
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  answers = proper();
  seen = [];
});

const play = (options: Partial<PlaybackOptions> = {}) =>
  playRecording({ urlProvider: `${base}/?recording=RE1`, token, ...options });

async function refusal(options?: Partial<PlaybackOptions>): Promise<PlaybackRefused> {
  const error = await play(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlaybackRefused)) throw new Error("was not refused", { cause: error });
  expect(`${error.message} ${error.stack}`).not.toMatch(/eyJ|signature=|Basic/);
  return error;
}

test("the bytes come back with their type, and each step with status and time", async () => {
  const { bytes, contentType, steps } = await play();
  expect(Buffer.from(bytes)).toEqual(audio);
  expect(contentType).toBe("audio/wav");
  const milliseconds = expect.any(Number);
  expect(steps).toEqual([
    { name: "preflight", status: 200, milliseconds },
    { name: "url_provider", status: 200, milliseconds },
    { name: "media", status: 206, milliseconds },
  ]);
});

test("the requests are those of the player in a browser", async () => {
  await play();
  const [preflight, provider, media] = seen;
  expect(preflight).toMatchObject({
    method: "OPTIONS",
    url: "/?recording=RE1",
    headers: {
      origin,
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
      "sec-fetch-mode": "cors",
    },
  });
  expect(preflight?.headers).not.toHaveProperty("authorization");
  expect(provider).toMatchObject({
    method: "GET",
    url: "/?recording=RE1",
    headers: { origin, authorization: `Basic ${Buffer.from(`token:${token}`).toString("base64")}` },
  });
  expect(media).toMatchObject({
    method: "GET",
    url: "/media?signature=secret",
    headers: { origin, range: "bytes=0-" },
  });
  expect(media?.headers).not.toHaveProperty("authorization");
});

test("a whole answer and a wildcard origin will do", async () => {
  const anybody = { "access-control-allow-origin": "*" };
  answers.preflight = {
    status: 204,
    headers: { ...anybody, "access-control-allow-headers": "Content-Type, Authorization" },
  };
  answers.provider = { status: 200, headers: anybody, body: JSON.stringify({ media_url: `${base}/media` }) };
  answers.media = { status: 200, headers: anybody, body: audio };
  const { bytes, contentType } = await play({ origin: "https://other.example.com" });
  expect(Buffer.from(bytes)).toEqual(audio);
  expect(contentType).toBeNull();
});

describe("a browser stops at", () => {
  const allowed = { ...cors, "access-control-allow-headers": "authorization" };
  const otherOrigin = { "access-control-allow-origin": "https://flex.twilio.com.example.com" };

  test.each<[string, Answer, string]>([
    [
      "no CORS",
      { status: 200 },
      "has no Access-Control-Allow-Origin; allow https://flex.twilio.com in its CORS settings",
    ],
    [
      "another origin",
      { status: 200, headers: { ...allowed, ...otherOrigin } },
      "which is not https://flex.twilio.com",
    ],
    [
      "two origins",
      { status: 200, headers: { ...allowed, "access-control-allow-origin": `${origin}, ${origin}` } },
      "which is not",
    ],
    [
      "a slash too many",
      { status: 200, headers: { ...allowed, "access-control-allow-origin": `${origin}/` } },
      "which is not",
    ],
    [
      "no allowed headers",
      { status: 200, headers: cors },
      "does not name authorization in Access-Control-Allow-Headers",
    ],
    [
      "a wildcard for authorization",
      { status: 200, headers: { ...cors, "access-control-allow-headers": "*" } },
      "does not name authorization",
    ],
    [
      "a refused method",
      { status: 405, headers: allowed },
      "answers 405, and a browser wants a status from 200 to 299",
    ],
    ["a redirect", { status: 307, headers: { ...allowed, location: "/media" } }, "answers 307"],
    ["a closed connection", "hang up", "has no answer (UND_ERR_SOCKET)"],
  ])("a preflight with %s", async (_, preflight, reason) => {
    answers.preflight = preflight;
    const error = await refusal();
    expect([error.step, error.reason]).toEqual(["preflight", expect.stringContaining(reason)]);
    expect(seen).toHaveLength(1);
  });

  test.each<[string, Answer, string]>([
    ["no CORS", { status: 200, body: '{"media_url":"https://media"}' }, "has no Access-Control-Allow-Origin"],
    ["401", { status: 401, headers: cors }, "answers 401 instead of 200"],
    ["403", { status: 403, headers: cors, body: "{}" }, "answers 403 instead of 200"],
    ["a redirect", { status: 302, headers: { ...cors, location: "/media" } }, "answers 302"],
    ["HTML", { status: 200, headers: cors, body: "<html>" }, "does not answer JSON of the shape"],
    [
      "no media_url",
      { status: 200, headers: cors, body: '{"mediaUrl":"https://media"}' },
      "does not answer JSON of the shape",
    ],
    ["null", { status: 200, headers: cors, body: "null" }, "does not answer JSON of the shape"],
    [
      "a number for a URL",
      { status: 200, headers: cors, body: '{"media_url":1}' },
      "does not answer JSON of the shape",
    ],
  ])("a url_provider with %s", async (_, provider, reason) => {
    answers.provider = provider;
    const error = await refusal();
    expect([error.step, error.reason]).toEqual(["url_provider", expect.stringContaining(reason)]);
    expect(error.status).toBe(error.steps.at(-1)?.status);
    expect(seen.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
  });

  test.each<[string, Answer, string]>([
    ["no CORS", { status: 206, body: audio }, "has no Access-Control-Allow-Origin"],
    ["another origin", { status: 206, headers: { ...partial, ...otherOrigin }, body: audio }, "which is not"],
    ["403", { status: 403, headers: cors }, "answers 403 instead of 200 or 206"],
    ["a part only", { status: 206, headers: partial, body: audio.subarray(1) }, "sends Content-Range bytes 0-"],
    ["no range", { status: 206, headers: cors, body: audio }, "sends Content-Range (none)"],
    [
      "a range that starts later",
      { status: 206, headers: { ...partial, "content-range": "bytes 1-39/40" }, body: audio },
      "instead of bytes 0-",
    ],
    [
      "a body that breaks off",
      { status: 200, headers: { ...cors, "content-length": "1000" }, body: audio },
      "has no answer",
    ],
  ])("media with %s", async (_, media, reason) => {
    answers.media = media;
    const error = await refusal();
    expect([error.step, error.reason]).toEqual(["media", expect.stringContaining(reason)]);
  });

  test.each([
    ["http://recordings.example.com/a.wav?signature=secret", "is not https, and a browser blocks it as mixed content"],
    ["ftp://127.0.0.1/", "is not https"],
    ["/media", "is not an absolute one"],
    ["https://user:signature=secret@example.com/", "carries credentials"],
  ])("the media URL %s", async (mediaUrl, reason) => {
    answers.provider = { status: 200, headers: cors, body: JSON.stringify({ media_url: mediaUrl }) };
    const error = await refusal();
    expect([error.step, error.reason]).toEqual(["media", expect.stringContaining(reason)]);
    expect(seen).toHaveLength(2);
  });

  test("a url_provider that is no https URL, before anything is sent", async () => {
    for (const urlProvider of ["", "host/?recording=RE1", "http://url-provider.example.com/?recording=RE1"]) {
      expect((await refusal({ urlProvider })).step).toBe("preflight");
    }
    expect(seen).toEqual([]);
  });
});

test.each([
  ["preflight", 0],
  ["url_provider", 1],
  ["media", 2],
] as const)("silence at the %s is given up after its time", async (step, index) => {
  const media_url = "https://media.example.com/";
  const answered = [
    new Response(null, { headers: { ...cors, "access-control-allow-headers": "authorization" } }),
    Response.json({ media_url }, { headers: cors }),
  ].slice(0, index);
  const fetch = () => {
    const answer = answered.shift();
    return answer ? Promise.resolve(answer) : new Promise<never>(() => {});
  };
  expect((await refusal({ fetch, stepMilliseconds: 20 })).message).toBe(`${step}: has no answer (TimeoutError)`);
});
