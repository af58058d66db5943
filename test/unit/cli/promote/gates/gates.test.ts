import { expect, test } from "vitest";
import { secret } from "../../../../../cli/promote/configuration/configuration.ts";
import { cleanTree } from "../../../../../cli/promote/gates/clean-tree.ts";
import { type Gate, refusalsOf } from "../../../../../cli/promote/gates/gate.ts";
import { firstRefusals, promotionGates, rollbackGates } from "../../../../../cli/promote/gates/index.ts";
import { noPendingOperations } from "../../../../../cli/promote/gates/no-pending-operations.ts";
import { policiesHold } from "../../../../../cli/promote/gates/policies-hold.ts";
import { recordedCommit } from "../../../../../cli/promote/gates/recorded-commit.ts";
import { sameCommit } from "../../../../../cli/promote/gates/same-commit.ts";
import { separateAccounts } from "../../../../../cli/promote/gates/separate-accounts.ts";
import { verified } from "../../../../../cli/promote/gates/verified.ts";
import { wholeConfiguration } from "../../../../../cli/promote/gates/whole-configuration.ts";
import type { StackHistory } from "../../../../../cli/promote/history.ts";
import { Mendable } from "../../../../../local/engine/mendable.ts";
import { account, commit, history, never, other, preview, subject, update } from "./subject.ts";

test("where all is well, no gate refuses", async () => {
  expect(await firstRefusals(promotionGates, subject(), never)).toEqual([]);
});

test("the working tree is the commit", async () => {
  const changes = Array.from({ length: 7 }, (_, index) => `file ${index}`);
  expect(await cleanTree.refusals(subject({}, changes))).toEqual([
    "working tree: file 0, file 1, file 2, file 3, file 4 and 2 more: not as in the commit; commit and bring the stack up with " +
      "it first, or put it away with `git stash --include-untracked`",
  ]);
});

test.each<[string, StackHistory, (string | RegExp)[]]>([
  [
    "never brought up",
    history(undefined),
    [/^--from: dev was never brought up; `npm run pulumi -- up --stack dev` first$/],
  ],
  ["destroyed", history({ ...update, kind: "destroy" }, undefined), [/^--from: dev was destroyed and runs nothing/]],
  [
    "never whole",
    { ...history({ ...update, result: "failed" }), running: undefined },
    [/no update of dev has come to its end/],
  ],
  ["outside git", history({ ...update, commit: undefined }), [/brought up outside git/]],
  [
    "another commit",
    history({ ...update, commit: other }),
    [/^--from: dev runs b{10}, but a{10} is checked out; `git checkout --detach b{40}`/],
  ],
  ["with changes", history({ ...update, isClean: false }), [/changes that are in no commit; commit them/]],
  ["in part", history({ ...update, isPartial: true }), [/chosen resources only/]],
  [
    "all of it",
    history({ ...update, commit: other, isClean: false, isPartial: true }),
    [/is checked out/, /in no commit/, /chosen resources only/],
  ],
])("the commit is the one that runs: %s", async (_, of, expected) => {
  const refusals = await sameCommit.refusals(subject({ from: { history: async () => of } }));
  expect(refusals).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});

test.each(["from", "to"] as const)("operations of %s whose end nobody saw are named", async (role) => {
  const urn = "urn:pulumi:x::flex-media::flex-media:Storage$aws:s3/bucket:Bucket::recordings";
  const state = async () => ({ writtenAt: "", isEmpty: false, pending: [{ type: "creating", urn }] });
  const of = subject({ [role]: { state } });
  const name = role === "from" ? "dev" : "staging";
  expect(await noPendingOperations(role).refusals(of)).toEqual([
    `${name}: has operations whose end nobody saw: creating aws:s3/bucket:Bucket recordings; look what came of them, then ` +
      `\`npm run pulumi -- refresh --stack ${name}\` settles it`,
  ]);
});

test("a file that git was told not to look at could be anything", async () => {
  const { checkout } = subject();
  expect(await cleanTree.refusals({ checkout: { ...checkout, hidden: ["infra/index.ts"] } })).toEqual([
    "working tree: infra/index.ts: git was told not to look whether that is as in the commit; let it look with " +
      "`git update-index --no-skip-worktree --no-assume-unchanged`",
  ]);
});

test("two stacks are on two accounts", async () => {
  const same = { configuration: async () => account("1") };
  expect(await separateAccounts.refusals(subject({ to: same }))).toEqual([
    expect.stringMatching(/^twilio:accountSid: is the same account in dev and staging/),
  ]);
  const none = { configuration: async () => ({}) };
  expect(await separateAccounts.refusals(subject({ from: none, to: none }))).toHaveLength(2);
  const fromOutside = { ...none, environment: { TWILIO_ACCOUNT_SID: `AC${"3".repeat(32)}` } };
  expect(await separateAccounts.refusals(subject({ from: fromOutside, to: fromOutside }))).toHaveLength(1);
  expect(await separateAccounts.refusals(subject({ from: fromOutside }))).toEqual([]);
});

test("the file to mend is named as it is called, whatever stands in front of the stack's name", async () => {
  const to = { name: "acme/flex-media/prod", configuration: async () => ({}) };
  expect(await separateAccounts.refusals(subject({ to }))).toEqual([expect.stringMatching(/ in Pulumi\.prod\.yaml$/)]);
  expect(await wholeConfiguration.refusals(subject({ to }))).toEqual([
    expect.stringContaining("; say it in Pulumi.prod.yaml, "),
  ]);
});

test.each([
  ["dev", "dev", 1],
  ["dev", "team/flex-media/dev", 1],
  ["team/flex-media/dev", "other/flex-media/dev", 0],
  ["dev", "staging", 0],
])("%s and %s are %i too few", async (from, to, count) => {
  const of = subject({ from: { name: from }, to: { name: to } });
  expect(await separateAccounts.refusals(of)).toHaveLength(count);
});

test("every key is there too, and secret where it was", async () => {
  const from = async () =>
    ({ ...account("1"), "flex-media:archive": { enabled: true }, "twilio:authToken": secret }) as const;
  const to = async () => ({ ...account("2"), "twilio:authToken": "plain" });
  expect(
    await wholeConfiguration.refusals(subject({ from: { configuration: from }, to: { configuration: to } })),
  ).toEqual([
    "flex-media:archive: is missing or empty in staging, but dev has it; say it in Pulumi.staging.yaml, also where it is to be as it " +
      "would be without",
    "twilio:authToken: has to be a secret, but is plain text in staging; set it anew with --secret",
  ]);
});

test("verification has to pass, and to have tried something", async () => {
  const of = (...outcomes: ("passed" | "failed" | "warned" | "skipped")[]) =>
    subject({
      from: { verification: async () => outcomes.map((outcome) => ({ name: outcome, outcome, detail: "told" })) },
    });
  expect(await verified.refusals(of("passed", "warned", "skipped"))).toEqual([]);
  expect(await verified.refusals(of("passed", "failed"))).toEqual(["dev: failed: told"]);
  expect(await verified.refusals(of("skipped"))).toEqual([
    expect.stringMatching(/^dev: nothing of it could be verified/),
  ]);
  expect(await verified.refusals(of())).toHaveLength(1);
});

test("mandatory policies hold; advisory ones are only reported", async () => {
  const violations = [
    { policy: "one", level: "mandatory", resource: "flex", message: "is wrong" },
    { policy: "two", level: "advisory", resource: "flex", message: "could be better" },
  ] as const;
  const of = subject({ to: { preview: async () => ({ ...preview, violations }) } });
  expect(await policiesHold.refusals(of)).toEqual(["staging: one: is wrong"]);
});

test("a stack goes back to a recorded commit, which has to be checked out", async () => {
  const recorded = { commit: other, isVerified: true, previousCommit: commit };
  const runs = (ran: string) => async () => history({ ...update, commit: ran });
  const of = (ran: string, record: typeof recorded | { isVerified: boolean }) =>
    subject({ to: { history: runs(ran), record: async () => record } });
  expect(await recordedCommit.refusals(of(other, recorded))).toEqual([]);
  expect(await recordedCommit.refusals(of(commit, recorded))).toEqual([
    expect.stringMatching(
      /^--stack: staging goes back to b{10}, but a{10} is checked out; `git fetch origin b{40} && git checkout/,
    ),
  ]);
  expect(await recordedCommit.refusals(of(other, { isVerified: false }))).toEqual([
    "--stack: staging has no commit recorded to go back to; promote one that is good",
  ]);
});

test("all reasons of a stage are told at once, each once; the next stage isn't asked", async () => {
  const asked: string[] = [];
  const gate = (name: string, ...reasons: string[]): Gate<unknown> => ({
    name,
    async refusals() {
      asked.push(name);
      return reasons;
    },
  });
  const unreadable: Gate<unknown> = {
    name: "unreadable",
    refusals: () => Promise.reject(new Mendable("can't be read")),
  };
  const stages = [[gate("a")], [gate("b", "one", "two"), unreadable, gate("c", "two", "three")], [gate("d", "four")]];
  expect((await firstRefusals(stages, {}, never)).map(({ gate: name, reason }) => `${name}: ${reason}`)).toEqual([
    "b: one",
    "b: two",
    "unreadable: can't be read",
    "c: three",
  ]);
  expect(asked).toEqual(["a", "b", "c"]);
});

test("a mistake of ours is none of the user's, and an interrupt is no refusal", async () => {
  const broken: Gate<unknown> = { name: "broken", refusals: () => Promise.reject(new TypeError("oops")) };
  await expect(refusalsOf([broken], {}, never)).rejects.toThrow("oops");
  const stop = new AbortController();
  stop.abort(new Error("interrupted"));
  const failing: Gate<unknown> = { name: "failing", refusals: () => Promise.reject(new Mendable("killed")) };
  await expect(refusalsOf([failing], {}, stop.signal)).rejects.toThrow("interrupted");
});

test("a stack that can't be read refuses alone, whatever else would", async () => {
  const gone = { history: () => Promise.reject(new Mendable("--stack: no stack named 'dev'")) };
  for (const refusals of [
    await firstRefusals(promotionGates, subject({ from: gone }, ["new"]), never),
    await firstRefusals(rollbackGates, subject({ to: gone }, ["new"]), never),
  ]) {
    expect(refusals).toEqual([{ gate: "exists", reason: "--stack: no stack named 'dev'" }]);
  }
});
