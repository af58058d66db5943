import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StackPreview } from "../../../../cli/changes/index.ts";
import type { CommandContext } from "../../../../cli/commands/context.ts";
import type { DeliveryMeans } from "../../../../cli/commands/delivery.ts";
import { promoteCommand } from "../../../../cli/commands/promote.ts";
import { rollbackCommand } from "../../../../cli/commands/rollback.ts";
import type { StackCheck } from "../../../../cli/verify/index.ts";
import { Mendable } from "../../../../local/engine/mendable.ts";
import { type Answers, entry, stackThatAnswers } from "./stack.ts";

const [commit, before] = ["a".repeat(40), "b".repeat(40)];
const urn = (name: string) => `urn:pulumi:staging::flex-media::twilio:studio:Flow::${name}`;
const state = { deployment: { manifest: { time: "2026-01-01T00:00:00Z" }, resources: [{}] } };
const passed: StackCheck = { name: "flow", outcome: "passed", detail: "is published" };
const failed: StackCheck = { name: "flow", outcome: "failed", detail: "is gone" };

const preview: StackPreview = {
  stack: "staging",
  changes: ["one", "two"].map((name) => ({
    urn: urn(name),
    type: "twilio:studio:Flow",
    name,
    provider: "twilio",
    operation: "update",
    id: undefined,
    properties: [],
    flow: undefined,
    isRetained: false,
  })),
  unchanged: 3,
  violations: [],
  warnings: [],
};

function step(kind: "resourcePreEvent" | "resOutputsEvent", name: string): object {
  const states = { old: { custom: true }, new: { custom: true } };
  return { [kind]: { metadata: { op: "update", urn: urn(name), type: "twilio:studio:Flow", ...states } } };
}

const summary = { summaryEvent: { result: "succeeded", PolicyPacks: { "flex-media": "0" } } };
const whole = [
  ...["one", "two"].flatMap((name) => [step("resourcePreEvent", name), step("resOutputsEvent", name)]),
  summary,
];

function account(digit: string): object {
  return { "twilio:accountSid": { value: `AC${digit.repeat(32)}` } };
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-promote-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Play {
  staging: Answers;
  means: DeliveryMeans;
  stop: AbortController;
  /** What both stacks' commands run in. */
  environment: NodeJS.ProcessEnv;
}

/** A promotion in which all goes well, but for what the change makes of it. */
async function run(words: readonly string[], change: (play: Play) => void = () => {}) {
  const dev = stackThatAnswers({ config: account("1"), history: [entry(commit)], state }, "dev");
  const staging = stackThatAnswers(
    { config: account("2"), history: [entry(before)], state, up: { events: whole, code: 0 } },
    "staging",
  );
  const means: DeliveryMeans = {
    readCheckout: async () => ({ head: commit, changes: [] }),
    driftOf: async () => ({ ...preview, changes: [] }),
    previewOf: async () => preview,
    async *verifyStack() {
      yield passed;
    },
    isTerminal: () => true,
    ask: async () => true,
  };
  const stop = new AbortController();
  const environment = {};
  change({ staging: staging.answers, means, stop, environment });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let code: number | undefined;
  let ticks = 0;
  const context: CommandContext = {
    stack: async (name) => ({ ...(name === "dev" ? dev.stack : staging.stack), environment }),
    open: () => Promise.reject(new Error("There is no archive here.")),
    stdout,
    stderr,
    now: () => Date.parse("2026-01-02T00:00:00Z") + 1000 * ticks++,
    stop: stop.signal,
    setExitCode(given) {
      code = given;
    },
    tuning: { poll: 1 },
  };
  const [name, ...rest] = words;
  const command = name === "promote" ? promoteCommand(context, means) : rollbackCommand(context, means);
  await command.parseAsync(rest, { from: "user" });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return {
    code,
    stdout: text(stdout),
    stderr: text(stderr),
    tags: staging.answers.tags,
    ups: staging.asked.filter((asked) => asked.startsWith("up ")),
  };
}

const promote = ["promote", "--from", "dev", "--to", "staging"];
const rollback = ["rollback", "--stack", "staging"];
const recorded = {
  "flex-media:commit": before,
  "flex-media:verification": "passed",
  "flex-media:previous-commit": commit,
  "flex-media:promoted-from": "dev",
};

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
    "staging: somebody else has worked on it since the report",
  ],
  [
    "somebody's refresh",
    ({ staging }) => (staging.history = [entry(before, { kind: "refresh" }), ...(staging.history ?? [])]),
    "staging: somebody else has worked on it since the report",
  ],
  [
    "an edited state",
    ({ staging }) =>
      (staging.state = { deployment: { ...state.deployment, manifest: { time: "2026-01-01T00:00:01Z" } } }),
    "staging: somebody else has worked on it since the report",
  ],
  [
    "an edited file",
    ({ means }) => (means.readCheckout = async () => ({ head: commit, changes: ["infra/index.ts"] })),
    "working tree: has changed since the report",
  ],
  [
    "another commit",
    ({ means }) => (means.readCheckout = async () => ({ head: before, changes: [] })),
    "working tree: has changed since the report",
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

test("an update that fails midway is told in parts, and records nothing", async () => {
  const error = { diagnosticEvent: { severity: "error", message: "error: Twilio says no\n" } };
  const half = [
    step("resourcePreEvent", "one"),
    step("resOutputsEvent", "one"),
    step("resourcePreEvent", "two"),
    error,
  ];
  const broken = await run([...promote, "--yes"], ({ staging }) => (staging.up = { events: half, code: 255 }));
  expect([broken.code, broken.tags]).toEqual([1, undefined]);
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

/** What verification finds, one time after the other; the last one from then on. `dev` has its own. */
function finding(...times: (() => StackCheck[])[]): DeliveryMeans["verifyStack"] {
  let time = 0;
  return async function* verify({ name }) {
    if (name === "dev") return yield passed;
    const found = times[Math.min(time, times.length - 1)];
    time += 1;
    yield* found?.() ?? [];
  };
}

test("what fails right after the update is verified again, as it may take a moment", async () => {
  const late = await run([...promote, "--yes"], ({ means }) => {
    means.verifyStack = finding(
      () => [failed],
      () => [passed, failed],
      () => [passed],
    );
  });
  expect([late.code, late.tags?.["flex-media:verification"]]).toEqual([0, "passed"]);
});

test.each<[string, () => StackCheck[], string]>([
  ["what fails for good", () => [passed, failed], "failed flow: is gone"],
  ["nothing that could be tried", () => [], "nothing of it could be tried"],
  [
    "outputs that can't be read",
    () => {
      throw new Mendable("--stack: staging has no outputs");
    },
    "failed verification: --stack: staging has no outputs",
  ],
])("%s is exit code 2, a record and the way back", async (_, found, told) => {
  const bad = await run([...promote, "--yes", "--patience", "1"], ({ means }) => {
    means.verifyStack = finding(found);
  });
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain(told);
  expect(bad.stderr).toContain(`Back to bbbbbbbbbb: \`git checkout --detach ${before} && npm run`);
  expect(bad.tags).toMatchObject({
    "flex-media:commit": commit,
    "flex-media:verification": "failed",
    "flex-media:previous-commit": before,
  });
});

test("an interrupt during verification leaves it recorded as not verified", async () => {
  const ended = await run([...promote, "--yes"], ({ means, stop }) => {
    means.verifyStack = finding(() => {
      stop.abort(new Error("interrupted"));
      return [passed];
    });
  });
  expect(ended.code).toBe(130);
  expect(ended.tags).toMatchObject({ "flex-media:commit": commit, "flex-media:verification": "failed" });
});

test("an interrupt before the update is the end of it", async () => {
  const ended = run(promote, ({ means, stop }) => {
    means.ask = async () => {
      stop.abort(new Error("interrupted"));
      return true;
    };
  });
  await expect(ended).rejects.toThrow("interrupted");
});

test("a Flex token is taken for the stack whose account it is of", async () => {
  const tokens: string[] = [];
  await run([...promote, "--yes"], ({ means, environment }) => {
    Object.assign(environment, { FLEX_TOKEN: "of somebody", FLEX_TOKEN_STAGING: "of-staging" });
    means.verifyStack = async function* verify(stack, { flexToken }) {
      tokens.push(`${stack.name}: ${flexToken}`);
      yield passed;
    };
  });
  expect(tokens).toEqual(["dev: undefined", "staging: of-staging"]);
});

test("a stack goes back to what is recorded, and no way leads on from there", async () => {
  const back = await run([...rollback, "--yes"], ({ staging }) => {
    staging.tags = { ...recorded, other: "stays" };
    staging.history = [entry(before)];
  });
  expect(back.code).toBe(0);
  expect(back.tags).toEqual({
    other: "stays",
    "flex-media:commit": commit,
    "flex-media:promoted-at": expect.any(String),
    "flex-media:verification": "passed",
  });
  expect(back.stdout).not.toContain("rollback --stack");
});

test("a rollback is refused where another commit is checked out, and where a policy objects", async () => {
  const refused = await run([...rollback, "--yes"], ({ staging, means }) => {
    staging.tags = recorded;
    means.readCheckout = async () => ({ head: "c".repeat(40), changes: ["new"] });
  });
  expect([refused.code, refused.ups]).toEqual([1, []]);
  expect(refused.stderr).toContain("Nothing is rolled back on staging. 2 things stand against it:");
  const violated = await run([...rollback, "--yes"], ({ staging, means }) => {
    staging.tags = recorded;
    const violations = [{ policy: "p", level: "mandatory", resource: "r", message: "r.x: is wrong" }] as const;
    means.previewOf = async () => ({ ...preview, violations });
  });
  expect([violated.code, violated.ups]).toEqual([1, []]);
  expect(violated.stderr).toContain("staging: p: r.x: is wrong");
});

test("what a command lacks is told at once", async () => {
  await expect(run(["promote", "--patience", "long"])).rejects.toThrow(/^--from: .*\n--to: .*\n--patience: /);
  await expect(run(["rollback"])).rejects.toThrow("--stack: is missing");
});
