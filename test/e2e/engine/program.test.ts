import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, UP, type Workspace } from "./workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.remove());

describe("a program", () => {
  it("gets its configuration and place, prints its lines and gives its outputs", async () => {
    await workspace.makeStack("program", { greeting: "good day" });
    const secret = await workspace.pulumi("program", ["config", "set", "--secret", "token", "s3cret"]);
    expect(secret.code, secret.stderr).toBe(0);

    const up = await workspace.pulumi("program", UP);
    expect(up.code, up.stdout + up.stderr).toBe(0);
    expect(up.stdout).toContain("The program says hello.");
    expect(up.stdout).toContain("The program complains.");
    expect(up.stdout + up.stderr).not.toContain("s3cret");
    expect(up.stdout + up.stderr).not.toContain("warning");

    const outputs = await workspace.pulumi("program", ["stack", "output", "--json", "--show-secrets"]);
    expect(JSON.parse(outputs.stdout)).toEqual({
      greeting: "good day",
      token: "s3cret",
      where: "organization/engine-program/dev",
      preview: false,
      folder: join(workspace.folder, "program/infra"),
      nodeArguments: ["--title=flex media"],
      nodePath: expect.stringContaining("node_modules"),
    });
    const hidden = await workspace.pulumi("program", ["stack", "output", "token"]);
    expect(hidden.stdout.trim()).toBe("[secret]");
  });

  it("knows when it is only previewed", async () => {
    const preview = await workspace.pulumi("program", ["preview", "--diff"]);
    expect(preview.code, preview.stderr).toBe(0);
    expect(preview.stdout).toMatch(/preview *: false => true/);
  });

  it("is described by `pulumi about`, with the Node.js that the project brings", async () => {
    const about = await workspace.pulumi("program", ["about", "--json"]);
    expect(about.code, about.stderr).toBe(0);
    const { runtime, cliAbout, plugins } = JSON.parse(about.stdout);
    expect(runtime).toMatchObject({
      language: "nodejs",
      executable: join(workspace.folder, "node_modules/.bin/node"),
      version: process.version,
      packagemanager: "npm",
    });
    expect(cliAbout.version).toBe(workspace.engine.version);
    expect(plugins).toContainEqual(expect.objectContaining({ name: "nodejs", kind: "language" }));
  });
});

it("is written for a program in Pulumi's own language", async () => {
  const written = await workspace.pulumi("written-program", [
    ...["convert", "--from", "pcl", "--language", "nodejs", "--out", "written", "--generate-only"],
  ]);
  expect(written.code, written.stdout + written.stderr).toBe(0);
  const program = await readFile(join(workspace.folder, "written-program/written/index.ts"), "utf8");
  expect(program).toContain('export const greeting = "hi";');
});

describe("a failing program", () => {
  beforeAll(() => workspace.makeStack("failing"));

  it("shows its stack trace", async () => {
    const up = await workspace.pulumi("failing", UP);
    expect(up.code).not.toBe(0);
    expect(up.stdout).toMatch(/Error: The bridge is out\.\n *at breakOnPurpose .*index\.ts:4:9/);
    expect(up.stdout).not.toContain("exit code");
  });

  it("shows only the message of an error that is meant for the user", async () => {
    const up = await workspace.pulumi("failing", UP, { env: { FAIL_AS: "user" } });
    expect(up.code).not.toBe(0);
    expect(up.stdout).toContain("error: settings.bucket: is missing; set it with `pulumi config set bucket`.");
    expect(up.stdout).not.toMatch(/\bat .*index\.ts/);
    expect(up.stdout).not.toContain("exit code");
  });

  it("names an exit code that nothing explains", async () => {
    const up = await workspace.pulumi("failing", UP, { env: { FAIL_AS: "exit" } });
    expect(up.code).not.toBe(0);
    expect(up.stdout).toContain("Program exited with non-zero exit code: 7");
  });

  it("says so when its memory was too small", async () => {
    await writeProject(
      "failing",
      "runtime: { name: nodejs, options: { typescript: false, nodeargs: --max-old-space-size=60 } }",
    );
    const up = await workspace.pulumi("failing", UP, { env: { FAIL_AS: "memory" } });
    expect(up.code).not.toBe(0);
    expect(up.stdout).toContain("It ran out of memory: set `nodeargs: --max-old-space-size=<megabytes>`");
  });

  it.each([
    ["typescript: maybe", "runtime.options.typescript: must be a boolean, is maybe"],
    ["nodeargs: 5", "runtime.options.nodeargs: must be a string, is 5"],
    ["packagemanager: apt", 'runtime.options.packagemanager: must be auto, npm, yarn, pnpm or bun, is "apt"'],
  ])("is refused with the option %s", async (option, message) => {
    await writeProject("failing", `runtime: { name: nodejs, options: { ${option} } }`);
    const up = await workspace.pulumi("failing", UP);
    expect(up.code).not.toBe(0);
    expect(up.stdout).toContain(message);
  });
});

it("a program without the Pulumi SDK is told to install it", async () => {
  const bare = await makeWorkspace({ linkPackages: false });
  try {
    await bare.makeStack("failing");
    const up = await bare.pulumi("failing", UP);
    expect(up.code).not.toBe(0);
    expect(up.stdout).toMatch(/@pulumi\/pulumi\/cmd\/run is not installed for .*: run `npm install`/);
  } finally {
    await bare.remove();
  }
});

async function writeProject(fixture: string, runtime: string): Promise<void> {
  const file = join(workspace.folder, fixture, "Pulumi.yaml");
  await writeFile(file, `name: engine-${fixture}\n${runtime}\n`);
}
