import { existsSync } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { LocalAws } from "../aws/ministack.ts";
import { ensureAwsPlugin } from "../aws/plugin.ts";
import { shareEnvironments } from "../engine/environment.ts";
import { Mendable } from "../engine/mendable.ts";
import type { PulumiResult } from "../engine/run.ts";
import type { LocalTwilio } from "../twilio/server.ts";
import { inventAccount, LocalAccount } from "./account.ts";
import { credentialsOf, fillIn } from "./account-config.ts";
import { type Clone, cloneProject } from "./clone.ts";
import { git } from "./git.ts";
import { runScript } from "./script.ts";
import { withoutVariables } from "./variables.ts";
import { takeOutAccount } from "./without-account.ts";

export interface EnvironmentsOptions {
  /** The stacks, each with a file `Pulumi.<stack>.yaml` in the project. */
  stacks: readonly string[];
  /** An empty folder for all that they make, which goes with them. */
  folder: string;
  /** Receives what is being done when it takes long enough to be worth a line. */
  report: (line: string) => void;
  /** Ends the opening, and whatever runs later. */
  signal?: AbortSignal;
}

/**
 * Stacks as a team has them: an account each at Twilio and at AWS, one state backend, and a clean clone of the project
 * whose commits are what the stacks run. A command on one stack reaches that stack's accounts only.
 */
export class Environments {
  /** What was cloned, from what. */
  readonly clone: Clone;
  readonly stacks: readonly string[];
  /** What commands on the clone run in, which may be added to. Nothing of this process's own in it leads to other accounts. */
  readonly env: NodeJS.ProcessEnv;
  readonly #accounts: ReadonlyMap<string, LocalAccount>;
  readonly #signal: AbortSignal | undefined;

  readonly #folder: string;

  private constructor(folder: string, clone: Clone, accounts: ReadonlyMap<string, LocalAccount>, signal?: AbortSignal) {
    this.#folder = folder;
    this.clone = clone;
    this.stacks = [...accounts.keys()];
    this.env = environmentIn(clone.folder);
    this.#accounts = accounts;
    this.#signal = signal;
  }

  /** Clones, serves the accounts, makes the stacks and commits what their files say of their accounts. Close it afterwards. */
  static async open(options: EnvironmentsOptions): Promise<Environments> {
    const { stacks, report, signal } = options;
    const folder = await realpath(options.folder);
    const accounts = new Map<string, LocalAccount>();
    try {
      const clone = await cloneProject(join(folder, "flex-media"));
      for (const stack of stacks) refuseUnknown(stack, clone);
      signal?.throwIfAborted();
      await serveAccounts(accounts, stacks, join(folder, "accounts"), report);
      signal?.throwIfAborted();
      const environments = new Environments(folder, clone, accounts, signal);
      await environments.#makeStacks(report);
      return environments;
    } catch (error) {
      await end(accounts, folder);
      throw error;
    }
  }

  /** The clone's root folder. */
  get folder(): string {
    return this.clone.folder;
  }

  twilio(stack: string): LocalTwilio {
    return this.#account(stack).twilio;
  }

  aws(stack: string): LocalAws {
    return this.#account(stack).aws;
  }

  /** Resolves with what happened if a stand-in ends without having been asked to. */
  get ended(): Promise<Error> {
    return Promise.race([...this.#accounts.values()].map(({ aws }) => aws.ended));
  }

  /** `npm run flex-media -- <args>` in the clone. */
  async flexMedia(...args: string[]): Promise<PulumiResult> {
    return await this.#run("cli/flex-media.ts", args);
  }

  /** `npm run pulumi -- <args>` in the clone. */
  async pulumi(...args: string[]): Promise<PulumiResult> {
    return await this.#run("local/engine/pulumi.ts", args);
  }

  /** Commits what a change does to the clone's files, even if it is nothing. Gives the commit in full. */
  async commit(change: (folder: string) => unknown, message = "A change"): Promise<string> {
    await change(this.folder);
    await git(this.folder, "add", "--all");
    await git(this.folder, "commit", "--quiet", "--allow-empty", "--message", message);
    return await git(this.folder, "rev-parse", "HEAD");
  }

  /** Ends the stand-ins, and removes all that was made. */
  async close(): Promise<void> {
    await end(this.#accounts, this.#folder);
  }

  async #makeStacks(report: (line: string) => void): Promise<void> {
    // A team's files are complete: what they say of its own accounts is true of none in here.
    for (const stack of this.stacks) await takeOutAccount(this.folder, stack);
    await this.commit(() => {}, "Take out which accounts the stacks are in");
    const runFolder = runFolderIn(this.folder);
    await mkdir(runFolder);
    const shared = [...this.#accounts].map(([stack, account]) => [stack, account.environment]);
    await shareEnvironments(Object.fromEntries(shared), join(runFolder, "environment.json"));
    const run = (args: string[]) => this.pulumi(...args);
    await ensureAwsPlugin({ pulumiHome: join(runFolder, "pulumi"), run, report });
    for (const [stack, account] of this.#accounts) await this.#makeStack(stack, account);
    await this.commit(() => {}, "Say which accounts the stacks are in");
  }

  async #makeStack(stack: string, account: LocalAccount): Promise<void> {
    await this.#succeed("stack", "init", "--stack", stack, "--no-select", "--non-interactive");
    const secrets = Object.entries(credentialsOf(account)).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await this.#succeed("config", "set-all", "--stack", stack, ...secrets);
    await fillIn(this.folder, stack, account);
  }

  async #succeed(...args: string[]): Promise<void> {
    const { code, stdout, stderr } = await this.pulumi(...args);
    this.#signal?.throwIfAborted();
    if (code !== 0) throw new Mendable(`\`pulumi ${args.slice(0, 2).join(" ")}\` failed:\n${stdout}${stderr}`.trim());
  }

  async #run(script: string, args: readonly string[]): Promise<PulumiResult> {
    return await runScript(script, args, { project: this.folder, env: this.env, signal: this.#signal });
  }

  #account(stack: string): LocalAccount {
    const account = this.#accounts.get(stack);
    if (account !== undefined) return account;
    throw new TypeError(`${stack} is none of the stacks ${this.stacks.join(", ")}`);
  }
}

function refuseUnknown(stack: string, { folder }: Clone): void {
  const file = `Pulumi.${stack}.yaml`;
  if (existsSync(join(folder, file))) return;
  throw new Mendable(`${stack}: has no ${file} in the project; write one, or name a stack that has`);
}

/** Serves all at once. Where one can't be served, those that can are in the map all the same, to be ended. */
async function serveAccounts(
  accounts: Map<string, LocalAccount>,
  stacks: readonly string[],
  folder: string,
  report: (line: string) => void,
): Promise<void> {
  const served = await Promise.allSettled(
    stacks.map((stack, at) => LocalAccount.open(inventAccount(stack, at), join(folder, stack), report)),
  );
  for (const [at, one] of served.entries()) if (one.status === "fulfilled") accounts.set(stacks[at] ?? "", one.value);
  for (const one of served) if (one.status === "rejected") throw one.reason;
}

async function end(accounts: ReadonlyMap<string, LocalAccount>, folder: string): Promise<void> {
  await Promise.all([...accounts.values()].map((account) => account.close()));
  await rm(folder, { recursive: true, force: true });
}

/** Where commands in the clone look for what serves their stacks, and keep Pulumi's state; git ignores it. */
function runFolderIn(project: string): string {
  return join(project, ".flex-media");
}

/** Whatever names accounts, backends or repositories is the caller's own and no stack's in here. */
function environmentIn(project: string): NodeJS.ProcessEnv {
  const env = withoutVariables(process.env, ["AWS_", "TWILIO_", "PULUMI_", "GIT_", "FLEX_TOKEN"]);
  const path = [join(project, "node_modules/.bin"), env.PATH ?? ""].join(delimiter);
  return { ...env, PATH: path, FLEX_MEDIA_FOLDER: runFolderIn(project) };
}
