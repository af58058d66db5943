import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CommandOptions, CommandResult, RunCommand } from "../../../../local/engine/command.ts";
import { LANGUAGE_HOST, PULUMI } from "../../../../local/engine/engine.ts";

type Behaviour = (
  args: readonly string[],
  options: CommandOptions,
) => Partial<CommandResult> | Promise<Partial<CommandResult>>;

/** A machine as the engine's finder sees it: folders with executables, whose behaviour the test decides. */
export class Machine {
  /** Commands that were run, such as `go version`. */
  readonly ran: string[] = [];
  /** What was reported, such as `Building…: 0 s`. */
  readonly reported: string[] = [];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv = { PATH: "" };
  readonly #behaviours = new Map<string, Behaviour>();

  constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Machine> {
    return new Machine(await mkdtemp(join(tmpdir(), "flex-media-machine-")));
  }

  /** Decides what a command does, by its name or path. A command without behaviour is missing. */
  command(name: string, behaviour: Behaviour): void {
    this.#behaviours.set(name, behaviour);
  }

  /** Puts a Pulumi onto PATH, with or without its language host. */
  async putOnPath(name: string, version: string, { host = true } = {}): Promise<string> {
    const folder = join(this.folder, name);
    await placeExecutables(folder, host ? [PULUMI, LANGUAGE_HOST] : [PULUMI]);
    this.command(join(folder, PULUMI), () => ({ stdout: `${version}\n` }));
    this.env.PATH = this.env.PATH === "" ? folder : `${this.env.PATH}:${folder}`;
    return folder;
  }

  /** Makes `npm install pulumi` and its launcher work, as where the release host can be reached. */
  offerRelease(): void {
    this.command("npm", () => ({}));
    this.command(process.execPath, async (_args, { env }) => {
      await placeExecutables(join(env?.PULUMI_HOME ?? "", "versions", env?.PULUMI_VERSION ?? "", "bin"));
      return { stdout: `v${env?.PULUMI_VERSION}\n` };
    });
  }

  /** Makes npm work but the launcher fail, as where only package registries can be reached. */
  offerRegistriesOnly(): void {
    this.command("npm", () => ({}));
    this.command(process.execPath, () => ({ code: 1, stderr: "pulumi: fetch failed" }));
  }

  offerGo(version = "go1.26.8", build: Behaviour = buildExecutables): void {
    this.command("go", async (args, options) =>
      args[0] === "version" ? { stdout: `go version ${version} linux/amd64\n` } : await build(args, options),
    );
  }

  readonly run: RunCommand = async (command, args, options = {}) => {
    this.ran.push(`${command.replace(process.execPath, "node").replace(this.folder, "")} ${args[0]}`);
    const result = { code: 0, missing: false, stdout: "", stderr: "" };
    const behaviour = this.#behaviours.get(command);
    if (behaviour === undefined) return { ...result, code: undefined, missing: true };
    return { ...result, ...(await behaviour(args, options)) };
  };

  readonly cache = (name: string): string => join(this.folder, "cache", name);

  readonly report = (task: string, detail?: string): void => {
    this.reported.push(`${task}: ${detail}`);
  };

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export async function placeExecutables(folder: string, names = [PULUMI, LANGUAGE_HOST]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), "");
    await chmod(join(folder, name), 0o755);
  }
}

/** What `go build -o <folder>/` leaves. */
export async function buildExecutables(
  args: readonly string[],
  options: CommandOptions,
): Promise<Partial<CommandResult>> {
  options.onComplaint?.("go: downloading example.com/module v1.0.0");
  options.onComplaint?.("example.com/module");
  await placeExecutables(args[args.indexOf("-o") + 1] ?? "");
  return {};
}
