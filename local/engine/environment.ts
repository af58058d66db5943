import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
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
  };
  const hasPassphrase = "PULUMI_CONFIG_PASSPHRASE" in given || "PULUMI_CONFIG_PASSPHRASE_FILE" in given;
  if (ownBackend?.startsWith("file:") && !hasPassphrase) env.PULUMI_CONFIG_PASSPHRASE = LOCAL_PASSPHRASE;
  return env;
}

/** The URL of a backend that keeps state in a folder. */
export function fileBackend(folder: string): string {
  return pathToFileURL(folder).href;
}

/** Where `npm start` leaves the environment variables that Pulumi commands need to reach what it serves. */
export const SHARED_ENVIRONMENT_FILE = join(RUN_FOLDER, "environment.json");

/** Stands for Pulumi's flag `--config-file`, where the local stack's configuration had to move because usual ports were taken. */
export const STACK_CONFIG_VARIABLE = "PULUMI_OPTION_CONFIG_FILE";

/** The name of the stack that `Pulumi.local.yaml` configures, the only one that the stand-ins are for. */
export const LOCAL_STACK = "local";

/** The environment variables of a JSON file that holds one flat object; none where there is no such file. */
export async function readSharedEnvironment(file = SHARED_ENVIRONMENT_FILE): Promise<Record<string, string>> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  const read = parse(content);
  if (typeof read !== "object" || read === null || Array.isArray(read)) throw unusable(file, "is no JSON object");
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(read)) {
    if (typeof value !== "string") throw unusable(file, `${name} is no string`);
    variables[name] = value;
  }
  return variables;
}

function unusable(file: string, wrong: string): Mendable {
  return new Mendable(`${file}: ${wrong}; delete it, \`npm start\` writes it anew.`);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
