import type { Engine } from "./engine.ts";
import { type EngineSearch, findEngine } from "./find.ts";
import { Mendable } from "./mendable.ts";
import { progressOn } from "./progress.ts";

/** Finds the engine, showing on stderr what takes long. */
export async function findEngineVisibly(search: Pick<EngineSearch, "pinned"> = {}): Promise<Engine> {
  const progress = progressOn(process.stderr);
  try {
    return await findEngine({ ...search, report: progress.report });
  } finally {
    progress.end();
  }
}

/** Runs a command of ours. What the user can mend is one sentence and exit code 1, anything else keeps its stack trace. */
export async function orExplain(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!canBeMended(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function canBeMended(error: unknown): error is Error {
  if (error instanceof Mendable) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
