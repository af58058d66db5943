import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrno } from "../errno.ts";
import { isAlive } from "../is-alive.ts";

const RETRY_MS = 250;

/**
 * Does some work while no other process does work under the same lock file. A lock of a process that died counts for
 * nothing. In the one case that this can't exclude (two processes find the same dead lock at the same moment), work
 * is done twice: so it has to be harmless twice.
 *
 * @param waiting called before every further wait, with the process that has the lock
 */
export async function withLock<T>(path: string, waiting: (holder: number) => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  while (!(await take(path))) {
    const holder = await holderOf(path);
    if (holder === "dead") await rm(path, { force: true });
    if (typeof holder === "string") continue;
    waiting(holder);
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** A lock says whose it is from its first moment on: it is written elsewhere, and then linked to its place. */
async function take(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}-${randomUUID()}.lock`;
  try {
    await writeFile(draft, String(process.pid));
    await link(draft, path);
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The living process that holds the lock, or why none does. */
async function holderOf(path: string): Promise<number | "released" | "dead"> {
  try {
    const pid = Number(await readFile(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : "dead";
  } catch (error) {
    if (isErrno(error, "ENOENT")) return "released";
    throw error;
  }
}
