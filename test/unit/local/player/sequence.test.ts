import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PageRequest, requestsOf } from "../../../../local/player/page-requests.ts";
import { type Answer, authorizationOf, mediaFrom, PlaybackRefused, play } from "../../../../local/player/sequence.ts";

const origin = "https://flex.twilio.com";
const cors = { "access-control-allow-origin": origin };
const urlProvider = "https://function.example.com/?recording=RE1";

test("the authorization is what the url_provider decodes, for any token", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (token) => {
      const base64 = authorizationOf(token).replace(/^Basic /, "");
      expect(Buffer.from(base64, "base64").toString("utf8")).toBe(Buffer.from(`token:${token}`).toString("utf8"));
    }),
  );
});

describe("seeking", () => {
  const answer = (rest: Partial<Answer>) => async () => ({
    status: 206,
    contentType: "audio/wav",
    body: new Uint8Array(10),
    ...rest,
  });

  test("takes the rest from there, whether or not the page may read the range", async () => {
    const { body } = await mediaFrom(90, "https://media", answer({ contentRange: "bytes 90-99/100" }));
    expect(body).toHaveLength(10);
    expect((await mediaFrom(90, "https://media", answer({}))).status).toBe(206);
  });

  test.each<[Partial<Answer>, string]>([
    [{ status: 200 }, "media: answers 200 instead of 206"],
    [{ status: 416 }, "media: answers 416 instead of 206"],
    [
      { contentRange: "bytes 0-9/100" },
      "media: sends Content-Range bytes 0-9/100 with 10 bytes instead of bytes 90-99/100",
    ],
  ])("does not take %j", async (rest, message) => {
    await expect(mediaFrom(90, "https://media", answer(rest))).rejects.toThrow(message);
  });

  test("by a range that is no simple one asks first", async () => {
    const seen: PageRequest[] = [];
    const fetch = async (_: URL, request: PageRequest) => {
      seen.push(request);
      return new Response(null, { headers: { ...cors, "access-control-allow-headers": "range" } });
    };
    const get = requestsOf({ origin, fetch });
    await get("media", "https://media.example.com/", { range: "bytes=-10" }, () => {});
    await get("media", "https://media.example.com/", { range: "bytes=1-10" }, () => {});
    expect(seen.map(({ method, headers }) => [method, headers["access-control-request-headers"]])).toEqual([
      ["OPTIONS", "range"],
      ["GET", undefined],
      ["GET", undefined],
    ]);
  });
});

describe("when to try again", () => {
  async function retryAfter(headers: Record<string, string>): Promise<number | undefined> {
    const fetch = async (_: URL, { method }: PageRequest) =>
      method === "OPTIONS"
        ? new Response(null, { headers: { ...cors, "access-control-allow-headers": "authorization" } })
        : new Response("{}", { status: 404, headers: { ...cors, ...headers } });
    const playing = play({ urlProvider, token: "a" }, requestsOf({ origin, fetch }));
    const error: unknown = await playing.catch((reason: unknown) => reason);
    if (!(error instanceof PlaybackRefused)) throw new Error("was not refused", { cause: error });
    return error.retryAfter;
  }

  test.each([
    ["Retry-After", 30],
    ["content-length, retry-after", 30],
    ["*", 30],
    ["content-length", undefined],
  ])("is told where CORS exposes %s", async (exposed, expected) => {
    expect(await retryAfter({ "retry-after": "30", "access-control-expose-headers": exposed })).toBe(expected);
  });

  test("is not told by a header that isn't there, or is a date", async () => {
    const exposed = { "access-control-expose-headers": "*" };
    expect(await retryAfter(exposed)).toBeUndefined();
    expect(await retryAfter({ ...exposed, "retry-after": "Sat, 21 Nov 2026 10:00:00 GMT" })).toBeUndefined();
  });
});
