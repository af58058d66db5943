import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A folder of this machine's cache, shared by every checkout of the project: what it holds was built or
 * fetched, is keyed by version or content hash in its name, and can be deleted at any time.
 */
export function cacheFolder(name: string): string {
  const root = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(root, "flex-media", name);
}
