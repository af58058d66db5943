import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { authorizationOf } from "../../../local/player/sequence.ts";
import { type PlayerServer, type PlayerServerOptions, servePlayer } from "../../../local/player/server.ts";
import type { Through } from "../../../local/player/through.ts";
import { origin, serving, token, urlProvider, wav } from "./served.ts";

const foreign = "https://elsewhere.example";
const headers = { authorization: authorizationOf(token) };
const whole: PlayerServerOptions = { urlProvider, through: serving(), issueToken: (role) => `token of a ${role}` };

let player: PlayerServer;
const serve = async (options: PlayerServerOptions = whole) => {
  player = await servePlayer(options);
};
afterEach(() => player.close());

const post = (path: string, question: unknown, extra: Record<string, string> = {}) =>
  fetch(player.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: player.url, ...extra },
    body: typeof question === "string" ? question : JSON.stringify(question),
  });
const throughOf = ({ headers: got }: Response): Through => JSON.parse(decodeURIComponent(got.get("x-through") ?? ""));
const pathOf = async (page: string) => {
  const url = "https://bucket.example.com/recording?X-Amz-Signature=secret";
  const { path } = (await (await post("/media", { url, origin: page })).json()) as { path: string };
  return path;
};

test("the page comes with its style and its module, and lets nothing in from elsewhere", async () => {
  await serve();
  for (const [path, type] of [
    ["/", "text/html; charset=utf-8"],
    ["/style.css", "text/css; charset=utf-8"],
    ["/page.js", "text/javascript; charset=utf-8"],
  ]) {
    const answer = await fetch(`${player.url}${path}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  }
  // A form that is sent without the script would put what has a name into the address.
  expect(await (await fetch(player.url)).text()).not.toMatch(/<(input|select|button)[^>]* name=/);
});

test("without anything to offer, the page is told so and the rest is not there", async () => {
  await serve({});
  expect(await (await fetch(`${player.url}/settings.json`)).json()).toEqual({
    urlProvider: "",
    throughOrigin: null,
    roles: [],
  });
  for (const path of ["/token", "/through", "/media"]) expect((await post(path, {})).status).toBe(404);
  expect((await fetch(`${player.url}/media/1`)).status).toBe(404);
  expect((await fetch(`${player.url}/page.ts`)).status).toBe(404);
});

describe("through the server", () => {
  test("the url_provider answers, with the steps that it took", async () => {
    await serve();
    const answer = await post("/through", { url: urlProvider, origin, headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ media_url: expect.stringContaining("https://bucket.example.com") });
    expect(throughOf(answer).steps.map(({ name, status }) => [name, status])).toEqual([
      ["preflight", 200],
      ["url_provider", 200],
    ]);
  });

  test("a page of another origin gets what a browser would give it: nothing", async () => {
    await serve();
    const answer = await post("/through", { url: urlProvider, origin: foreign, headers });
    expect([answer.status, await answer.text()]).toEqual([502, ""]);
    expect(throughOf(answer).withheld).toMatchObject({ step: "preflight", kind: "cors" });
    const media = await fetch(player.url + (await pathOf(foreign)), { headers: { range: "bytes=0-" } });
    expect([media.status, await media.text()]).toEqual([502, ""]);
    expect(throughOf(media).withheld).toMatchObject({ step: "media", kind: "cors" });
  });

  test("media comes in the part that is asked for, and only by a path that was given out", async () => {
    await serve();
    const path = await pathOf(origin);
    const part = await fetch(player.url + path, { headers: { range: "bytes=1000-" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([
      206,
      `bytes 1000-${wav.length - 1}/${wav.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer()).equals(wav.subarray(1000))).toBe(true);
    expect((await fetch(`${player.url}/media/${"0".repeat(32)}`)).status).toBe(404);
  });

  test("the oldest of many media is forgotten", async () => {
    await serve();
    const first = await pathOf(origin);
    for (let count = 0; count < 15; count++) await pathOf(origin);
    const range = { headers: { range: "bytes=0-" } };
    expect((await fetch(player.url + first, range)).status).toBe(206);
    await pathOf(origin);
    expect((await fetch(player.url + first, range)).status).toBe(404);
  });

  test.each([
    ["no JSON", "{"],
    ["other headers", { url: urlProvider, origin, headers: { cookie: "a=b" } }],
    ["no origin", { url: urlProvider, origin: "*", headers }],
  ])("a question with %s is refused", async (_, question) => {
    await serve();
    expect((await post("/through", question)).status).toBe(400);
  });

  test("what breaks the server is a status, with nothing of why", async () => {
    await serve({
      ...whole,
      issueToken: () => {
        throw new Error("secret");
      },
    });
    const answer = await post("/token", { role: "agent" });
    expect([answer.status, await answer.text()]).toEqual([500, "The page's server failed."]);
  });
});

describe("a token", () => {
  test("is issued for the roles that the page offers", async () => {
    await serve();
    expect(await (await post("/token", { role: "agent" })).json()).toEqual({ token: "token of a agent" });
    expect((await post("/token", { role: "admin" })).status).toBe(400);
    expect((await fetch(`${player.url}/token`)).status).toBe(404);
  });

  test.each<[string, Record<string, string>]>([
    ["another page", { origin: foreign }],
    ["another page on this machine", { origin: "http://127.0.0.1:1" }],
    ["a page that hides its origin", { origin: "null" }],
    ["a plain form", { "content-type": "text/plain" }],
  ])("is not for %s", async (_, extra) => {
    await serve();
    expect((await post("/token", { role: "agent" }, extra)).status).toBe(403);
  });

  test("is not for who gives this machine another name", async () => {
    await serve();
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${player.url}/settings.json`, { headers: { host: "rebound.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject).end();
    });
    expect(status).toBe(403);
  });
});
