import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../local/engine/engine.ts";
import { fileBackend } from "../../../local/engine/environment.ts";
import { findEngine } from "../../../local/engine/find.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type PulumiOptions, type PulumiResult, runPulumi } from "../../../local/engine/run.ts";

/** A copy of the fixtures with a Pulumi home and state of its own. */
export interface Workspace {
  engine: Engine;
  /** Holds a copy of every fixture, under its name. */
  folder: string;
  home: string;
  backend: string;
  /** Runs a Pulumi command in the copy of a fixture. */
  pulumi(fixture: string, args: string[], options?: Partial<PulumiOptions>): Promise<PulumiResult>;
  /** Makes the stack `dev` of a fixture with this configuration. */
  makeStack(fixture: string, config?: Record<string, string>): Promise<void>;
  remove(): Promise<void>;
}

export async function makeWorkspace({ linkPackages = true } = {}): Promise<Workspace> {
  const engine = await findEngine({ report: (task, detail) => console.log(task, detail ?? "") });
  const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-engine-")));
  await cp(join(import.meta.dirname, "fixtures"), folder, { recursive: true });
  if (linkPackages) await symlink(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));

  const home = join(folder, "home");
  const backend = fileBackend(join(folder, "state"));
  const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "test", npm_config_prefer_offline: "true" };
  const pulumi: Workspace["pulumi"] = (fixture, args, options) =>
    runPulumi(["--non-interactive", "--color", "never", ...args], {
      engine,
      cwd: join(folder, fixture),
      home,
      backend,
      ...options,
      env: { ...env, ...options?.env },
    });

  return {
    engine,
    folder,
    home,
    backend,
    pulumi,
    async makeStack(fixture, config = {}) {
      const settings = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
      const results = [await pulumi(fixture, ["stack", "init", "dev"])];
      if (settings.length > 0) results.push(await pulumi(fixture, ["config", "set-all", ...settings]));
      const failed = results.find(({ code }) => code !== 0);
      if (failed !== undefined) throw new Error(failed.stderr);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const UP = ["up", "--yes", "--skip-preview"];
