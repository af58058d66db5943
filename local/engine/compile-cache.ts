import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./project.ts";

/**
 * Where Node keeps what it has compiled of TypeScript and of packages: with these, as it is worth nothing without them.
 * Processes that are started with NODE_COMPILE_CACHE use it from their first module on.
 */
export const COMPILE_CACHE = join(PROJECT_FOLDER, "node_modules/.cache/node-compile-cache");

/** For a process that a user starts. Holds for modules that are loaded from now on, so for dynamic imports. */
export function keepCompiled(): void {
  if (!process.env.NODE_COMPILE_CACHE) enableCompileCache(COMPILE_CACHE);
}
