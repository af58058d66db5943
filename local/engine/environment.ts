import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isErrno } from "../errno.ts";
import { COMPILE_CACHE } from "./compile-cache.ts";
import type { Engine } from "./engine.ts";
import { Mendable } from "./mendable.ts";
import { PROJECT_FOLDER, RUN_FOLDER } from "./project.ts";

export interface EnvironmentOptions {
  /** What to build on, by default this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Pulumi's home, with its plugins and its login. By default PULUMI_HOME, else `.flex-media/pulumi`. */
  home?: string;
  /** The backend's URL. By default PULUMI_BACKEND_URL, else the folder `.flex-media/state`. */
  backend?: string;
}

/** Protects the secrets of throw-away stacks only: whoever has the local state folder may know it. */
const LOCAL_PASSPHRASE = "local";

/** The environment in which Pulumi commands of this project run. Makes the folder of a file backend. */
export function pulumiEnvironment(engine: Engine, options: EnvironmentOptions = {}): NodeJS.ProcessEnv {
  const given = options.env ?? process.env;
  const ownBackend = options.backend ?? (given.PULUMI_BACKEND_URL ? undefined : fileBackend(join(RUN_FOLDER, "state")));
  const backend = ownBackend ?? given.PULUMI_BACKEND_URL;
  if (backend?.startsWith("file:///")) mkdirSync(fileURLToPath(backend), { recursive: true });

  const env: NodeJS.ProcessEnv = {
    ...given,
    PATH: [engine.folder, join(PROJECT_FOLDER, "node_modules/.bin"), given.PATH ?? ""].join(delimiter),
    PULUMI_HOME: options.home ?? (given.PULUMI_HOME || join(RUN_FOLDER, "pulumi")),
    PULUMI_BACKEND_URL: backend,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NODE_COMPILE_CACHE: given.NODE_COMPILE_CACHE || COMPILE_CACHE,
  };
  const hasPassphrase = "PULUMI_CONFIG_PASSPHRASE" in given || "PULUMI_CONFIG_PASSPHRASE_FILE" in given;
  if (ownBackend?.startsWith("file:") && !hasPassphrase) env.PULUMI_CONFIG_PASSPHRASE = LOCAL_PASSPHRASE;
  return env;
}

/** The URL of a backend that keeps state in a folder. */
export function fileBackend(folder: string): string {
  return pathToFileURL(folder).href;
}

/** Where what serves stand-ins leaves, by stack, the environment variables that commands need to reach them. */
export const SHARED_ENVIRONMENT_FILE = join(RUN_FOLDER, "environment.json");

/** Stands for Pulumi's flag `--config-file`, where the local stack's configuration had to move because usual ports were taken. */
export const STACK_CONFIG_VARIABLE = "PULUMI_OPTION_CONFIG_FILE";

/** The name of the stack that `Pulumi.local.yaml` configures, the one that `npm start` serves. */
export const LOCAL_STACK = "local";

/** Environment variables by the stack that they are for. */
export type SharedEnvironments = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Lets later commands on these stacks, and on no others, reach what this process serves. */
export async function shareEnvironments(stacks: SharedEnvironments, file = SHARED_ENVIRONMENT_FILE): Promise<void> {
  await writeFile(file, `${JSON.stringify(stacks, null, 2)}\n`, { mode: 0o600 });
}

/** What was shared: JSON of an object that holds a flat object for each stack; nothing where there is no such file. */
export async function readSharedEnvironments(file = SHARED_ENVIRONMENT_FILE): Promise<SharedEnvironments> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return {};
    throw error;
  }
  const stacks: Record<string, Record<string, string>> = {};
  for (const [stack, shared] of entriesOf(parse(content), () => unusable(file, "is no JSON object"))) {
    const variables: Record<string, string> = {};
    for (const [name, value] of entriesOf(shared, () => unusable(file, `${stack} is no object of variables`))) {
      if (typeof value !== "string") throw unusable(file, `${stack}.${name} is no string`);
      variables[name] = value;
    }
    stacks[stack] = variables;
  }
  return stacks;
}

/**
 * What commands on a stack need in their environment to reach its stand-ins, so nothing for a stack that none serve: what
 * leads to one stack's stand-ins is wrong for every other.
 */
export async function standInEnvironment(stack: string): Promise<Readonly<Record<string, string>>> {
  const stacks = await readSharedEnvironments();
  return Object.hasOwn(stacks, stack) ? (stacks[stack] ?? {}) : {};
}

function entriesOf(value: unknown, refusal: () => Mendable): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refusal();
  return Object.entries(value);
}

function unusable(file: string, wrong: string): Mendable {
  return new Mendable(`${file}: ${wrong}; delete it, what serves the stack writes it anew (\`npm start\`).`);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
