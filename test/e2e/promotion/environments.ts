import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Environments } from "../../../local/environments/environments.ts";

export type { Environments } from "../../../local/environments/environments.ts";

/**
 * Stacks of a clean clone of this checkout, what is not committed in it included, with accounts of their own. They are made
 * and configured, and not up. Close them afterwards: that leaves nothing.
 */
export async function openEnvironments(stacks: readonly string[] = ["dev", "staging", "prod"]): Promise<Environments> {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-environments-"));
  return await Environments.open({ stacks, folder, report: () => {} });
}
