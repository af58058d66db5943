import { describe, expect, test } from "vitest";
import { type Check, type Trial, verifyPlayback } from "../../../cli/verify-playback/checks.ts";
import { toneConversation } from "../../../local/player/tones.ts";
import { encodeWav } from "../../../local/player/wav.ts";
import { origin, proper, refusing, serving, token, urlProvider, wav } from "./served.ts";

async function checks(deployment: Partial<typeof proper> = {}, trial: Partial<Trial> = {}): Promise<Check[]> {
  const done: Check[] = [];
  for await (const check of verifyPlayback({ urlProvider, token, origin, fetch: serving(deployment), ...trial })) {
    done.push(check);
  }
  expect(JSON.stringify(done)).not.toMatch(/eyJ|X-Amz|secret|Basic/);
  return done;
}

const failed = async (deployment: Partial<typeof proper>) =>
  (await checks(deployment)).filter(({ outcome }) => outcome === "failed").map(({ name, detail }) => [name, detail]);

test("a deployment in order passes each check, and each request has its status and time", async () => {
  const done = await checks();
  expect(done.map(({ name, outcome, status }) => [name, outcome, status])).toEqual([
    ["token header", "passed", undefined],
    ["preflight", "passed", 200],
    ["url_provider", "passed", 200],
    ["media", "passed", 206],
    ["seek", "passed", 206],
    ["audio", "passed", undefined],
    ["no token", "passed", 401],
    ["other page", "passed", 200],
    ["other page, media", "passed", 206],
  ]);
  for (const { status, milliseconds } of done) expect(typeof milliseconds).toBe(status ? "number" : "undefined");
});

describe("a failed check says why", () => {
  const cases: [string, Partial<typeof proper>, [string, RegExp][]][] = [
    [
      "everybody gets the recording",
      { answer: () => proper.answer(`Basic ${btoa(`token:${token}`)}`) },
      [["no token", /instead of 401/]],
    ],
    [
      "every page is allowed",
      { allows: () => true, bucketAllows: () => true },
      [
        ["other page", /list exact origins/],
        ["other page, media", /list exact origins/],
      ],
    ],
    ["the bucket allows every page", { bucketAllows: () => true }, [["other page, media", /list exact origins/]]],
    [
      "the bucket allows no page",
      { bucketAllows: () => false },
      [["media", /no Access-Control-Allow-Origin; allow https:\/\/flex/]],
    ],
    ["there is no seeking", { heedsRanges: false }, [["seek", /answers 200/]]],
    [
      "there is one channel",
      { media: encodeWav({ sampleRate: 8000, channels: toneConversation(1).channels.slice(0, 1) }) },
      [["audio", /in 1 channel; record in two/]],
    ],
    [
      "it is no WAV",
      { media: new TextEncoder().encode("<html>no recording here</html>") },
      [["audio", /does not begin with RIFF/]],
    ],
    ["it is cut off", { media: wav.subarray(0, 1000) }, [["audio", /cut off/]]],
    [
      "the listener may not",
      { answer: refusing(403) },
      [
        ["url_provider", /^Not for you\. /],
        ["no token", /instead of 401/],
      ],
    ],
    [
      "the service is down",
      { answer: refusing(503) },
      [
        ["url_provider", /^Can't be checked/],
        ["no token", /instead of 401/],
      ],
    ],
    [
      "it is on its way",
      { answer: refusing(404, { "retry-after": "30", "access-control-expose-headers": "Retry-After" }) },
      [
        ["url_provider", /^Not archived yet\. .*30 s/],
        ["no token", /instead/],
      ],
    ],
  ];
  test.each(cases)("where %s", async (_, deployment, expected) => {
    const found = await failed(deployment);
    expect(found).toEqual(expected.map(([name, detail]) => [name, expect.stringMatching(detail)]));
  });

  test("where nothing answers", async () => {
    const fetch = () => Promise.reject(Object.assign(new Error("https://…?X-Amz"), { code: "ECONNREFUSED" }));
    const found = (await checks({}, { fetch })).filter(({ outcome }) => outcome === "failed");
    expect(found.map(({ name }) => name)).toEqual(["preflight", "no token", "other page"]);
    for (const { detail } of found) expect(detail).toContain("ECONNREFUSED");
  });
});

test("a header that function URLs may not take is a warning, not a failure", async () => {
  const long = "a".repeat(7_200);
  const answer = () => proper.answer(`Basic ${btoa(`token:${token}`)}`);
  const [header, ...rest] = await checks({ answer }, { token: long });
  expect(header).toMatchObject({ name: "token header", outcome: "warned" });
  expect(header?.detail).toMatch(/^Authorization is 9631 bytes for a token of 7200; .*10240.*load balancer/);
  expect(rest.find(({ name }) => name === "media")?.outcome).toBe("passed");
});
