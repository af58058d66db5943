import { expect, test } from "vitest";
import { historyOf } from "../../../../cli/promote/history.ts";
import { entry, stackThatAnswers } from "./stack.ts";

const [older, newer] = ["a".repeat(40), "b".repeat(40)];

test("what a stack runs is its last update that came to its end", async () => {
  const { stack } = stackThatAnswers({
    history: [entry(newer, { result: "failed", minute: 2 }), entry(older, { minute: 1 }), entry(newer)],
  });
  expect(await historyOf(stack)).toMatchObject({
    last: { kind: "update", result: "failed", commit: newer, isClean: true, isPartial: false },
    running: { result: "succeeded", commit: older, startTime: "2026-01-01T00:01:00.000Z" },
  });
});

test("refreshes, imports and renames run nothing", async () => {
  const between = ["refresh", "import", "rename", "preview"].map((kind) => entry(newer, { kind, result: "failed" }));
  const { stack } = stackThatAnswers({ history: [...between, entry(older)] });
  const { last, running } = await historyOf(stack);
  expect(last).toMatchObject({ commit: older });
  expect(running).toEqual(last);
});

test("what was destroyed runs nothing", async () => {
  const { stack } = stackThatAnswers({ history: [entry(newer, { kind: "destroy" }), entry(older)] });
  expect(await historyOf(stack)).toMatchObject({ last: { kind: "destroy" }, running: undefined });
});

test("a destroy that failed has left what ran before, or some of it", async () => {
  const { stack } = stackThatAnswers({ history: [entry(newer, { kind: "destroy", result: "failed" }), entry(older)] });
  expect(await historyOf(stack)).toMatchObject({
    last: { kind: "destroy", result: "failed" },
    running: { commit: older },
  });
});

test("a stack that was never brought up has no history", async () => {
  const { stack } = stackThatAnswers({ history: [] });
  expect(await historyOf(stack)).toEqual({ newest: "", last: undefined, running: undefined });
});

test("a long history is read until what runs is found", async () => {
  const refreshes = Array.from({ length: 120 }, (_, minute) => entry(newer, { kind: "refresh", minute: minute % 60 }));
  const { stack, asked } = stackThatAnswers({ history: [...refreshes, entry(older), entry(newer)] });
  expect((await historyOf(stack)).running).toMatchObject({ commit: older });
  expect(asked).toHaveLength(3);
});

test.each(["target", "exclude", "target-replace"])("an update with --%s is of chosen resources only", async (flag) => {
  const { stack } = stackThatAnswers({
    history: [entry(newer, { environment: { [`pulumi.flag.${flag}`]: "set" } })],
  });
  expect((await historyOf(stack)).running).toMatchObject({ isPartial: true });
});

test("a checkout is clean only where the engine says so", async () => {
  const of = async (item: object) => (await historyOf(stackThatAnswers({ history: [item] }).stack)).running;
  expect(await of(entry(newer, { dirty: "true" }))).toMatchObject({ isClean: false });
  expect(await of(entry(undefined))).toMatchObject({ commit: undefined, isClean: false });
  expect(await of(entry(undefined, { environment: { "git.head": newer } }))).toMatchObject({ isClean: false });
});

test("a result that is not known counts as failed, and whatever comes to a history changes its identity", async () => {
  const of = async (...history: object[]) => historyOf(stackThatAnswers({ history }).stack);
  expect((await of(entry(newer, { result: "not-started" }))).last).toMatchObject({ result: "failed" });
  expect((await of(entry(newer, { result: "in-progress" }))).last).toMatchObject({ result: "in-progress" });
  const identities = await Promise.all([
    of(),
    of(entry(newer)),
    of(entry(newer, { minute: 1 })),
    of(entry(newer, { kind: "refresh" })),
    of(entry(newer, { result: "failed" })),
  ]);
  expect(new Set(identities.map(({ newest }) => newest)).size).toBe(identities.length);
});

test("a stack that isn't there is told with what to do", async () => {
  await expect(historyOf(stackThatAnswers().stack)).rejects.toThrow(
    /^--stack: no stack named '.*' found; `npm run flex-media -- init --stack staging` makes it/,
  );
});
