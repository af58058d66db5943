import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandContext } from "../../../../cli/commands/context.ts";
import { program } from "../../../../cli/commands/program.ts";
import type { PulumiResult } from "../../../../local/engine/run.ts";
import { exported, printed, recorded, stackThat, summary, told, violation } from "./stack.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-changes-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command as it is run on a command line, but for the process and Pulumi. */
async function run(line: string, prints: Record<string, Partial<PulumiResult>>) {
  const stdout: string[] = [];
  let code = 0;
  const { stack } = stackThat(prints);
  const context = {
    stack: async () => stack,
    stdout: { write: (text: string) => stdout.push(text) > 0 },
    stop: new AbortController().signal,
    setExitCode: (set: number) => {
      code = set;
    },
  } as unknown as CommandContext;
  await program(context).exitOverride().parseAsync(line.split(" "), { from: "user" });
  return { code, stdout: stdout.join("") };
}

const fine = { stdout: printed(summary) };
const refused = { code: 1, stdout: printed(violation("mandatory"), told("error", "preview failed"), summary) };
const drifted = { stack: exported(), refresh: { stdout: recorded("drift") } };

test.each([
  ["drift --stack dev", { stack: exported(), refresh: fine }, 0],
  ["drift --stack dev", drifted, 2],
  ["policy --stack dev", { preview: fine }, 0],
  ["policy --stack dev", { preview: { stdout: printed(violation("advisory"), summary) } }, 0],
  ["policy --stack dev", { preview: refused }, 2],
  ["report --stack dev", { preview: fine }, 0],
  ["report --stack dev", { preview: refused }, 2],
])("`%s` ends with a code for pipelines", async (line, prints, code) => {
  const end = await run(line, prints);
  expect(end.code).toBe(code);
  expect(end.stdout).toMatch(/dev/);
});

test("what is found is written as JSON and Markdown too, without flows' definitions", async () => {
  const [json, markdown] = [join(folder, "drift.json"), join(folder, "drift.md")];
  await run(`drift --stack dev --json ${json} --markdown ${markdown}`, drifted);
  const read = JSON.parse(await readFile(json, "utf8"));
  expect(read).toMatchObject({ stack: "dev", drift: true });
  expect(read.changes).toHaveLength(9);
  for (const change of read.changes) expect(change).not.toHaveProperty("flow");
  expect(await readFile(markdown, "utf8")).toContain("| **deleted elsewhere** |");
});

test("verification that failed is told, and is an exit code", async () => {
  const file = join(folder, "verified.json");
  const check = { name: "bucket", outcome: "failed", detail: "can be read by anybody", milliseconds: 3 };
  await writeFile(file, JSON.stringify({ checks: [check] }));
  const end = await run(`report --stack dev --verification ${file}`, { preview: fine });
  expect(end.stdout).toContain("failed bucket: can be read by anybody");
  expect(end.code).toBe(2);
  await writeFile(file, "{}");
  await expect(run(`report --stack dev --verification ${file}`, { preview: fine })).rejects.toThrow("holds no checks");
});

test("a preview that fails takes the place of the comment before it", async () => {
  const markdown = join(folder, "failed.md");
  const failing = { preview: { code: 1, stderr: "error: twilio:accountSid: is missing" } };
  await expect(run(`report --stack dev --markdown ${markdown}`, failing)).rejects.toThrow("is missing");
  expect(await readFile(markdown, "utf8")).toContain("`twilio:accountSid: is missing`");
});

test("wrong options and files that can't be written are told, and nothing is left behind", async () => {
  await expect(run("drift", drifted)).rejects.toThrow("--stack: is missing; name the stack to look at");
  const nowhere = join(folder, "nowhere", "a.md");
  await expect(run(`drift --stack dev --markdown ${nowhere}`, drifted)).rejects.toThrow("--markdown: ");
  await expect(run(`drift --stack dev --json ${nowhere}`, drifted)).rejects.toThrow("--json: ");
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});
