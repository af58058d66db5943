import fc from "fast-check";
import { expect, test } from "vitest";
import type { StackHistory } from "../../../../cli/promote/history.ts";
import { type PromotionRecord, previousCommit, recordOf, writeRecord } from "../../../../cli/promote/record.ts";
import { rollbackTargets } from "../../../../cli/promote/rollback-target.ts";
import { stackThatAnswers } from "./stack.ts";

const [a, b, c] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];

function ran(commit: string | undefined, change: Partial<NonNullable<StackHistory["last"]>> = {}): StackHistory {
  const last = {
    kind: "update" as const,
    result: "succeeded" as const,
    commit,
    isClean: true,
    isPartial: false,
    startTime: "",
    ...change,
  };
  return { newest: "1", last, running: last.result === "succeeded" ? last : undefined };
}

const fresh: StackHistory = { newest: "", last: undefined, running: undefined };

test("a record is read as it was written", async () => {
  const { stack, answers } = stackThatAnswers({ tags: { "their:tag": "stays", "flex-media:promoted-from": "old" } });
  const record: PromotionRecord = {
    commit: b,
    isVerified: true,
    promotedFrom: "dev",
    promotedAt: "2026-01-01T00:00:00.000Z",
    previousCommit: a,
  };
  await writeRecord(stack, record);
  expect(await recordOf(stack)).toEqual(record);
  await writeRecord(stack, { commit: a, isVerified: false });
  expect(await recordOf(stack)).toEqual({ commit: a, isVerified: false });
  expect(answers.tags).toEqual({ "their:tag": "stays", "flex-media:commit": a, "flex-media:verification": "failed" });
});

test("a record that is broken off never says that a commit was verified which was not", async () => {
  const { stack, answers } = stackThatAnswers();
  await writeRecord(stack, { commit: a, isVerified: true });
  for (let calls = 0; calls < 6; calls += 1) {
    let left = calls;
    const broken = {
      ...stack,
      pulumi: (...call: Parameters<typeof stack.pulumi>) => {
        left -= 1;
        return left < 0 ? Promise.resolve({ code: 1, stdout: "", stderr: "error: gone" }) : stack.pulumi(...call);
      },
    };
    await expect(writeRecord(broken, { commit: b, isVerified: true })).rejects.toThrow(/^flex-media:.*: error: gone; /);
    const { commit, isVerified } = await recordOf(stack);
    expect(commit === b && isVerified).toBe(false);
    answers.tags = { "flex-media:commit": a, "flex-media:verification": "passed" };
  }
});

test.each<[string, StackHistory, PromotionRecord, string | undefined]>([
  ["nothing ran", fresh, { isVerified: false }, undefined],
  ["an update by hand ran", ran(b), { isVerified: false }, b],
  ["it was recorded and verified", ran(b), { commit: b, isVerified: true, previousCommit: a }, b],
  ["it was found wanting", ran(b), { commit: b, isVerified: false, previousCommit: a }, a],
  ["it is the same again", ran(c), { commit: c, isVerified: true, previousCommit: b }, b],
  ["it ran with changes", ran(b, { isClean: false }), { commit: a, isVerified: true }, a],
  ["it ran in part", ran(b, { isPartial: true }), { commit: a, isVerified: true }, a],
  ["an update by hand ran over it", ran(b), { commit: a, isVerified: true }, b],
])("the commit before: where %s", (_, history, record, expected) => {
  expect(previousCommit(c, history, record)).toBe(expected);
});

const verifiedB = { commit: b, isVerified: true, previousCommit: a };

test.each<[string, StackHistory, PromotionRecord, string[]]>([
  ["nothing is recorded", ran(b), { isVerified: false }, []],
  ["it runs what was promoted", ran(b), { commit: b, isVerified: true, previousCommit: a }, [a]],
  ["that was found wanting", ran(b), { commit: b, isVerified: false, previousCommit: a }, [a]],
  [
    "a promotion over it failed",
    ran(c, { result: "failed" }),
    { commit: b, isVerified: true, previousCommit: a },
    [b, a],
  ],
  ["somebody brought up another", ran(c), { commit: b, isVerified: true, previousCommit: a }, [b, a]],
  ["it went back already", ran(a), { commit: a, isVerified: true }, []],
  ["going back failed", ran(a, { result: "failed" }), { commit: b, isVerified: true, previousCommit: a }, [b, a]],
  [
    "it was brought up in part",
    ran(b, { isPartial: true }),
    { commit: b, isVerified: true, previousCommit: a },
    [b, a],
  ],
  ["one over it was killed", ran(b), { ...verifiedB, atWork: { commit: c, after: "" } }, [b, a]],
  ["one was killed, and another ran since", ran(b), { ...verifiedB, atWork: { commit: c, after: "nothing" } }, [a]],
  ["it was destroyed", ran(b, { kind: "destroy" }), { commit: b, isVerified: true }, [b]],
])("where to go back: %s", (_, history, record, expected) => {
  expect(rollbackTargets(history, record)).toEqual(expected);
});

test("nobody goes back to what runs whole, nor to what was found wanting, and each place is named once", () => {
  const commit = fc.option(fc.constantFrom(a, b, c), { nil: undefined });
  const record = fc.record({ commit, isVerified: fc.boolean(), previousCommit: commit });
  fc.assert(
    fc.property(commit, record, (running, recorded) => {
      const targets = rollbackTargets(ran(running), recorded);
      expect(targets).not.toContain(running);
      expect(new Set(targets).size).toBe(targets.length);
      if (!recorded.isVerified && recorded.commit !== recorded.previousCommit) {
        expect(targets).not.toContain(recorded.commit);
      }
      expect(previousCommit(c, ran(running), recorded)).not.toBe(c);
    }),
  );
});
