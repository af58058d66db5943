import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../../../local/engine/command.ts";

const pipelines = join(import.meta.dirname, "../../../pipelines");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-scripts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (script: string, args: readonly string[], env: Record<string, string> = {}) =>
  runCommand("bash", [join(pipelines, script), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
const git = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCommand("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd: folder,
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
};

test("a step that found something goes on, with its exit code as an output; an error stays one", async () => {
  const output = join(folder, "output");
  for (const [code, ends] of [
    [0, 0],
    [2, 0],
    [1, 1],
    [130, 130],
  ] as const) {
    await writeFile(output, "");
    const { code: ended } = await run("outcome.sh", ["sh", "-c", `exit ${code}`], { GITHUB_OUTPUT: output });
    expect([ended, await readFile(output, "utf8")]).toEqual([ends, `code=${code}\n`]);
  }
  expect(await run("outcome.sh", ["sh", "-c", "exit 2"])).toMatchObject({ code: 0 });
  expect(await run("outcome.sh", [])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("COMMAND: is missing"),
  });
});

test("a summary is the report, says that there is none, and is never longer than GitHub takes", async () => {
  const [report, summary] = [join(folder, "report.md"), join(folder, "summary")];
  const summed = async () => {
    await writeFile(summary, "");
    expect(await run("summary.sh", [report], { GITHUB_STEP_SUMMARY: summary })).toMatchObject({ code: 0 });
    return await readFile(summary, "utf8");
  };
  expect(await summed()).toBe("The report could not be made; the log of this run says why.\n");
  await writeFile(report, "## dev\n\nNo change.\n");
  expect(await summed()).toBe("## dev\n\nNo change.\n");
  await writeFile(report, "📞".repeat(300_000));
  expect(await summed()).toMatch(/\n\nThe report is longer than GitHub shows\.\n$/);
  expect((await stat(summary)).size).toBeLessThan(1024 * 1024);
  expect(await run("summary.sh", [report])).toMatchObject({ code: 0, stdout: expect.stringContaining("📞") });
});

test("only a commit of the main branch is checked out", async () => {
  const scripts = join(folder, "pipelines");
  await mkdir(scripts);
  await writeFile(join(scripts, "commit.sh"), await readFile(join(pipelines, "commit.sh")));
  await git("init", "--quiet", "--initial-branch", "main");
  await git("add", ".");
  for (const message of ["first", "second"]) await git("commit", "--quiet", "--allow-empty", "-m", message);
  const first = await git("rev-parse", "HEAD~1");
  await git("update-ref", "refs/remotes/origin/main", "HEAD");
  await git("checkout", "--quiet", "-b", "feature");
  await git("commit", "--quiet", "--allow-empty", "-m", "unreviewed");
  const unreviewed = await git("rev-parse", "HEAD");
  const checkedOut = async (commit: string, env: Record<string, string> = {}) => {
    const script = join(scripts, "commit.sh");
    const { code, stderr } = await runCommand("bash", [script, commit], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    });
    return [code, stderr.split("\n").at(-1), await git("rev-parse", "HEAD")];
  };

  const noHash = "COMMIT: is no full commit hash; give its 40 hexadecimal digits, as `git rev-parse` prints them";
  for (const wrong of ["main", first.slice(0, 12), `${first}; rm -rf /`, "--orphan", `${first}\n`]) {
    expect(await checkedOut(wrong)).toEqual([1, noHash, unreviewed]);
  }
  for (const outside of [unreviewed, "f".repeat(40)]) {
    expect(await checkedOut(outside)).toEqual([
      1,
      `COMMIT: ${outside} is not in the history of main; merge it first`,
      unreviewed,
    ]);
  }
  expect(await checkedOut(first, { MAIN_BRANCH: "trunk" })).toMatchObject([
    1,
    expect.stringContaining("history of trunk"),
    unreviewed,
  ]);
  expect(await checkedOut(first)).toEqual([0, "", first]);
});

test("an AWS profile names a role and the file of the token, and none is written twice", async () => {
  const role = "arn:aws:iam::123456789012:role/flex-media-dev-read";
  expect(await run("aws-profile.sh", ["flex-media-dev", role, "/tmp/token"])).toMatchObject({ code: 0 });
  expect(await run("aws-profile.sh", ["flex-media-prod", role, "/tmp/token"])).toMatchObject({ code: 0 });
  const profile = (name: string) =>
    `[profile ${name}]\nrole_arn = ${role}\nweb_identity_token_file = /tmp/token\nrole_session_name = flex-media\n`;
  expect(await readFile(join(folder, ".aws/config"), "utf8")).toBe(
    profile("flex-media-dev") + profile("flex-media-prod"),
  );

  for (const [args, wrong] of [
    [["flex-media-dev", role, "/tmp/token"], "NAME: flex-media-dev is in"],
    [["dev]\nregion=x", role, "/tmp/token"], "NAME: is"],
    [["dev", "role/flex-media", "/tmp/token"], "ROLE_ARN: is no role's ARN"],
    [["dev", role], "TOKEN_FILE: is missing"],
  ] as const) {
    expect(await run("aws-profile.sh", args)).toMatchObject({ code: 1, stderr: expect.stringContaining(wrong) });
  }
});

test.each([
  ["report.sh", ["dev"], "FILE: is missing"],
  ["up.sh", [], "STACK: is missing"],
  ["verify.sh", [""], "STACK: is missing"],
  ["drift.sh", [], "STACK: is missing"],
  ["promote.sh", ["dev"], "TO: is missing"],
  ["promote.sh", ["dev", "prod", "report.md", "--yes"], "--yes: is unknown; the only option is --dry-run"],
  ["rollback.sh", ["prod", "report.md", "now"], "now: is unknown; the only option is --dry-run"],
])("%s %j is refused before anything is run", async (script, args, wrong) => {
  // With this in front of the real ones on PATH, whatever is run leaves a trace.
  const [bin, trace] = [join(folder, "bin"), join(folder, "trace")];
  await mkdir(bin);
  for (const name of ["npm", "node"]) {
    await writeFile(join(bin, name), `#!/bin/sh\ntouch "${trace}"\n`);
    await chmod(join(bin, name), 0o755);
  }
  const refused = await run(script, args, { PATH: `${bin}:${process.env.PATH}` });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(wrong) });
  await expect(stat(trace)).rejects.toThrow("ENOENT");
});

/** What a script gives to npm, of which this is a stand-in. */
async function npmOf(script: string, ...args: readonly string[]): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "npm"), '#!/bin/sh\necho "$*"\n');
  await chmod(join(bin, "npm"), 0o755);
  return (await run(script, args, { PATH: `${bin}:${process.env.PATH}` })).stdout;
}

test("a verification right after an up is patient", async () => {
  expect(await npmOf("verify.sh", "dev")).toBe("run --silent flex-media -- verify --stack dev --patience 60\n");
});

test("up has the policies judge, as the stack's file says where there is one", async () => {
  const up = (stack: string) => npmOf("up.sh", stack);
  const plain = "run --silent pulumi -- up --stack other --yes --non-interactive --policy-pack policies\n";
  expect(await up("other")).toBe(plain);
  const config = " --policy-pack-config policies/environments/prod.json\n";
  expect(await up("prod")).toBe(plain.replace("other", "prod").replace("\n", config));
  expect(await up("acme/flex-media/prod")).toBe(plain.replace("other", "acme/flex-media/prod").replace("\n", config));
});
