import { join } from "node:path";
import { isExecutable } from "./executable.ts";
import { Mendable } from "./mendable.ts";

/** Where an engine can come from, in the order in which they are tried. */
export const ENGINE_SOURCES = ["path", "cache", "launcher", "build"] as const;

export type EngineSource = (typeof ENGINE_SOURCES)[number];

/** A Pulumi CLI with the Node.js language host beside it. */
export interface Engine {
  /** Path of the executable. */
  pulumi: string;
  /** The folder of both executables. */
  folder: string;
  /** Such as `3.259.0`. */
  version: string;
  source: EngineSource;
}

/** No engine can be had. The message says what is missing, what for and how to get it. */
export class EngineMissing extends Mendable {
  override name = "EngineMissing";
}

const SUFFIX = process.platform === "win32" ? ".exe" : "";

export const PULUMI = `pulumi${SUFFIX}`;
export const LANGUAGE_HOST = `pulumi-language-nodejs${SUFFIX}`;
/** Serves the dynamic resources of Node.js programs: a script on every system. */
export const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";

/** Whether a folder holds both executables. Without the host beside it, the engine runs no program or warns at every one. */
export function holdsEngine(folder: string): boolean {
  return isExecutable(join(folder, PULUMI)) && isExecutable(join(folder, LANGUAGE_HOST));
}
