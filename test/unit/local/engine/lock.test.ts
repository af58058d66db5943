import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../../../../local/engine/lock.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-lock-"));
  path = join(folder, "below", "engine.lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a lock", () => {
  it("lets one work at a time and is gone afterwards", async () => {
    let working = 0;
    let most = 0;
    const holders: number[] = [];
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      // Until somebody has seen who holds it.
      while (holders.length === 0) await sleep(5);
      working -= 1;
      return "done";
    };
    const results = await Promise.all([1, 2, 3].map(() => withLock(path, (holder) => holders.push(holder), work)));
    expect(results).toEqual(["done", "done", "done"]);
    expect(most).toBe(1);
    expect(new Set(holders)).toEqual(new Set([process.pid]));
    expect(await readdir(join(folder, "below"))).toEqual([]);
  });

  it("is released when the work fails", async () => {
    const failing = withLock(
      path,
      () => {},
      () => Promise.reject(new Error("no disk")),
    );
    await expect(failing).rejects.toThrow("no disk");
    expect(await readdir(join(folder, "below"))).toEqual([]);
  });

  it.each(["a process that died", "", "nonsense"])("of %j counts for nothing", async (content) => {
    path = join(folder, "engine.lock");
    await writeFile(path, content.startsWith("a process") ? await deadPid() : content);
    const waited: number[] = [];
    const result = await withLock(
      path,
      (holder) => waited.push(holder),
      async () => "done",
    );
    expect(result).toBe("done");
    expect(waited).toEqual([]);
  });
});

async function deadPid(): Promise<string> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return String(child.pid);
}
