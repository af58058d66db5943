import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";

const run = promisify(execFile);

/** Writes, as the process ends, which modules it has loaded, a line each. */
const noted = `
import { registerHooks } from "node:module";
import { writeSync } from "node:fs";
const loaded = new Set();
registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
process.on("exit", () => writeSync(2, [...loaded].join("\\n")));
`;

async function loadedBy(...args: string[]): Promise<string[]> {
  const hooks = ["--import", `data:text/javascript,${encodeURIComponent(noted)}`];
  const { stderr } = await run(process.execPath, [...hooks, join(PROJECT_FOLDER, "cli/flex-media.ts"), ...args]);
  return stderr.split("\n");
}

test("no command waits for Pulumi's SDK that doesn't use it", async () => {
  const modules = await loadedBy("--help");
  expect(modules).toContainEqual(expect.stringMatching(/\/cli\/commands\/program\.ts$/));
  // The protocol's messages come with the kit, and are no SDK.
  expect(modules.filter((url) => /\/@pulumi\/pulumi\/(?!proto\/)|\/sdks\//.test(url))).toEqual([]);
});
