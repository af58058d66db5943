import { expect, test } from "vitest";
import { before, commit, preview, rollback, run } from "./played.ts";
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
