import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

interface Manifest {
  dependencies?: Record<string, string>;
}

/** Bytes of all files that an archive of this folder with its dependencies would hold, each package once. */
export async function installedBytes(folder: string): Promise<number> {
  const packages = new Set<string>();
  await collect(folder, packages);
  const sizes = await Promise.all([...packages].map((one) => folderBytes(one)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function collect(folder: string, packages: Set<string>): Promise<void> {
  if (packages.has(folder)) return;
  packages.add(folder);
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
  for (const name of Object.keys(dependencies)) await collect(installed(name, folder), packages);
}

/** Where Node finds a package from a folder. */
function installed(name: string, from: string): string {
  const here = join(from, "node_modules", name);
  if (existsSync(join(here, "package.json"))) return here;
  if (dirname(from) === from) throw new Error(`${name}: is not installed`);
  return installed(name, dirname(from));
}

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") bytes += await folderBytes(path);
    if (entry.isFile()) bytes += (await stat(path)).size;
  }
  return bytes;
}
