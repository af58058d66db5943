import { cp, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../local/engine/engine.ts";
import { fileBackend } from "../../../local/engine/environment.ts";
import { findEngine } from "../../../local/engine/find.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { runPulumi } from "../../../local/engine/run.ts";
import { changesIn, type StackChanges } from "../../../local/stack-changes.ts";
import type { LocalTwilio } from "../../../local/twilio/server.ts";
import { products } from "../../../providers/twilio/http/hosts.ts";

export interface ProgramResource {
  type: string;
  name: string;
  inputs: object;
  /** The engine's options, as a program gives them. */
  options?: object;
}

/** What the state holds of a resource. */
export interface StateResource {
  type: string;
  urn: string;
  id: string;
  inputs: Record<string, never>;
  outputs: Record<string, never>;
}

/** A Pulumi project of resources of the Twilio provider alone, on the real engine. */
export class TwilioProject {
  readonly folder: string;
  readonly #engine: Engine;

  private constructor(folder: string, engine: Engine) {
    this.folder = folder;
    this.#engine = engine;
  }

  /** @param program The folder of the program; by default one that registers what {@link declare} is given. */
  static async make(
    twilio: LocalTwilio,
    credentials: { accountSid: string; authToken: string },
    program = join(import.meta.dirname, "program"),
  ): Promise<TwilioProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-twilio-")));
    await cp(program, folder, { recursive: true });
    await symlink(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
    const provider = { name: "twilio", path: join(PROJECT_FOLDER, "providers/twilio/bin") };
    const runtime = { name: "nodejs", options: { typescript: false } };
    const settings = { name: "twilio-resources", runtime, main: "index.js", plugins: { providers: [provider] } };
    // YAML takes JSON as it is.
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
    const project = new TwilioProject(folder, await findEngine());
    const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
    const config = {
      "twilio:accountSid": credentials.accountSid,
      "twilio:endpoints": JSON.stringify(Object.fromEntries(endpoints)),
    };
    for (const stack of ["main", "imported"]) {
      await project.run(["stack", "init", stack]);
      for (const [key, value] of Object.entries(config))
        await project.run(["config", "set", "--stack", stack, key, value]);
      await project.run(["config", "set", "--stack", stack, "--secret", "twilio:authToken", credentials.authToken]);
    }
    return project;
  }

  async declare(resources: readonly ProgramResource[]): Promise<void> {
    await writeFile(join(this.folder, "resources.json"), JSON.stringify(resources));
  }

  /** Runs a command that must not fail, and gives what it prints. */
  async run(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runPulumi([...args, "--color=never", "--non-interactive"], {
      engine: this.#engine,
      // The linked packages hold @pulumi/aws, whose provider no program here uses.
      env: { ...process.env, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
      cwd: this.folder,
      home: join(this.folder, "home"),
      backend: fileBackend(join(this.folder, "state")),
    });
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async operate(operation: "up" | "refresh" | "destroy", stack = "main"): Promise<StackChanges> {
    return changesIn(await this.run([operation, "--yes", "--skip-preview", "--stack", stack]));
  }

  /** The resources of the provider in the state, with their secrets closed. */
  async state(stack = "main"): Promise<StateResource[]> {
    const { deployment } = JSON.parse(await this.run(["stack", "export", "--stack", stack]));
    return (deployment.resources ?? []).filter(({ type }: StateResource) => type.startsWith("twilio:"));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
