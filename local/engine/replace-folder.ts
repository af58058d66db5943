import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { isErrno } from "../errno.ts";

/**
 * Puts a finished folder in the place of another, or of nothing: whoever looks finds the old one or the new one,
 * whole. Both must be on the same file system. Where another process puts its own there first, that one stays.
 */
export async function replaceFolder(finished: string, place: string): Promise<void> {
  const old = `${place}.${randomBytes(4).toString("hex")}.old`;
  await rename(place, old).catch(ignore("ENOENT"));
  await rename(finished, place).catch(ignore("ENOTEMPTY", "EEXIST"));
  await rm(finished, { recursive: true, force: true });
  await rm(old, { recursive: true, force: true });
}

function ignore(...codes: string[]) {
  return (error: unknown) => {
    if (!isErrno(error, ...codes)) throw error;
  };
}
