import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../cache.ts";
import { type RunCommand, runCommand } from "../engine/command.ts";
import { isExecutable } from "../engine/executable.ts";
import { withLock } from "../engine/lock.ts";
import { Mendable } from "../engine/mendable.ts";
import type { Report } from "../engine/progress.ts";
import { PROJECT_FOLDER } from "../engine/project.ts";
import { formatVersion, isAtLeast, parseVersion } from "../engine/version.ts";
import type { Finding } from "./workflow-file.ts";

const GO_MODULE = import.meta.dirname;
const PACKAGE = "github.com/rhysd/actionlint/cmd/actionlint";

/** GitHub knows it since May 2026, actionlint's last release is older. Our own rules hold what may stand there. */
const youngerThanActionlint = ['unexpected key "queue" for "concurrency" section'];

export interface ActionlintSearch {
  report?: Report;
  env?: NodeJS.ProcessEnv;
  run?: RunCommand;
  /** Path of a folder in the machine's cache. */
  cache?: (name: string) => string;
}

/**
 * Finds actionlint: the one on PATH where it is not older than the version that go.mod pins, the copy in the machine's cache, or
 * a build from Go modules, which goes into that cache. What npm has of it is from 2022 and refuses today's workflows.
 * @throws {Mendable} where there is none and no Go to build it with
 */
export async function findActionlint(search: ActionlintSearch = {}): Promise<string> {
  const { report = () => {}, env = process.env, run = runCommand, cache = cacheFolder } = search;
  const pinned = await pinnedVersion();
  if (await isRecent(pinned, env, run)) return "actionlint";
  const place = join(cache(`actionlint-${pinned}-${process.platform}-${process.arch}`), "actionlint");
  if (isExecutable(place)) return place;
  const waiting = (holder: number) => report("Waiting for actionlint", `process ${holder} is building it`);
  return withLock(`${dirname(place)}.lock`, waiting, async () => {
    if (!isExecutable(place)) await build(place, pinned, env, run, report);
    return place;
  });
}

async function pinnedVersion(): Promise<string> {
  const content = await readFile(join(GO_MODULE, "go.mod"), "utf8");
  const pinned = /github\.com\/rhysd\/actionlint v(\S+)/.exec(content)?.[1];
  if (pinned !== undefined) return pinned;
  throw new Mendable("local/workflows/go.mod: names no version of github.com/rhysd/actionlint; restore the file.");
}

async function isRecent(pinned: string, env: NodeJS.ProcessEnv, run: RunCommand): Promise<boolean> {
  const { code, stdout } = await run("actionlint", ["-version"], { env });
  const [found, least] = [code === 0 ? parseVersion(stdout) : undefined, parseVersion(pinned)];
  return found !== undefined && least !== undefined && isAtLeast(found, least);
}

async function build(place: string, version: string, env: NodeJS.ProcessEnv, run: RunCommand, report: Report) {
  report("Building actionlint (seconds, but once)", version);
  await mkdir(dirname(place), { recursive: true });
  // It comes into place whole, so that what is there is good.
  const workshop = `${place}.${process.pid}`;
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", workshop, PACKAGE];
  const built = await run("go", args, {
    cwd: GO_MODULE,
    env: { ...env, CGO_ENABLED: "0", GOWORK: "off", GOOS: "", GOARCH: "" },
  });
  if (built.code === 0) return rename(workshop, place);
  await rm(workshop, { force: true });
  if (built.missing) {
    throw new Mendable(
      `actionlint: ${formatVersion(parseVersion(version) ?? [0, 0, 0])} or later is not on PATH, and there is no Go to build it with; install either (https://github.com/rhysd/actionlint, https://go.dev/dl)`,
    );
  }
  throw new Mendable(`actionlint: its build from Go modules failed; mend what Go names.\n  ${built.stderr.trim()}`);
}

const reportedSchema = z.array(
  z.object({ message: z.string(), filepath: z.string(), line: z.number(), column: z.number(), kind: z.string() }),
);

/** What actionlint finds in workflow files. The same everywhere: it asks no other linter that may be installed. */
export async function runActionlint(
  actionlint: string,
  files: readonly string[],
  run: RunCommand = runCommand,
): Promise<Finding[]> {
  const ignored = youngerThanActionlint.flatMap((message) => ["-ignore", message]);
  const args = ["-no-color", "-shellcheck=", "-pyflakes=", "-format", "{{json .}}", ...ignored, "--", ...files];
  const { code, stdout, stderr } = await run(actionlint, args, { cwd: PROJECT_FOLDER });
  if (code !== 0 && code !== 1) throw new Mendable(`actionlint: failed; ${stderr.trim()}`);
  return reportedSchema.parse(JSON.parse(stdout)).map(({ filepath, line, column, message, kind }) => ({
    file: relative(PROJECT_FOLDER, join(PROJECT_FOLDER, filepath)),
    line,
    column,
    message: `${message} [${kind}]`,
  }));
}
