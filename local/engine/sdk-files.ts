import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** Contents by path, relative to the SDK's folder and with forward slashes. */
export type SourceFiles = ReadonlyMap<string, Buffer>;

/** What building and installing leave in an SDK's folder. */
const NO_SOURCES = /^(bin(\..*)?|node_modules|package-lock\.json)(\/|$)/;

/** The generated files of an SDK, in the order of their paths; none where there is no such folder. */
export async function listSources(folder: string): Promise<SourceFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !NO_SOURCES.test(path))
    .sort();
  const files = new Map<string, Buffer>();
  for (const path of paths) files.set(path, await readFile(join(folder, path)));
  return files;
}

/** Makes these files the only sources of an SDK. What was built or installed there stays. */
export async function writeSources(folder: string, files: SourceFiles): Promise<void> {
  for (const path of (await listSources(folder)).keys()) {
    if (!files.has(path)) await rm(join(folder, path));
  }
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
