import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { StackDrift } from "../../../../cli/changes/index.ts";
import { Mendable } from "../../../../local/engine/mendable.ts";
import { before, commit, failed, noDrift, preview, rollback, run } from "./played.ts";
import { entry } from "./stack.ts";

const recorded = {
  "flex-media:commit": before,
  "flex-media:verification": "passed",
  "flex-media:previous-commit": commit,
  "flex-media:promoted-from": "dev",
};

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
    means.readCheckout = async () => ({ head: "c".repeat(40), changes: ["new"], hidden: [] });
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

const flex = {
  urn: "",
  type: "twilio:flex:Configuration",
  name: "flex",
  provider: "twilio",
  operation: "update",
  id: undefined,
  properties: [{ path: "files", before: "2", after: "7", replaces: false }],
  flow: undefined,
  isRetained: false,
} as const;

test("drift stands in no way back, and is told with what lets the report show it", async () => {
  const [markdown, told] = [
    join(await folderOf(), "report.md"),
    "Changed behind the back of staging, which this update",
  ];
  const back = await run([...rollback, "--yes", "--markdown", markdown], ({ staging, means }) => {
    staging.tags = recorded;
    staging.history = [entry(before)];
    means.driftOf = async () => ({ ...noDrift, changes: [flex] });
    means.verifyStack = async function* verify() {
      yield failed;
    };
  });
  expect([back.code, back.ups.length]).toEqual([2, 1]);
  expect(back.stdout).toContain(told);
  expect(back.stdout).toContain("`npm run pulumi -- refresh --stack staging`, which writes the stack's state alone");
  expect(back.stdout).toContain("  - flex (twilio:flex:Configuration) was changed: files from 2 to 7\n");
  expect(await readFile(markdown, "utf8")).toContain(told);
  expect(back.stderr).toContain("`npm run pulumi -- up --refresh --stack staging` puts right");
});

const code = {
  ...flex,
  type: "aws:lambda/function:Function",
  name: "playback",
  provider: "aws",
  properties: [{ path: "codeSha256", before: "contents 1", after: "contents 2", replaces: false }],
} as const;
const rotation = "Value of secret twilio: another value is in use than the stack wrote";
const neither = "Changed behind the back of staging, which this update neither sees nor undoes";

test.each<[string, Partial<StackDrift>, string[]]>([
  [
    "other code of a function, which a refresh hides",
    { changes: [code] },
    [
      `${neither}\n`,
      "contents 1 to contents 2; an `up` brings back no code, as",
      "; a refresh hides it from every later report\n",
    ],
  ],
  [
    "other code beside what a refresh lets the report show",
    { changes: [code, flex] },
    [`${neither}; \`npm run pulumi -- refresh`, "; a refresh hides it from every later report\n"],
  ],
  ["a secret's other value, which is no drift", { rotated: [rotation] }, [`${neither}\n  - ${rotation}\n`]],
  [
    "a secret's other value beside drift",
    { changes: [flex], rotated: [rotation] },
    ["; `npm run pulumi -- refresh", rotation],
  ],
])("a rollback's report tells %s", async (_, found, told) => {
  const report = await run([...rollback, "--dry-run"], ({ staging, means }) => {
    staging.tags = recorded;
    staging.history = [entry(before)];
    means.driftOf = async () => ({ ...noDrift, ...found });
  });
  expect(report.code, report.stderr).toBe(0);
  for (const text of told) expect(report.stdout).toContain(text);
});

test("an account that can't be asked for drift stands in no way back either", async () => {
  const back = await run([...rollback, "--yes"], ({ staging, means }) => {
    staging.tags = recorded;
    staging.history = [entry(before)];
    means.driftOf = () => Promise.reject(new Mendable("twilio: credentials were revoked"));
  });
  expect(back.code, back.stderr).toBe(0);
  expect(back.stdout).toContain("  - can't be told: twilio: credentials were revoked");
});

test("what a command lacks is told at once", async () => {
  await expect(run(["promote", "--patience", "long"])).rejects.toThrow(/^--from: .*\n--to: .*\n--patience: /);
  await expect(run(["rollback"])).rejects.toThrow("--stack: is missing");
});

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-rollback-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
