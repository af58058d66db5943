import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { Mendable } from "./mendable.ts";
import { runPulumi } from "./run.ts";
import { listSources, type SourceFiles } from "./sdk-files.ts";

export interface GeneratedSdk {
  /** Its folder's name below `sdks/`. */
  name: string;
  files: SourceFiles;
}

/** The folders below `providers/` that Pulumi can run as providers, such as `providers/twilio`, in order. */
export async function providerFolders(project: string): Promise<string[]> {
  const root = join(project, "providers");
  const entries = await readdir(root, { recursive: true }).catch(() => []);
  return entries
    .filter((path) => /^[^/\\]+[/\\]PulumiPlugin\.yaml$/.test(path))
    .map((path) => join("providers", path.split(/[/\\]/)[0] ?? ""))
    .sort();
}

/**
 * Generates the Node.js SDK of a provider that runs from source, the same that `pulumi package add` puts into
 * `sdks/`. Touches nothing of the project.
 *
 * @param provider its folder, relative to the project
 * @throws {Mendable} when the provider does not run or its schema is wrong
 */
export async function generateSdk(engine: Engine, project: string, provider: string): Promise<GeneratedSdk> {
  const workshop = await mkdtemp(join(tmpdir(), "flex-media-sdk-"));
  try {
    const pulumi = async (...args: string[]): Promise<string> => {
      // Pulumi installs a provider's dependencies before it runs it; ours has none, and needs no lock file of its own.
      const env = { ...process.env, npm_config_package_lock: "false" };
      const { code, stdout, stderr } = await runPulumi(args, { engine, cwd: project, env });
      if (code === 0) return stdout;
      throw new Mendable(`${provider}: \`pulumi ${args.slice(0, 2).join(" ")}\` failed.\n${stderr.trim()}`);
    };

    const schema = JSON.parse(await pulumi("package", "get-schema", `./${provider}`));
    // What `package add` turns on for every package: the SDK then carries the schema's version.
    schema.meta = { ...schema.meta, supportPack: true };
    const schemaFile = join(workshop, "schema.json");
    await writeFile(schemaFile, JSON.stringify(schema));
    await pulumi("package", "gen-sdk", schemaFile, "--language", "nodejs", "--local", "--out", workshop);

    const name = schema.namespace === undefined ? schema.name : `${schema.namespace}-${schema.name}`;
    return { name, files: await listSources(join(workshop, "nodejs")) };
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

export interface StaleFile {
  path: string;
  /** What `npm run generate` would do about it. */
  remedy: "add" | "change" | "remove";
}

/** The files in which a committed SDK differs from a generated one. */
export function staleFiles(committed: SourceFiles, generated: SourceFiles): StaleFile[] {
  const stale: StaleFile[] = [];
  for (const [path, content] of generated) {
    const present = committed.get(path);
    if (present === undefined) stale.push({ path, remedy: "add" });
    else if (!present.equals(content)) stale.push({ path, remedy: "change" });
  }
  for (const path of committed.keys()) {
    if (!generated.has(path)) stale.push({ path, remedy: "remove" });
  }
  return stale.sort((one, other) => (one.path < other.path ? -1 : 1));
}
