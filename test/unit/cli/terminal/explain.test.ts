import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { explanationOf } from "../../../../cli/terminal/explain.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "flex-media-explain-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function errorOf(attempt: Promise<unknown>): Promise<unknown> {
  return await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("a file of this machine is no fault of AWS", async () => {
  const here = await folder();
  const file = join(here, "a file");
  await writeFile(file, "");
  const missing = join(here, "missing/file");
  expect(explanationOf(await errorOf(readFile(here)))).toContain(": can't be read or written (EISDIR); it is a folder");
  expect(explanationOf(await errorOf(writeFile(missing, "")))).toBe(
    `${missing}: can't be read or written (ENOENT); look whether it should be there, then run the command again`,
  );
  expect(explanationOf(await errorOf(writeFile(join(file, "within"), "")))).toMatch(
    /within: can't be read or written \(ENOTDIR\); part of it is no folder/,
  );
});

/** As Node makes them where they can't be provoked by everybody, such as root. */
function systemError(code: string, syscall: string, more: object = {}): Error {
  return Object.assign(new Error(`${code}: refused, ${syscall}`), { code, syscall, errno: -1, ...more });
}

test.each([
  [systemError("EACCES", "open", { path: "/p" }), "/p: can't be read or written (EACCES); mend its permissions, then"],
  [systemError("EROFS", "mkdir", { path: "/p" }), "/p: can't be read or written (EROFS); name a place that is not"],
  [systemError("ENOSPC", "write"), "A file: can't be read or written (ENOSPC); make room on its disk, then"],
  [systemError("EIO", "read", { path: "/p" }), "/p: can't be read or written (EIO); look at it, then run the command"],
])("%s", (error, line) => {
  expect(explanationOf(error)).toContain(line);
});

test("what can't be started is a program, and what can't be reached is no file", async () => {
  const nothing = join(await folder(), "nothing");
  const [unstarted] = await once(spawn(nothing), "error");
  expect(explanationOf(unstarted)).toBe(
    `${nothing}: can't be started (ENOENT); install it, or mend its permissions, then run the command again`,
  );
  const [refused] = await once(connect(nothing), "error");
  for (const error of [refused, systemError("EPIPE", "write")]) {
    expect(explanationOf(error)).toMatch(/^AWS: E[A-Z]+; look whether it can be reached/);
  }
});
