import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { compileSdks } from "../engine/compile-sdk.ts";

/** What npm and `setup.mjs` note about the packages of a folder. By these they know that there is nothing to install. */
const notes = [".package-lock.json", ".flex-media-setup"];

/**
 * Gives a clone the packages that a checkout has installed, by a link each. The folder that holds them is the clone's own:
 * what npm does to it leaves the checkout's alone, and packages that the project itself brings are the clone's.
 */
export async function linkPackages(clone: string, checkout: string): Promise<void> {
  const [from, to] = [join(checkout, "node_modules"), join(clone, "node_modules")];
  await linkAll(from, to);
  await symlink(join(from, ".bin"), join(to, ".bin"));
  for (const note of notes) if (existsSync(join(from, note))) await copyFile(join(from, note), join(to, note));
  await takeCompiledSdks(clone, checkout);
}

async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [there, here] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name.startsWith(".")) continue;
    if (entry.name.startsWith("@") && entry.isDirectory()) await linkAll(there, here);
    // A link of npm's leads, by a relative path, to a package of the project itself.
    else await symlink(entry.isSymbolicLink() ? await readlink(there) : there, here);
  }
}

/** What is compiled is no part of the repository, and costs seconds; what is stale of it is compiled anew. */
async function takeCompiledSdks(clone: string, checkout: string): Promise<void> {
  for (const name of await readdir(join(clone, "sdks"))) {
    const compiled = join(checkout, "sdks", name, "bin");
    if (existsSync(compiled)) await cp(compiled, join(clone, "sdks", name, "bin"), { recursive: true });
  }
  await compileSdks(clone);
}
