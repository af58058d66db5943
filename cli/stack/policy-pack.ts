import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../local/engine/project.ts";
import { shortName } from "./short-name.ts";

/** The folder of a policy pack, and what it is told for one stack. */
export interface PolicyPack {
  folder: string;
  config?: string | undefined;
}

/** The project's pack. A stack that nothing is said of gets every policy as mandatory. */
export function projectPack(stack: string): PolicyPack {
  const folder = join(PROJECT_FOLDER, "policies");
  const config = join(folder, "environments", `${shortName(stack)}.json`);
  return { folder, config: existsSync(config) ? config : undefined };
}

export function packFlags({ folder, config }: PolicyPack): string[] {
  return [`--policy-pack=${folder}`, ...(config === undefined ? [] : [`--policy-pack-config=${config}`])];
}
