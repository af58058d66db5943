import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommandResult, RunCommand } from "../../../../local/engine/command.ts";
import { findActionlint, runActionlint } from "../../../../local/workflows/actionlint.ts";

let folder: string;
let asked: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-actionlint-"));
  asked = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const missing: CommandResult = { code: undefined, missing: true, stdout: "", stderr: "" };
const cache = (name: string) => join(folder, name);

/** A machine that has what is given, by command. */
function machine(has: Record<string, (args: readonly string[]) => Promise<CommandResult>>): RunCommand {
  return async (command, args) => {
    asked.push(command);
    return (await has[command]?.(args)) ?? missing;
  };
}
const says =
  (stdout: string, code = 0) =>
  async () => ({ code, missing: false, stdout, stderr: "" });
const go = async (args: readonly string[]) => {
  const place = args[args.indexOf("-o") + 1] ?? "";
  await writeFile(place, "");
  await chmod(place, 0o755);
  return { code: 0, missing: false, stdout: "", stderr: "" };
};

test("one on PATH is taken, where it is recent enough", async () => {
  expect(await findActionlint({ cache, run: machine({ actionlint: says("v1.8.0\ninstalled") }) })).toBe("actionlint");
  const old = machine({ actionlint: says("1.6.27\n"), go });
  expect(await findActionlint({ cache, run: old })).toContain(folder);
});

test("it is built once, and then found in the cache", async () => {
  const run = machine({ go });
  const built = await findActionlint({ cache, run });
  expect(built).toMatch(/actionlint-1\.7\.12-\w+-\w+\/actionlint$/);
  expect(await findActionlint({ cache, run })).toBe(built);
  expect(asked).toEqual(["actionlint", "go", "actionlint"]);
});

test("several processes that look at once build it once", async () => {
  const run = machine({ go });
  const found = await Promise.all([1, 2, 3].map(() => findActionlint({ cache, run })));
  expect(new Set(found).size).toBe(1);
  expect(asked.filter((command) => command === "go")).toHaveLength(1);
});

test("without it and without Go it says what to install; a failed build says why", async () => {
  await expect(findActionlint({ cache, run: machine({}) })).rejects.toThrow(
    "actionlint: 1.7.12 or later is not on PATH, and there is no Go to build it with; install either",
  );
  const failing = machine({ go: async () => ({ code: 1, missing: false, stdout: "", stderr: "no such module" }) });
  await expect(findActionlint({ cache, run: failing })).rejects.toThrow(
    "actionlint: its build from Go modules failed; mend what Go names.\n  no such module",
  );
});

test("its findings have their place; a failure of its own is no clean bill", async () => {
  const report = JSON.stringify([
    { message: "label is unknown", filepath: ".github/workflows/up.yml", line: 7, column: 14, kind: "runner-label" },
  ]);
  const run = machine({ actionlint: says(report, 1) });
  expect(await runActionlint("actionlint", [".github/workflows/up.yml"], run)).toEqual([
    { file: ".github/workflows/up.yml", line: 7, column: 14, message: "label is unknown [runner-label]" },
  ]);
  const broken = machine({ actionlint: says("", 3) });
  await expect(runActionlint("actionlint", [], broken)).rejects.toThrow("actionlint: failed");
  await expect(runActionlint("actionlint", [], machine({}))).rejects.toThrow("actionlint: failed");
});
