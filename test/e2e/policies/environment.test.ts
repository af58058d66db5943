import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import type { PulumiResult } from "../../../local/engine/run.ts";
import { makeWorkspace, type Workspace } from "../engine/workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.makeStack("notes-program", { text: "hello" });
});
afterAll(() => workspace?.remove());

/** Previews a program that has nothing to do with the pack, with this as the environment. */
async function preview(environment: unknown): Promise<PulumiResult> {
  const file = join(workspace.folder, "environment.json");
  await writeFile(file, JSON.stringify(environment));
  const pack = ["--policy-pack", join(PROJECT_FOLDER, "policies"), "--policy-pack-config", file];
  return await workspace.pulumi("notes-program", ["preview", ...pack]);
}

test("an environment is taken, and what it passes over is what Pulumi doesn't know", async () => {
  const known = { all: "advisory", "attachment-limits": { mostFiles: 3, enforcementLevel: "mandatory" } };
  const { code, stdout, stderr } = await preview({ ...known, "no-such-policy": "mandatory" });
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain("flex-media@");
});

test.each([
  [{ "attachment-limits": { mostFiles: "many" } }, "attachment-limits: mostFiles: Invalid type. Expected: integer"],
  [{ "attachment-limits": { mostFiles: 11 } }, "attachment-limits: mostFiles: Must be less than or equal to 10"],
  [{ "attachment-limits": { extensions: [".EXE"] } }, "attachment-limits: extensions.0: Does not match pattern"],
  [{ "recording-on": "loose" }, 'parsing enforcement level for "recording-on": "loose" is not a valid'],
])("%j is refused before anything is looked at", async (environment, words) => {
  const { code, stdout, stderr } = await preview(environment);
  expect(code).not.toBe(0);
  expect(stdout + stderr).toContain(words);
  expect(stdout).not.toContain("notes:index:Note");
});
