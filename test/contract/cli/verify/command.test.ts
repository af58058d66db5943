import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { CommandContext } from "../../../../cli/commands/context.ts";
import { program } from "../../../../cli/commands/program.ts";
import { Cleanup, temporaryFolder } from "../../local-aws/fixture.ts";
import { type Account, broughtUp, nowhere } from "./account.ts";

const cleanup = new Cleanup();
let it: Account;
let folder: string;
beforeEach(async () => {
  onTestFinished(() => cleanup.run());
  folder = await temporaryFolder(cleanup);
  it = await broughtUp(cleanup, await nowhere(cleanup));
});

async function run(line: string, environment: NodeJS.ProcessEnv = {}, stop = new AbortController().signal) {
  const stdout: string[] = [];
  let code = 0;
  const context = {
    stack: async () => it.stack({}, environment),
    stdout: { write: (text: string) => stdout.push(text) > 0 },
    stop,
    setExitCode: (set: number) => {
      code = set;
    },
    tuning: { poll: 10 },
  } as unknown as CommandContext;
  await program(context)
    .exitOverride()
    .parseAsync(["verify", ...line.split(" ")], { from: "user" });
  return { code, lines: stdout.join("").split("\n") };
}

test("a check is a line, the last line counts and names, and exit code 2 says that one has failed", async () => {
  const json = join(folder, "checks.json");
  const { code, lines } = await run(`--stack tests --json ${json}`);
  expect(code).toBe(2);
  expect(lines[0]).toMatch(/^✓ Flex Configuration {20}\s+\d+ ms {2}native recording off, web attachments as declared$/);
  expect(lines).toContainEqual(expect.stringMatching(/^✗ bucket: anonymous list .*ECONNREFUSED/));
  expect(lines).toContainEqual(expect.stringMatching(/^– probe .*probe is none$/));
  expect(lines.at(-2)).toBe(
    "7 passed, 6 failed (url_provider: no token, url_provider: foreign page, url_provider: https://flex.twilio.com, " +
      "archive: no signature, bucket: anonymous list, bucket: anonymous read), 3 skipped (probe, media authentication, playback)",
  );
  const { checks, ...rest } = JSON.parse(await readFile(json, "utf8"));
  expect(rest).toEqual({ stack: "tests", passed: 7, failed: 6, warned: 0, skipped: 3 });
  expect(checks).toHaveLength(16);
  expect(checks[0]).toEqual({
    name: "Flex Configuration",
    outcome: "passed",
    milliseconds: expect.any(Number),
    detail: expect.any(String),
  });
});

test("what is wrong with the command line is told at once, before anything is tried", async () => {
  await expect(run("--time-limit 5")).rejects.toThrow(
    "--stack: is missing; name the stack that is up\n--time-limit: is no whole number from 10 to 3600; give one",
  );
  await expect(run("--stack tests", { FLEX_TOKEN: "a b" })).rejects.toThrow(/^FLEX_TOKEN: is no token/);
  await expect(run(`--stack tests --json ${join(folder, "no/where.json")}`)).rejects.toThrow(
    /^--json: .*can't be written/,
  );
  expect(it.twilio.control.requests.list().filter(({ method }) => method === "GET")).toEqual([]);
});

test("a stack that is not up is an error that says what to do", async () => {
  const bare = { ...it.stack(), pulumi: async () => ({ code: 0, stdout: "{}", stderr: "" }) };
  it = { ...it, stack: () => bare };
  await expect(run("--stack tests")).rejects.toThrow(
    /^--stack: tests has nothing to verify, as its outputs lack accountSid, .*up --stack tests` first$/,
  );
});

test("Ctrl-C ends it with its own exit code, and leaves no half file", async () => {
  const stop = new AbortController();
  stop.abort(new Error("interrupted"));
  const json = join(folder, "checks.json");
  const { code } = await run(`--stack tests --json ${json}`, {}, stop.signal);
  expect(code).toBe(130);
  await expect(readFile(json)).rejects.toThrow("ENOENT");
});

test("what is not done in time has failed, and is told", async () => {
  it.twilio.control.faults.add({ host: "studio.twilio.com", delayMs: 60_000, times: 1000 });
  const checks = await it.checks({}, { timeLimit: 10_000 });
  const detail = (name: string) => checks.find((check) => check.name === name)?.detail;
  expect(detail("Flex Configuration")).toMatch(/as declared$/);
  expect(detail("one recording mechanism")).toMatch(/^was not done within 10 s; give more by --time-limit/);
  expect(detail("voice flow")).toMatch(/^was not begun within 10 s; /);
  expect(checks.at(-1)).toMatchObject({ name: "playback", outcome: "failed" });
});
