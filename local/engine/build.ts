import { copyFile, mkdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { HOST_SOURCES } from "./cached.ts";
import type { RunCommand } from "./command.ts";
import { DYNAMIC_PROVIDER, EngineMissing, holdsEngine } from "./engine.ts";
import { formatElapsed, type Report } from "./progress.ts";
import { formatVersion, isAtLeast, parseVersion, type Version } from "./version.ts";

const GO_MODULE = import.meta.dirname;
const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** The first Go that fetches by itself the newer one which a go.mod asks for. */
const OLDEST_GO: Version = [1, 21, 0];
const TASK = "Building the Pulumi engine (minutes, but once)";
const TAIL_LINES = 6;

/**
 * Builds the official CLI and our language host from Go modules: needs Go and its module proxy, nothing else.
 *
 * @param folder where both executables come to be
 * @throws {EngineMissing} without Go, or with what Go said when the build failed
 */
export async function buildEngine(
  folder: string,
  version: string,
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  report: Report,
): Promise<void> {
  await demandGo(env, run);
  await mkdir(folder, { recursive: true });

  const started = Date.now();
  let doing = "Go is at work";
  let compiled = 0;
  const show = () => report(TASK, `${formatElapsed(Date.now() - started)}, ${doing}`);
  show();
  const ticking = setInterval(show, 1000);
  const built = await run(
    "go",
    [
      "build",
      "-mod=readonly",
      "-trimpath",
      "-buildvcs=false",
      "-v",
      `-ldflags=-s -w -X ${VERSION_VARIABLE}=v${version}`,
      "-o",
      folder + sep,
      CLI_PACKAGE,
      "./pulumi-language-nodejs",
    ],
    {
      cwd: GO_MODULE,
      // An engine for another machine, or one that needs a C compiler, is of no use here.
      env: { ...env, CGO_ENABLED: "0", GOWORK: "off", GOOS: "", GOARCH: "" },
      onComplaint(line) {
        const downloaded = /^go: downloading (\S+)/.exec(line)?.[1];
        if (downloaded === undefined) compiled += 1;
        doing = downloaded === undefined ? `compiled ${compiled} packages, now ${line}` : `downloading ${downloaded}`;
      },
    },
  ).finally(() => clearInterval(ticking));

  if (built.code !== 0 || !holdsEngine(folder)) {
    const tail = built.stderr.trim().split("\n").slice(-TAIL_LINES).join("\n  ");
    throw new EngineMissing(
      `Pulumi engine: its build from Go modules failed; mend what Go names, or install the Pulumi CLI (${PULUMI_DOCS}).\n  ${tail}`,
    );
  }
  await copyFile(join(GO_MODULE, HOST_SOURCES, DYNAMIC_PROVIDER), join(folder, DYNAMIC_PROVIDER));
}

const PULUMI_DOCS = "https://www.pulumi.com/docs/install";

async function demandGo(env: NodeJS.ProcessEnv, run: RunCommand): Promise<void> {
  const asked = await run("go", ["version"], { cwd: GO_MODULE, env: { ...env, GOTOOLCHAIN: "local" } });
  const version = asked.code === 0 ? parseVersion(asked.stdout) : undefined;
  if (version !== undefined && isAtLeast(version, OLDEST_GO)) return;
  const state = version === undefined ? "is missing" : `${formatVersion(version)} is too old`;
  throw new EngineMissing(
    `Go ${state}: the Pulumi engine is built with it, because no Pulumi CLI is on PATH and none can be downloaded from ` +
      `here; install Go ${OLDEST_GO.slice(0, 2).join(".")} or later (https://go.dev/dl) or the Pulumi CLI (${PULUMI_DOCS}), then run this again.`,
  );
}
