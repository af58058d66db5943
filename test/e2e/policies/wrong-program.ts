import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import type { PulumiResult } from "../../../local/engine/run.ts";
import type { OpenedStack } from "../stack/opened-stack.ts";
import { type Case, casesVariable } from "./case.ts";

/** A violation as the command prints it. */
export interface Violation {
  level: string;
  policy: string;
  /** The resource's type and name. */
  resource: string;
  message: string;
}

export interface Judged extends PulumiResult {
  violations: Violation[];
}

/** The local stack's program, in a project of its own where it can be made wrong. */
export class WrongProgram {
  readonly #opened: OpenedStack;
  readonly #folder: string;

  private constructor(opened: OpenedStack, folder: string) {
    this.#opened = opened;
    this.#folder = folder;
  }

  static async make(opened: OpenedStack): Promise<WrongProgram> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-policies-")));
    const project = await readFile(join(PROJECT_FOLDER, "Pulumi.yaml"), "utf8");
    const main = "main: test/e2e/policies/program/index.ts";
    await writeFile(join(folder, "Pulumi.yaml"), project.replace(/^main: .*$/m, main));
    for (const name of ["infra", "node_modules", "policies", "providers", "test"]) {
      await symlink(join(PROJECT_FOLDER, name), join(folder, name));
    }
    return new WrongProgram(opened, folder);
  }

  /** Previews the program with these cases in it, and the whole pack. */
  async preview(cases: readonly Case[]): Promise<Judged> {
    return await this.#judged(["preview"], cases);
  }

  /** Updates without a preview, with the whole pack. */
  async up(cases: readonly Case[]): Promise<Judged> {
    return await this.#judged(["up", "--yes", "--skip-preview"], cases);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #judged(command: readonly string[], cases: readonly Case[]): Promise<Judged> {
    const { pulumi } = this.#opened.stack;
    const config = await this.#configArguments(cases);
    const environment = await this.#environmentArguments(cases);
    const args = [...command, "--policy-pack", join(PROJECT_FOLDER, "policies"), ...environment, ...config];
    const names = JSON.stringify(cases.map(({ wrong }) => wrong));
    const result = await pulumi.run([...args, "--color=never", "--non-interactive"], {
      cwd: this.#folder,
      env: { ...process.env, ...pulumi.environment, [casesVariable]: names },
    });
    return { ...result, violations: violationsIn(result.stdout) };
  }

  async #configArguments(cases: readonly Case[]): Promise<string[]> {
    const args = this.#opened.stack.pulumi.configArguments();
    const text = await readFile(args.at(-1) ?? "", "utf8");
    const file = join(this.#folder, "changed.yaml");
    await writeFile(
      file,
      cases.reduce((changed, { config }) => config?.(changed) ?? changed, text),
    );
    return [...args.slice(0, -1), file];
  }

  /** What the pull request of a local stack would be judged by, with what cases set in it. */
  async #environmentArguments(cases: readonly Case[]): Promise<string[]> {
    const local = JSON.parse(await readFile(join(PROJECT_FOLDER, "policies/environments/local.json"), "utf8"));
    const set = cases.flatMap(({ policy, environment }) => (environment === undefined ? [] : [[policy, environment]]));
    const file = join(this.#folder, "environment.json");
    await writeFile(file, JSON.stringify({ ...local, ...Object.fromEntries(set) }));
    return ["--policy-pack-config", file];
  }
}

function violationsIn(output: string): Violation[] {
  const pattern = /^ {8}- \[(\w+)\] +(\S+) +\((.*)\)\n((?: {10}.*\n)+)/gm;
  return [...output.matchAll(pattern)].map(([, level = "", policy = "", resource = "", text = ""]) => ({
    level,
    policy,
    resource,
    message: text.replace(/^ {10}/gm, "").trim(),
  }));
}
