import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { RunCommand } from "./command.ts";
import { type Engine, holdsEngine, PULUMI } from "./engine.ts";
import { formatVersion, isAtLeast, parseVersion, type Version } from "./version.ts";

/** The oldest engine that runs what this project asks of it. */
export const OLDEST_ENGINE: Version = [3, 200, 0];

/** The first `pulumi` on PATH that is recent enough and has its language host beside it, where it is or where its link leads. */
export async function engineOnPath(
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  accepts: (version: string) => boolean,
): Promise<Engine | undefined> {
  for (const entry of (env.PATH ?? "").split(delimiter)) {
    const pulumi = join(entry, PULUMI);
    if (entry === "" || !existsSync(pulumi)) continue;
    const folder = [entry, dirname(realpathSync(pulumi))].find(holdsEngine);
    if (folder === undefined) continue;
    const version = await versionOf(pulumi, env, run);
    if (version === undefined || !isAtLeast(version, OLDEST_ENGINE)) continue;
    if (!accepts(formatVersion(version))) continue;
    return { pulumi: join(folder, PULUMI), folder, version: formatVersion(version), source: "path" };
  }
  return undefined;
}

async function versionOf(pulumi: string, env: NodeJS.ProcessEnv, run: RunCommand): Promise<Version | undefined> {
  const { code, stdout } = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    limitSeconds: 20,
  });
  return code === 0 ? parseVersion(stdout) : undefined;
}
