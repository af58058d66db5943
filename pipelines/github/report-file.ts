import { readFile } from "node:fs/promises";

/** A report that an earlier step wrote; undefined where it came to none. */
export async function readReport(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Where more is to be read. */
export function runLink(runUrl: string | undefined): string {
  return runUrl === undefined ? "The pipeline's log has more." : `[The run](${runUrl}) has more.`;
}
