import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DYNAMIC_PROVIDER, type Engine, EngineMissing, holdsEngine, PULUMI } from "./engine.ts";

const GO_MODULE = import.meta.dirname;
/** The folder of the language host's sources, beside this file. */
export const HOST_SOURCES = "pulumi-language-nodejs";

/** The version that go.mod pins, such as `3.259.0`: the one to build, and the official release to ask for. */
export async function pinnedVersion(): Promise<string> {
  const content = await readFile(join(GO_MODULE, "go.mod"), "utf8");
  const pinned = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(content)?.[1];
  if (pinned === undefined) {
    throw new EngineMissing(
      "local/engine/go.mod: names no version of github.com/pulumi/pulumi/pkg/v3; restore the file.",
    );
  }
  return pinned;
}

/** The cache folder's name for what this checkout would build on this kind of machine. */
export async function cacheName(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const sources = (await readdir(join(GO_MODULE, HOST_SOURCES)))
    .filter((name) => name.endsWith(".go") || name === DYNAMIC_PROVIDER)
    .sort();
  for (const name of ["go.mod", "go.sum", ...sources.map((source) => join(HOST_SOURCES, source))]) {
    hash.update(`\0${name}\0`).update(await readFile(join(GO_MODULE, name)));
  }
  return `engine-${hash.digest("hex").slice(0, 16)}`;
}

/** The engine that an earlier run put into the cache. Its folder comes into place whole, so that what is there is good. */
export function cachedEngine(folder: string, version: string): Engine | undefined {
  if (!holdsEngine(folder)) return undefined;
  return { pulumi: join(folder, PULUMI), folder, version, source: "cache" };
}
