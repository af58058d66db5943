import { expect, test } from "vitest";
import { jsonOf, twilioRequests } from "../../../../functions/archive-store/twilio-requests.ts";

const credentials = { username: `AC${"1".repeat(32)}`, password: "secret" };
const source = { current: async () => credentials, renewed: async () => credentials, age: () => 0 };
const signal = new AbortController().signal;
const url = "https://api.twilio.com/2010-04-01/a.wav";

function requests(...answers: Response[]) {
  const seen: { url: string; authorization: string | null }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    seen.push({ url: String(input), authorization: new Headers(init?.headers).get("authorization") });
    return answers.shift() ?? new Response("end");
  };
  return { seen, request: twilioRequests({ credentials: source, fetch }) };
}

const moved = (location: string, status = 302) => new Response(null, { status, headers: { location } });
const expected = `Basic ${Buffer.from(`${credentials.username}:secret`).toString("base64")}`;

test("sends the credentials to the host that was asked, and to no other", async () => {
  const { seen, request } = requests(
    moved("/b.wav"),
    moved("https://media.twiliocdn.com/b.wav?signature=1", 307),
    new Response("audio"),
  );
  expect(await (await request(url, [200], signal)).text()).toBe("audio");
  expect(seen).toEqual([
    { url, authorization: expected },
    { url: "https://api.twilio.com/b.wav", authorization: expected },
    { url: "https://media.twiliocdn.com/b.wav?signature=1", authorization: null },
  ]);
});

test("another port or scheme is another host", async () => {
  const { seen, request } = requests(moved("https://api.twilio.com:8443/b.wav"));
  await request(url, [200], signal);
  expect(seen[1]).toEqual({ url: "https://api.twilio.com:8443/b.wav", authorization: null });
  await expect(requests(moved("http://api.twilio.com/b.wav")).request(url, [200], signal)).rejects.toThrow(
    "redirect_refused: to a host without https",
  );
});

test.each(["http://127.0.0.1:9001/2018-06-01/runtime/invocation/next", "http://localhost:2773/", "http://[::1]/"])(
  "is not led from Twilio to what the machine itself serves, such as %s",
  async (inside) => {
    const { seen, request } = requests(moved(inside));
    await expect(request(url, [200], signal)).rejects.toThrow("redirect_refused: to a host without https");
    expect(seen).toHaveLength(1);
  },
);

test("follows an emulator on the machine itself to another one there", async () => {
  const { seen, request } = requests(moved("http://localhost:2/b.wav"), new Response("audio"));
  expect(await (await request("http://127.0.0.1:1/a.wav", [200], signal)).text()).toBe("audio");
  expect(seen).toMatchObject([{ authorization: expected }, { authorization: null }]);
});

test("does not carry a deletion on to where a redirect leads", async () => {
  const { seen, request } = requests(moved("/b.json"));
  await expect(request(url, [204], signal, "DELETE")).rejects.toThrow("redirect_refused: HTTP 302 to a DELETE");
  expect(seen).toHaveLength(1);
});

test.each([
  [429, "twilio_unavailable"],
  [500, "twilio_unavailable"],
  [403, "twilio_refused"],
  [401, "credentials_rejected"],
])("takes %d for %s", async (status, reason) => {
  await expect(requests(new Response("", { status })).request(url, [200], signal)).rejects.toMatchObject({ reason });
});

test("takes up how long Twilio asks to wait, and nothing odd", async () => {
  const busy = (text: string) => new Response("", { status: 429, headers: { "retry-after": text } });
  await expect(requests(busy("7")).request(url, [], signal)).rejects.toMatchObject({ retryAfter: 7000 });
  await expect(requests(busy("soon")).request(url, [], signal)).rejects.toMatchObject({ retryAfter: undefined });
});

test("does not wait for ever for an answer to begin", async () => {
  const fetch: typeof globalThis.fetch = (_, init) =>
    new Promise((__, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  const request = twilioRequests({ credentials: source, fetch, answerMilliseconds: 5 });
  await expect(request(url, [200], signal)).rejects.toThrow("twilio_unavailable: no answer in 5 ms");
});

test.each([["text"], ["null"], [""], ["3"]])("takes %j for no JSON object", async (text) => {
  await expect(jsonOf(new Response(text))).rejects.toMatchObject({ reason: "twilio_answer_malformed" });
});
