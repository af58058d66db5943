import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
    if (holder === undefined) {
      await rm(path, { force: true });
      continue;
    }
    waiting(holder);
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.write(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** The living process that holds the lock. */
async function holderOf(path: string): Promise<number | undefined> {
  let content = await readFile(path, "utf8").catch(() => "");
  if (content === "") {
    // It is made and filled in two steps, or was just released.
    await sleep(RETRY_MS);
    content = await readFile(path, "utf8").catch(() => "");
  }
  const pid = Number(content);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
}
