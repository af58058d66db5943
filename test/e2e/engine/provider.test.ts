import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, UP, type Workspace } from "./workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.makeStack("notes-program", { text: "hello" });
});
afterAll(() => workspace.remove());

async function say(text: string): Promise<void> {
  const set = await workspace.pulumi("notes-program", ["config", "set", "text", text]);
  expect(set.code, set.stderr).toBe(0);
}

describe("a provider run from its source", () => {
  it("creates, updates and deletes its resources", async () => {
    const created = await workspace.pulumi("notes-program", UP);
    expect(created.code, created.stdout + created.stderr).toBe(0);
    expect(created.stdout).toMatch(/length: 5/);

    await say("hello there");
    const updated = await workspace.pulumi("notes-program", UP);
    expect(updated.code, updated.stdout + updated.stderr).toBe(0);
    expect(updated.stdout).toMatch(/1 updated/);
    expect(updated.stdout).toMatch(/length: 5 => 11/);

    const destroyed = await workspace.pulumi("notes-program", ["destroy", "--yes", "--skip-preview"]);
    expect(destroyed.code, destroyed.stdout + destroyed.stderr).toBe(0);
    expect(destroyed.stdout).toMatch(/2 deleted/);
  });

  it("refuses wrong inputs", async () => {
    await say("");
    const up = await workspace.pulumi("notes-program", UP);
    expect(up.code).not.toBe(0);
    expect(up.stdout).toContain("must not be empty");
  });

  it("is named with what it printed when it dies", async () => {
    await say("crash");
    const up = await workspace.pulumi("notes-program", UP);
    expect(up.code).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("The provider gives up.");
  });
});

describe("a policy pack run from its source", () => {
  const withPolicies = ["preview", "--policy-pack", "../notes-policies"];

  it("names a violation and fails the command", async () => {
    await say("hello");
    const preview = await workspace.pulumi("notes-program", withPolicies);
    expect(preview.code).not.toBe(0);
    expect(preview.stdout).toMatch(/\[mandatory\] *note-is-polite *\(notes:index:Note: reminder\)/);
    expect(preview.stdout).toContain("A note says please, in dev.");
  });

  it("lets a compliant program pass", async () => {
    await say("please call");
    const preview = await workspace.pulumi("notes-program", withPolicies);
    expect(preview.code, preview.stdout + preview.stderr).toBe(0);
    expect(preview.stdout).toContain("notes-policies@v0.0.1");
  });
});
