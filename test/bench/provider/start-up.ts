import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";

/** What it costs to have a plugin process at all. */
export interface StartUp {
  /** From its start to the port that it serves on. */
  milliseconds: number;
  /** Resident memory then. */
  mebibytes: number;
}

/** The provider's own process. */
export function ourStartUp(): Promise<StartUp> {
  return startUp([join(PROJECT_FOLDER, "providers/twilio/index.js"), "127.0.0.1:1"]);
}

/** The process that runs dynamic providers. */
export function dynamicStartUp(): Promise<StartUp> {
  return startUp([createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:1"]);
}

async function startUp(args: string[]): Promise<StartUp> {
  const startedAt = performance.now();
  const plugin = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  await once(plugin.stdout, "data");
  const milliseconds = performance.now() - startedAt;
  const [, kibibytes = "0"] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${plugin.pid}/status`, "utf8")) ?? [];
  plugin.kill();
  await once(plugin, "exit");
  return { milliseconds, mebibytes: Number(kibibytes) / 1024 };
}
