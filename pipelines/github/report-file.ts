import { readFile } from "node:fs/promises";
import { isErrno } from "../../local/errno.ts";

/** A report that an earlier step wrote; undefined where it came to none. */
export async function readReport(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Where more is to be read. */
export function runLink(runUrl: string | undefined): string {
  return runUrl === undefined ? "The pipeline's log has more." : `[The run](${runUrl}) has more.`;
}
