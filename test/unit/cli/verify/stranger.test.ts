import { expect, test } from "vitest";
import { askAsStranger } from "../../../../cli/verify/stranger.ts";

const { signal } = new AbortController();

/** What comes of asking where answers are these, one after the other. */
async function asked(answers: readonly (number | Error)[], end: AbortSignal = signal) {
  let times = 0;
  const fetch = async () => {
    const answer = answers[times];
    times += 1;
    if (answer instanceof Error) throw answer;
    return new Response(null, { status: answer ?? 599 });
  };
  const told = askAsStranger({ fetch, poll: 0 }, "the function", "https://function.example/?secret", {}, end);
  const status = await told.then(
    (answer) => answer.status,
    (error: Error) => error.message,
  );
  return { status, times };
}

const reset = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
});

test.each<[string, (number | Error)[], number]>([
  ["a function that is being changed", [502, 503, 401], 401],
  ["one that is throttled", [429, 401], 401],
  ["a connection that breaks", [reset, 403], 403],
])("%s is asked again", async (_, answers, status) => {
  expect(await asked(answers)).toEqual({ status, times: answers.length });
});

test.each([200, 204, 301, 400, 401, 403, 404])("%i is an answer", async (status) => {
  expect(await asked([status, 500])).toEqual({ status, times: 1 });
});

test("what goes on failing is told", async () => {
  expect(await asked([502, 502, 502, 502, 401])).toEqual({ status: 502, times: 4 });
  const gone = await asked([reset, reset, reset, reset, 401]);
  expect(gone).toEqual({
    status: "the function has no answer (ECONNRESET); look whether it is there and can be reached from here",
    times: 4,
  });
});

test("one who wants an end gets it at once", async () => {
  const end = AbortSignal.abort(new Error("interrupted"));
  expect(await asked([502, 401], end)).toEqual({ status: "interrupted", times: 1 });
});
