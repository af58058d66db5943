import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Engine } from "./engine/engine.ts";
import { fileBackend, LOCAL_STACK, STACK_CONFIG_VARIABLE, shareEnvironments } from "./engine/environment.ts";
import { Mendable } from "./engine/mendable.ts";
import { PROJECT_FOLDER } from "./engine/project.ts";
import { type PulumiOptions, type PulumiResult, runPulumi } from "./engine/run.ts";
import { isAlive } from "./is-alive.ts";
import { changesIn, type StackChanges } from "./stack-changes.ts";
import type { LocalStackConfig } from "./stack-config.ts";

/** What a lock in a file backend tells of its holder. */
const lockSchema = z.object({ pid: z.number() });

export interface LocalPulumiOptions {
  engine: Engine;
  /** The run folder, which gets Pulumi's home and the stack's state. */
  folder: string;
  config: LocalStackConfig;
  /** The authority that the local AWS's certificate is from. */
  caFile: string;
}

export interface UpOptions {
  /** Look first at what is really there: for when a stand-in may have lost something. */
  refresh?: boolean;
  onOutput?: (text: string) => void;
  signal?: AbortSignal;
}

/** Pulumi commands on the local stack. */
export class LocalPulumi {
  /** Pulumi's home folder, with its plugins. */
  readonly home: string;
  readonly #options: LocalPulumiOptions;

  constructor(options: LocalPulumiOptions) {
    this.#options = options;
    this.home = join(options.folder, "pulumi");
  }

  /** What Pulumi and AWS clients need in their environment to reach the stand-ins. */
  get environment(): Readonly<Record<string, string>> {
    const { caFile, config } = this.#options;
    return { AWS_CA_BUNDLE: caFile, ...(config.isMoved && { [STACK_CONFIG_VARIABLE]: config.file }) };
  }

  /** Lets later `npm run pulumi` commands reach what this process serves. */
  async share(file: string): Promise<void> {
    await shareEnvironments({ [LOCAL_STACK]: this.environment }, file);
  }

  /** Runs a command in the project. One that fails is a result. */
  async run(args: readonly string[], options: Partial<PulumiOptions> = {}): Promise<PulumiResult> {
    const { engine, folder } = this.#options;
    return await runPulumi(args, {
      engine,
      cwd: PROJECT_FOLDER,
      home: this.home,
      backend: fileBackend(join(folder, "state")),
      env: { ...process.env, ...this.environment },
      ...options,
    });
  }

  /** Runs a command that must not fail, and gives what it prints. */
  async succeed(args: readonly string[], options: Partial<PulumiOptions> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, options);
    if (code === 0) return stdout;
    throw new Mendable(
      `\`pulumi ${args[0]}\` failed with exit code ${code}:\n${stdout.trim()}\n${stderr.trim()}`.trim(),
    );
  }

  /** Frees the stack from a Pulumi that was killed while it worked on it. One that still runs keeps its lock. */
  async breakDeadLocks(): Promise<void> {
    const folder = join(this.#options.folder, "state/.pulumi/locks/organization/flex-media", LOCAL_STACK);
    const names = await readdir(folder).catch(() => []);
    const locks = await Promise.all(
      names.filter((name) => name.endsWith(".json")).map((name) => readFile(join(folder, name), "utf8")),
    );
    if (locks.length === 0 || locks.some((lock) => isAlive(lockSchema.parse(JSON.parse(lock)).pid))) return;
    await this.succeed(["cancel", "--yes", "--stack", LOCAL_STACK]);
  }

  /** Makes everything as the program says. */
  async up({ refresh = false, ...options }: UpOptions = {}): Promise<StackChanges> {
    return changesIn(await this.succeed(this.#operation("up", refresh ? ["--refresh"] : []), options));
  }

  async destroy(options: Omit<UpOptions, "refresh"> = {}): Promise<StackChanges> {
    return changesIn(await this.succeed(this.#operation("destroy", []), options));
  }

  /** The stack's outputs, by the names that the program exports. */
  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.succeed(["stack", "output", "--json", "--stack", LOCAL_STACK]));
  }

  /** The stack's configuration by full keys, secrets open, structures as JSON. */
  async config(): Promise<Record<string, string>> {
    const text = await this.succeed(["config", "--json", "--show-secrets", ...this.configArguments()]);
    const values: [string, { value?: string }][] = Object.entries(JSON.parse(text));
    return Object.fromEntries(values.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])));
  }

  /** The arguments by which commands that read configuration find this stack's. */
  configArguments(): string[] {
    return ["--stack", LOCAL_STACK, "--config-file", this.#options.config.file];
  }

  #operation(command: string, flags: readonly string[]): string[] {
    return [
      command,
      "--yes",
      "--skip-preview",
      ...flags,
      ...this.configArguments(),
      "--color=never",
      "--non-interactive",
    ];
  }
}
