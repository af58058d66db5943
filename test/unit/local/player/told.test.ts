import { describe, expect, test } from "vitest";
import { PlaybackRefused, type RefusalKind } from "../../../../local/player/sequence.ts";
import { toldOf } from "../../../../local/player/told.ts";

const origin = "https://flex.twilio.com";
type Step = "preflight" | "url_provider" | "media";

function told(kind: RefusalKind, step: Step, status?: number, retryAfter?: number): string {
  const steps = status === undefined ? [] : [{ name: step, status, milliseconds: 1 }];
  const { title, advice } = toldOf(
    new PlaybackRefused({ step, kind, message: "says no", cause: 0 }, steps, retryAfter),
    origin,
  );
  return `${title} | ${advice}`;
}

describe("a listener reads", () => {
  test.each<[string, Parameters<typeof told>]>([
    ["Not signed in | The token isn't valid, or has expired. Get a new one.", ["status", "url_provider", 401]],
    [
      "Not for you | Whoever has this token may not hear this recording. A supervisor may.",
      ["status", "url_provider", 403],
    ],
    [
      "No such recording | It isn't in the archive: never made, deleted, or not archived yet.",
      ["status", "url_provider", 404],
    ],
    ["Not archived yet | The recording is on its way. Try again in 30 s.", ["status", "url_provider", 404, 30]],
    ["Not archived yet | The recording is on its way. Try again in 5 minutes.", ["status", "url_provider", 404, 300]],
    [
      "The media's address has expired | It is good for minutes only. Play again to get a new one.",
      ["status", "media", 403],
    ],
    ["The recording is gone | It was deleted a moment ago.", ["status", "media", 404]],
    ["An unexpected answer | The url_provider answers 302. Its log tells why.", ["status", "url_provider", 302]],
    ["An unexpected answer | The bucket answers 500.", ["status", "media", 500]],
    ["Stopped by the browser | The answer to the preflight request says no.", ["cors", "preflight", 200]],
    ["An answer that can't be used | The url_provider says no.", ["content", "url_provider", 200]],
    ["No answer | The bucket says no. Look whether it is there and reachable.", ["unreachable", "media"]],
    ["That address can't be asked | The url_provider's address won't do: says no.", ["address", "preflight"]],
  ])("%s", (text, refusal) => {
    expect(told(...refusal)).toBe(text);
  });

  test.each([400, 401, 403, 404, 413, 429, 431, 503])("something of their own for %i", (status) => {
    expect(told("status", "url_provider", status)).not.toMatch(/unexpected/);
  });

  test("that a browser doesn't say which it was: no answer, or CORS", () => {
    expect(told("withheld", "url_provider")).toMatch(/Either the url_provider did not answer.*pages of https:\/\/flex/);
  });
});
