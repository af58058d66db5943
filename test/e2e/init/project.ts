import { cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { type InitReach, init } from "../../../cli/init/index.ts";
import type { Prompts } from "../../../cli/init/prompts.ts";
import { fileBackend } from "../../../local/engine/environment.ts";
import { findEngine } from "../../../local/engine/find.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { runPulumi } from "../../../local/engine/run.ts";
import { takeOutAccount } from "../../../local/environments/without-account.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { products } from "../../../providers/twilio/http/hosts.ts";

export const accountSid = "AC0123456789abcdef0123456789abcdef";
export const authToken = "fedcba98765432100123456789abcdef";
export const passphrase = "a passphrase for tests";
export const numbers = { voice: "+14155550110", text: "+14155550111" };

/** What an `init` printed, and the error that it ended with. */
export interface Outcome {
  stdout: string;
  stderr: string;
  error: Error | undefined;
}

/** The project's files as they are committed, before any `init`, with stacks but without a program, and an account at local Twilio. */
export class InitProject {
  readonly folder: string;
  readonly twilio: LocalTwilio;
  /** Every command that Pulumi got, as a line. */
  readonly commands: string[] = [];
  readonly environment: NodeJS.ProcessEnv;
  /** What happens just before Pulumi gets a command. */
  beforeCommand: (args: readonly string[]) => void = () => {};

  private constructor(folder: string, twilio: LocalTwilio, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.twilio = twilio;
    this.environment = environment;
  }

  static async open(): Promise<InitProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-init-")));
    const twilio = await startLocalTwilio({ accountSid, authToken });
    for (const number of Object.values(numbers)) twilio.control.phoneNumbers.add({ phone_number: number });
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.staging.yaml"]) {
      await cp(join(PROJECT_FOLDER, file), join(folder, file));
    }
    for (const stack of ["dev", "staging"]) await takeOutAccount(folder, stack);
    const { AWS_PROFILE: _, ...env } = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(TWILIO|PULUMI)_/.test(name)),
    );
    const project = new InitProject(folder, twilio, { ...env, PULUMI_HOME: join(folder, "home") });
    const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
    await project.edit("Pulumi.staging.yaml", { "twilio:endpoints": Object.fromEntries(endpoints) });
    return project;
  }

  /** Where the trial's state goes. */
  get backend(): string {
    return fileBackend(join(this.folder, "state"));
  }

  /** Flags and environment that answer everything. */
  get answers(): { flags: Record<string, string>; environment: Record<string, string> } {
    return {
      flags: {
        backend: this.backend,
        "account-sid": accountSid,
        numbers: numbers.voice,
        addresses: `sms ${numbers.text}, chat web`,
      },
      environment: { TWILIO_AUTH_TOKEN: authToken, PULUMI_CONFIG_PASSPHRASE: passphrase },
    };
  }

  async text(file = "Pulumi.staging.yaml"): Promise<string> {
    return await readFile(join(this.folder, file), "utf8");
  }

  /** Sets values of a stack's file as an editor does; `undefined` takes one away. */
  async edit(file: string, values: Record<string, unknown>): Promise<void> {
    const document = parseDocument(await this.text(file));
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) document.deleteIn(["config", key]);
      else document.setIn(["config", key], document.createNode(value));
    }
    await writeFile(join(this.folder, file), document.toString({ lineWidth: 0, flowCollectionPadding: false }));
  }

  async init(
    flags: Record<string, string>,
    environment: Record<string, string>,
    options: Partial<InitReach> & { stack?: string; changeSecretsProvider?: boolean } = {},
  ): Promise<Outcome> {
    const { stack = "staging", changeSecretsProvider = false, ...reach } = options;
    const printed = { stdout: "", stderr: "" };
    const into = (name: "stdout" | "stderr") => ({
      write(text: string | Uint8Array) {
        printed[name] += text;
        return true;
      },
    });
    const engine = await findEngine();
    let error: Error | undefined;
    try {
      await init(
        {
          stack,
          given: new Map(Object.entries(flags)),
          changeSecretsProvider,
          stateFolder: join(this.folder, "state"),
        },
        {
          folder: this.folder,
          environment: { ...this.environment, ...environment },
          pulumi: (args, pulumiOptions) => {
            this.commands.push(args.join(" "));
            this.beforeCommand(args);
            return runPulumi(args, { engine, cwd: this.folder, ...pulumiOptions });
          },
          prompts: undefined,
          stdout: into("stdout"),
          stderr: into("stderr"),
          stop: new AbortController().signal,
          ...reach,
        },
      );
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      error = thrown;
    }
    return { ...printed, error };
  }

  /** Runs Pulumi in the project, as somebody who knows the passphrase. */
  async pulumi(...args: string[]): Promise<string> {
    const env = { ...this.environment, PULUMI_BACKEND_URL: this.backend, PULUMI_CONFIG_PASSPHRASE: passphrase };
    const { code, stdout, stderr } = await runPulumi(args, { engine: await findEngine(), cwd: this.folder, env });
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  async stacks(): Promise<string[]> {
    const listed: { name: string }[] = JSON.parse(await this.pulumi("stack", "ls", "--json"));
    return listed.map(({ name }) => name);
  }

  async close(): Promise<void> {
    await this.twilio.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Somebody at a terminal: answers by what a question begins with, one after the other where it is asked again. */
export function somebody(answers: Record<string, string | string[] | boolean>): Prompts & { refused: string[] } {
  const left = new Map(Object.entries(answers).map(([question, answer]) => [question, [answer].flat()]));
  const refused: string[] = [];
  const next = (message: string) => {
    const [, mine] = [...left].find(([question]) => message.startsWith(question)) ?? [];
    return mine?.shift();
  };
  const checked = async (
    message: string,
    current: string | undefined,
    check: (text: string) => Promise<string | undefined>,
  ) => {
    for (;;) {
      const answer = next(message) ?? current;
      if (typeof answer !== "string") throw new Error(`Nobody said what to answer to: ${message}`);
      const reason = await check(answer);
      if (reason === undefined) return answer;
      refused.push(`${message} ${reason}`);
    }
  };
  return {
    refused,
    text: ({ message, current, check }) => checked(message, current, check),
    secret: ({ message, check }) => checked(message, undefined, check),
    async choice({ message, choices, current }) {
      const answer = next(message) ?? current;
      const choice = choices.find(({ value }) => value === answer);
      if (choice === undefined) throw new Error(`${answer} is no choice of: ${message}`);
      return choice.value;
    },
    async confirm({ message, current }) {
      const answer = next(message) ?? current;
      return answer === true;
    },
  };
}
