import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../../local/engine/command.ts";

const project = join(import.meta.dirname, "../../..");

/** Runs a program of pipelines/github as its script does, with nothing of this process's environment but PATH. */
export function runStep(program: string, args: readonly string[], env: Record<string, string>): Promise<CommandResult> {
  const path = join(project, "pipelines/github", program);
  return runCommand(process.execPath, [path, ...args], { cwd: project, env: { PATH: process.env.PATH, ...env } });
}

/** Writes a report for the while of a step. */
export async function withReport<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-report-"));
  try {
    const file = join(folder, "report.md");
    await writeFile(file, text);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
