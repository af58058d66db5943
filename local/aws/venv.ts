import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../cache.ts";
import { Mendable } from "../engine/mendable.ts";
import { isErrno } from "../errno.ts";

const run = promisify(execFile);
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const OLDEST_PYTHON = [3, 10] as const;
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Says that Python, or a part of it that MiniStack needs, is not on this machine, and how to get it. */
export class PythonMissing extends Mendable {
  override name = "PythonMissing";
}

export interface MiniStackInstallOptions {
  /** Receives a line when something takes long enough to be worth one. */
  report?: (line: string) => void;
  /** The Python to build on; a command on PATH, or a path. */
  python?: string;
}

/**
 * Installs MiniStack, as pinned in `requirements.txt`, into a virtual environment in the machine's cache, unless it
 * is there already. Returns the path of the environment's Python. Safe to call from several processes at once.
 */
export async function ensureMiniStack(options: MiniStackInstallOptions = {}): Promise<string> {
  const python = options.python ?? "python3";
  const [requirements, interpreter] = await Promise.all([readFile(REQUIREMENTS), probePython(python)]);
  const key = createHash("sha256").update(requirements).update(interpreter).digest("hex").slice(0, 16);
  const published = cacheFolder(`ministack-${key}`);
  if (!existsSync(pythonIn(published))) {
    options.report?.("Installing MiniStack, the local AWS emulator (once on this machine)…");
    await buildAndPublish(python, published);
  }
  return pythonIn(await realpath(published));
}

function pythonIn(environment: string): string {
  return join(environment, "bin", "python");
}

/** What the environment is bound to: version, place of the interpreter, kind of machine. */
async function probePython(python: string): Promise<string> {
  const code = [
    "import sys, platform",
    "print(sys.version_info[0], sys.version_info[1], sep='.')",
    "print(sys.version, sys.base_prefix, platform.machine(), sep='\\n')",
    "import ssl, venv, ensurepip",
  ].join("\n");
  try {
    const { stdout } = await run(python, ["-c", code]);
    refuseOldPython(stdout);
    return stdout;
  } catch (error) {
    if (error instanceof PythonMissing) throw error;
    refuseOldPython(outputOf(error, "stdout"));
    const missingModule = /No module named '([\w.]+)'/.exec(outputOf(error, "stderr"))?.[1];
    throw new PythonMissing(
      missingModule === undefined
        ? `Python 3 was not found (${python}): ${howToGetPython}`
        : `Python 3 lacks its module ${missingModule}: ${howToGetPython}`,
      { cause: error },
    );
  }
}

const howToGetPython =
  "it runs MiniStack, the local AWS emulator; install Python 3.10 or later with venv (Debian, Ubuntu: " +
  "apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install python).";

function refuseOldPython(probed: string): void {
  const [major = 0, minor = 0] = (probed.split("\n")[0] ?? "").split(".").map(Number);
  const isOld = major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]);
  if (probed !== "" && isOld) throw new PythonMissing(`Python ${major}.${minor} is too old: ${howToGetPython}`);
}

/**
 * A virtual environment holds its own absolute path, so it can't be built aside and renamed. It is built under a name
 * of its own instead, and a symbolic link, which is made in one step, publishes it: whoever comes second uses the first.
 */
async function buildAndPublish(python: string, published: string): Promise<void> {
  await mkdir(dirname(published), { recursive: true });
  await removeAbandoned(published);
  const built = `${published}.${randomBytes(4).toString("hex")}`;
  try {
    await run(python, ["-m", "venv", built]);
    await run(
      pythonIn(built),
      ["-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "--no-deps", "-r", REQUIREMENTS],
      { env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: "1" } },
    );
    await publish(built, published);
  } catch (error) {
    await rm(built, { recursive: true, force: true });
    if (isErrno(error, "EEXIST") && existsSync(pythonIn(published))) return;
    const reason = lastLine(outputOf(error, "stderr")) || String(error);
    throw new Mendable(
      `MiniStack, the local AWS emulator, could not be installed (${reason}). It comes from the Python package index: ` +
        "see that this machine reaches it, directly or by pip's settings.",
      { cause: error },
    );
  }
}

/** Never takes away a link that leads to something: somebody else may just have made it. */
async function publish(built: string, published: string): Promise<void> {
  try {
    await symlink(basename(built), published);
  } catch (error) {
    if (!isErrno(error, "EEXIST") || existsSync(pythonIn(published))) throw error;
    // It leads nowhere; another takes its place in one step.
    await symlink(basename(built), `${built}.link`);
    await rename(`${built}.link`, published);
  }
}

/** Builds that were interrupted leave their folder behind. */
async function removeAbandoned(published: string): Promise<void> {
  const root = dirname(published);
  const inUse = await realpath(published).catch(() => undefined);
  for (const name of await readdir(root)) {
    const folder = join(root, name);
    if (!name.startsWith(`${basename(published)}.`) || folder === inUse) continue;
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(folder, { recursive: true, force: true });
  }
}

function outputOf(error: unknown, stream: "stdout" | "stderr"): string {
  const output =
    error instanceof Error ? (error as Error & Partial<Record<typeof stream, unknown>>)[stream] : undefined;
  return typeof output === "string" ? output : "";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
