import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunCommand } from "./command.ts";
import { holdsEngine } from "./engine.ts";
import { formatElapsed, type Report } from "./progress.ts";

const INSTALL_LIMIT_SECONDS = 60;
const DOWNLOAD_LIMIT_SECONDS = 15 * 60;

/**
 * Downloads the official release with npm's package `pulumi`, whose only work that is. It needs Pulumi's release host,
 * and fails at once and without harm where that can't be reached.
 *
 * @param folder an empty folder for the package and what it downloads
 * @returns the folder of the executables, or `undefined` when there is no release to be had from here
 */
export async function downloadRelease(
  folder: string,
  version: string,
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  report: Report,
): Promise<string | undefined> {
  report("Looking for the Pulumi engine", `release ${version}`);
  await mkdir(folder, { recursive: true });
  const installed = await run(
    "npm",
    ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", `pulumi@${version}`],
    { cwd: folder, env, limitSeconds: INSTALL_LIMIT_SECONDS },
  );
  if (installed.code !== 0) return undefined;

  const started = Date.now();
  const ticking = setInterval(
    () => report("Downloading the Pulumi engine", `release ${version}, ${formatElapsed(Date.now() - started)}`),
    2000,
  );
  const home = join(folder, "home");
  const launched = await run(process.execPath, [join(folder, "node_modules/pulumi/run.js"), "version"], {
    cwd: folder,
    env: {
      ...env,
      // The launcher downloads below Pulumi's home, and asks for its own version unless told otherwise.
      PULUMI_HOME: home,
      PULUMI_VERSION: version,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Node's fetch heeds HTTPS_PROXY only when told to.
      NODE_USE_ENV_PROXY: "1",
    },
    limitSeconds: DOWNLOAD_LIMIT_SECONDS,
  }).finally(() => clearInterval(ticking));
  const executables = join(home, "versions", version, "bin");
  return launched.code === 0 && holdsEngine(executables) ? executables : undefined;
}
