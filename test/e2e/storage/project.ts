import { cp, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordingStorageArgs } from "../../../infra/storage.ts";
import type { LocalAws } from "../../../local/aws/ministack.ts";
import { ensureAwsPlugin } from "../../../local/aws/plugin.ts";
import { allServicesAt } from "../../../local/aws/provider/clients.ts";
import type { Engine } from "../../../local/engine/engine.ts";
import { fileBackend } from "../../../local/engine/environment.ts";
import { findEngine } from "../../../local/engine/find.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type PulumiResult, runPulumi } from "../../../local/engine/run.ts";
import { changesIn, type StackChanges } from "../../../local/stack-changes.ts";

/** The storage alone as a Pulumi project, on the real engine and local AWS. */
export class StorageProject {
  readonly folder: string;
  readonly #engine: Engine;
  readonly #aws: LocalAws;

  private constructor(folder: string, engine: Engine, aws: LocalAws) {
    this.folder = folder;
    this.#engine = engine;
    this.#aws = aws;
  }

  static async make(aws: LocalAws): Promise<StorageProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-storage-")));
    await cp(join(import.meta.dirname, "program"), folder, { recursive: true });
    await symlink(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
    const runtime = { name: "nodejs", options: { typescript: false } };
    // YAML takes JSON as it is.
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "storage-alone", runtime, main: "index.js" }));
    const project = new StorageProject(folder, await findEngine(), aws);
    const pulumiHome = join(folder, "home");
    await ensureAwsPlugin({ pulumiHome, run: (args) => project.run(args), report: () => {} });
    return project;
  }

  /** A stack of its own, whose storage is yet to be declared. */
  async stack(name: string): Promise<StorageStack> {
    const stack = new StorageStack(this, name);
    await this.succeed(["stack", "init", name]);
    const { url, region, credentials } = this.#aws;
    const config = {
      "aws:region": region,
      "aws:accessKey": credentials.accessKeyId,
      "aws:secretKey": credentials.secretAccessKey,
      "aws:endpoints": JSON.stringify([{ ...allServicesAt(url), sts: url }]),
      "aws:s3UsePathStyle": "true",
      "aws:skipCredentialsValidation": "true",
      "aws:skipMetadataApiCheck": "true",
      "aws:skipRequestingAccountId": "true",
    };
    const values = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await this.succeed(["config", "set-all", "--stack", name, ...values]);
    return stack;
  }

  async run(args: readonly string[]): Promise<PulumiResult> {
    return await runPulumi([...args, "--color=never", "--non-interactive"], {
      engine: this.#engine,
      env: { ...process.env, AWS_CA_BUNDLE: this.#aws.caFile },
      cwd: this.folder,
      home: join(this.folder, "home"),
      backend: fileBackend(join(this.folder, "state")),
    });
  }

  /** Runs a command that must not fail, and gives what it prints. */
  async succeed(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class StorageStack {
  readonly #project: StorageProject;
  readonly #name: string;

  constructor(project: StorageProject, name: string) {
    this.#project = project;
    this.#name = name;
  }

  async declare(args: RecordingStorageArgs): Promise<void> {
    const storage = { module: join(PROJECT_FOLDER, "infra/storage.ts"), args };
    await writeFile(join(this.#project.folder, "storage.json"), JSON.stringify(storage));
  }

  async operate(operation: "up" | "refresh" | "destroy"): Promise<StackChanges> {
    const args = [operation, "--yes", "--skip-preview", "--stack", this.#name];
    return changesIn(await this.#project.succeed(args));
  }

  /** Runs an operation that may fail. */
  async attempt(operation: "up" | "destroy"): Promise<PulumiResult> {
    return await this.#project.run([operation, "--yes", "--skip-preview", "--stack", this.#name]);
  }

  async outputs(): Promise<Record<"bucketName" | "bucketArn" | "keyArn" | "keyAlias", string>> {
    return JSON.parse(await this.#project.succeed(["stack", "output", "--json", "--stack", this.#name]));
  }
}
