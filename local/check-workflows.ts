/** Holds `.github/workflows` to actionlint and to rules of our own: pins, permissions, concurrency, credentials. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { orExplain } from "./engine/entry.ts";
import { Mendable } from "./engine/mendable.ts";
import { progressOn } from "./engine/progress.ts";
import { PROJECT_FOLDER } from "./engine/project.ts";
import { isErrno } from "./errno.ts";
import { findActionlint, runActionlint } from "./workflows/actionlint.ts";
import { judge } from "./workflows/rules/index.ts";
import { WorkflowFile } from "./workflows/workflow-file.ts";

const folder = ".github/workflows";

await orExplain(async () => {
  const names = (await listed(join(PROJECT_FOLDER, folder))).filter((name) => /\.ya?ml$/.test(name)).sort();
  const files = names.map((name) => `${folder}/${name}`);
  // A copy of the project may come without them.
  if (files.length === 0) return;
  const workflows = await Promise.all(
    files.map(async (file) => new WorkflowFile(file, await readFile(join(PROJECT_FOLDER, file), "utf8"))),
  );
  const progress = progressOn(process.stderr);
  const actionlint = await findActionlint({ report: progress.report }).finally(progress.end);
  const findings = [...(await runActionlint(actionlint, files)), ...judge(workflows)];
  if (findings.length === 0) return;
  const lines = findings
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
    .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  throw new Mendable(lines.join("\n"));
});

async function listed(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}
