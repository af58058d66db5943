import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { before, commit, noDrift, type Play, passed, promote, run, state, step, urn } from "./played.ts";
import { entry } from "./stack.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-promote-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("once somebody says yes, it is brought up, verified and recorded, and told in three forms", async () => {
  const questions: string[] = [];
  const [markdown, json] = [join(folder, "report.md"), join(folder, "report.json")];
  const done = await run([...promote, "--markdown", markdown, "--json", json], ({ means }) => {
    means.ask = async (question) => {
      questions.push(question);
      return true;
    };
  });
  expect(done.code).toBe(0);
  expect(questions).toEqual([`Bring staging up with ${commit}?`]);
  expect(done.stdout).toContain("staging: 2 to change, 3 unchanged");
  expect(done.stdout).toContain("staging runs aaaaaaaaaa, and is verified: 1 checks passed.");
  expect(done.stdout).toContain(`git checkout --detach ${before} && npm run flex-media -- rollback --stack staging`);
  expect(done.stderr).toContain("update one (twilio:studio:Flow)\nupdate one (twilio:studio:Flow): done\nupdate two");
  expect(done.ups).toEqual([expect.stringMatching(/^up --yes --skip-preview --policy-pack=\S+ .*--json/)]);
  expect(done.tags).toEqual({
    "flex-media:commit": commit,
    "flex-media:previous-commit": before,
    "flex-media:promoted-from": "dev",
    "flex-media:promoted-at": expect.stringMatching(/^2026-01-02T/),
    "flex-media:verification": "passed",
  });
  expect(await readFile(markdown, "utf8")).toContain("### Done");
  expect(JSON.parse(await readFile(json, "utf8"))).toMatchObject({
    end: "delivered",
    record: { previousCommit: before },
  });
});

test.each<[string, string[], (play: Play) => void, number, string]>([
  ["a dry run", ["--dry-run"], ({ means }) => (means.isTerminal = () => false), 0, ""],
  ["a no", [], ({ means }) => (means.ask = async () => false), 1, "Nothing was changed on staging."],
  ["a refusal", ["--yes"], ({ staging }) => (staging.config = {}), 1, "twilio:accountSid: is missing"],
])("%s ends before anything is written", async (_, flags, change, code, told) => {
  const ended = await run([...promote, ...flags], change);
  expect([ended.code, ended.ups, ended.tags]).toEqual([code, [], undefined]);
  expect(ended.stderr).toContain(told);
});

test("without a terminal and without --yes it doesn't even look", async () => {
  const alone = run(promote, ({ means }) => {
    means.isTerminal = () => false;
    means.readCheckout = () => Promise.reject(new Error("It looks."));
  });
  await expect(alone).rejects.toThrow(/^--yes: is missing, and there is no terminal/);
});

test.each<[string, (play: Play) => void, string]>([
  [
    "somebody's update",
    ({ staging }) => (staging.history = [entry(before, { minute: 1 }), ...(staging.history ?? [])]),
    "staging: somebody has worked on it since it was examined",
  ],
  [
    "somebody's refresh",
    ({ staging }) => (staging.history = [entry(before, { kind: "refresh" }), ...(staging.history ?? [])]),
    "staging: somebody has worked on it since it was examined",
  ],
  [
    "an edited state",
    ({ staging }) =>
      (staging.state = { deployment: { ...state.deployment, manifest: { time: "2026-01-01T00:00:01Z" } } }),
    "staging: somebody has worked on it since it was examined",
  ],
  [
    "an edited file",
    ({ means }) => (means.readCheckout = async () => ({ head: commit, changes: ["infra/index.ts"], hidden: [] })),
    "working tree: infra/index.ts: changed since it was examined",
  ],
  [
    "another commit",
    ({ means }) => (means.readCheckout = async () => ({ head: before, changes: [], hidden: [] })),
    "working tree: another commit was checked out since it was examined",
  ],
])("%s between report and update is refused", async (_, change, told) => {
  const moved = await run(promote, (play) => {
    play.means.ask = async () => {
      change(play);
      return true;
    };
  });
  expect([moved.code, moved.ups, moved.tags]).toEqual([1, [], undefined]);
  expect(moved.stderr).toContain(told);
});

test("a report that would make the checkout unclean is refused before anything is looked at", async () => {
  const inside = run([...promote, "--yes", "--markdown", "report.md", "--json", "elsewhere.json"], ({ means }) => {
    means.changesCheckout = async (file) => file === "report.md";
    means.readCheckout = () => Promise.reject(new Error("It looks."));
  });
  await expect(inside).rejects.toThrow(
    /^--markdown: report\.md would be a change of the checkout, .*; put it into \.flex-media\/, which git ignores, or elsewhere$/,
  );
});

test("a stack that has no state yet can't have drifted, and a dry run has nobody called", async () => {
  const asked: string[] = [];
  const dry = await run([...promote, "--dry-run"], ({ staging, means }) => {
    staging.state = { deployment: { manifest: state.deployment.manifest } };
    means.driftOf = async ({ name }) => {
      asked.push(`drift of ${name}`);
      return noDrift;
    };
    means.verifyStack = async function* verify({ name }, { withoutCall }) {
      asked.push(`verification of ${name}${withoutCall ? " without a call" : ""}`);
      yield passed;
    };
  });
  expect(dry.code, dry.stderr).toBe(0);
  expect(asked.sort()).toEqual(["drift of dev", "verification of dev without a call"]);
});

test("Ctrl-C at the question changes nothing", async () => {
  const ended = await run(promote, ({ means }) => {
    means.ask = () => Promise.reject(Object.assign(new Error("closed"), { name: "ExitPromptError" }));
  });
  expect([ended.code, ended.ups, ended.tags]).toEqual([130, [], undefined]);
  expect(ended.stderr).toContain("Nothing was changed.");
});

test("an update that fails midway is told in parts, and records nothing", async () => {
  const error = { diagnosticEvent: { severity: "error", message: "error: Twilio says no\n" } };
  const half = [
    step("resourcePreEvent", "one"),
    step("resOutputsEvent", "one"),
    step("resourcePreEvent", "two"),
    error,
  ];
  const broken = await run([...promote, "--yes"], ({ staging }) => (staging.up = { events: half, code: 255 }));
  expect(broken.code).toBe(1);
  expect(Object.keys(broken.tags ?? {})).toEqual(["flex-media:at-work"]);
  expect(broken.stderr).toContain("did not come to its end; nothing is recorded.\n  - Twilio says no\n");
  expect(broken.stderr).toContain("Done:\n  - update one (twilio:studio:Flow)\n");
  expect(broken.stderr).toContain("Not done:\n  - update two (twilio:studio:Flow)\n");
});

test("a policy that objects in the middle of an update is told", async () => {
  const policyEvent = {
    resourceUrn: urn("two"),
    policyName: "flow-media-valid",
    enforcementLevel: "mandatory",
    message: "Flows are valid.\ntwo.definition: is wrong",
  };
  const stopped = await run([...promote, "--yes"], ({ staging }) => {
    staging.up = { events: [step("resOutputsEvent", "one"), { policyEvent }], code: 255 };
  });
  expect(stopped.stderr).toContain("flow-media-valid: two.definition: is wrong");
});
