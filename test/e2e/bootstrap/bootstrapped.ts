import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, parseDocument } from "yaml";
import { fetchWithFunctionUrls } from "../../../local/aws/function-url-fetch.ts";
import { type LocalAws, startLocalAws } from "../../../local/aws/ministack.ts";
import { ensureAwsPlugin } from "../../../local/aws/plugin.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import type { PulumiResult } from "../../../local/engine/run.ts";
import { cloneProject } from "../../../local/environments/clone.ts";
import { runScript } from "../../../local/environments/script.ts";
import { withoutVariables } from "../../../local/environments/variables.ts";
import { takeOutAccount } from "../../../local/environments/without-account.ts";
import { withPorts } from "../../../local/stack-config.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { deploy, type Query, queryOf } from "./cloud-formation.ts";

export const accountSid = "AC0123456789abcdef0123456789abcdef";
export const authToken = "fedcba98765432100123456789abcdef";
export const awsAccount = "111122223333";
export const subject = "repo:acme/flex-media";
const numbers = ["+14155550110", "+14155550111"];

/** Who sends a request: the id of an access key, and its secret. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** A request as IAM judged it. */
export interface Judged {
  key: string;
  action: string;
  resource: string;
  allowed: boolean;
}

/** A clone of the project, with accounts of its own in which the templates of `pipelines/bootstrap` have made their part. */
export class Bootstrapped {
  readonly clone: string;
  readonly aws: LocalAws;
  readonly twilio: LocalTwilio;
  readonly query: Query;
  /** What the templates' stacks give, by their names. */
  readonly state: Record<string, string>;
  readonly stack: Record<string, string>;
  readonly #folder: string;

  private constructor(
    folder: string,
    aws: LocalAws,
    twilio: LocalTwilio,
    made: Pick<Bootstrapped, "query" | "state" | "stack">,
  ) {
    this.#folder = folder;
    this.clone = join(folder, "flex-media");
    this.aws = aws;
    this.twilio = twilio;
    this.query = made.query;
    this.state = made.state;
    this.stack = made.stack;
  }

  static async open(): Promise<Bootstrapped> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-bootstrap-")));
    await mkdir(join(folder, "run"));
    await cloneProject(join(folder, "flex-media"));
    const aws = await startLocalAws({
      accountId: awsAccount,
      stateFolder: join(folder, "aws"),
      judgedFile: join(folder, "judged.jsonl"),
    });
    const twilio = await startLocalTwilio({ accountSid, authToken, fetch: fetchWithFunctionUrls(aws) });
    for (const number of numbers) twilio.control.phoneNumbers.add({ phone_number: number });
    const query = queryOf(aws);
    const state = await deploy(query, "flex-media-state", await template("state"), {
      BucketName: "acme-flex-media-state",
      Accounts: awsAccount,
    });
    const stack = await deployStack(query, state);
    const opened = new Bootstrapped(folder, aws, twilio, { query, state, stack });
    await opened.#prepare();
    return opened;
  }

  /** The backend's URL, with the way to the local AWS. */
  get backend(): string {
    return `${this.state.Backend}&endpoint=${encodeURIComponent(this.aws.url)}&use_path_style=true`;
  }

  get secretsProvider(): string {
    return `${this.stack.SecretsProvider}`;
  }

  /** Runs `flex-media` or `pulumi` in the clone. */
  async run(program: "flex-media" | "pulumi", args: readonly string[], who: Credentials): Promise<PulumiResult> {
    const scripts = { "flex-media": "cli/flex-media.ts", pulumi: "local/engine/pulumi.ts" };
    return await runScript(scripts[program], args, {
      project: this.clone,
      env: this.#environment(who),
      signal: undefined,
    });
  }

  /** Changes the stack's settings, as an editor does. */
  async set(values: Record<string, unknown>): Promise<void> {
    const file = join(this.clone, "Pulumi.staging.yaml");
    const document = parseDocument(await readFile(file, "utf8"));
    for (const [path, value] of Object.entries(values)) {
      const [key = "", ...within] = path.split(".");
      document.setIn(["config", key, ...within], document.createNode(value));
    }
    await writeFile(file, document.toString({ lineWidth: 0 }));
  }

  /** What IAM has judged of somebody's requests since the last call. */
  async judged(who: Credentials): Promise<Judged[]> {
    const file = join(this.#folder, "judged.jsonl");
    const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
    await writeFile(file, "");
    return lines.map((line): Judged => JSON.parse(line)).filter(({ key }) => key === who.accessKeyId);
  }

  async close(): Promise<void> {
    await Promise.all([this.twilio.close(), this.aws.close()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Says in the stack's file where the stand-ins are, and gives Pulumi the AWS provider. */
  async #prepare(): Promise<void> {
    await takeOutAccount(this.clone, "staging");
    const local = await readFile(join(this.clone, "Pulumi.local.yaml"), "utf8");
    const { config } = parse(withPorts(local, { twilio: this.twilio.port, aws: this.aws.port }));
    const file = join(this.clone, "Pulumi.staging.yaml");
    const document = parseDocument(await readFile(file, "utf8"));
    for (const [key, value] of Object.entries<unknown>(config)) {
      const leadsThere =
        /^(aws|twilio):/.test(key) && !(typeof value === "object" && value !== null && "secure" in value);
      if (leadsThere && key !== "twilio:accountSid") document.setIn(["config", key], document.createNode(value));
    }
    // With it there is a schedule as well, so that nothing that the program can make is left out.
    document.setIn(["config", "flex-media:archive", "deleteAtTwilioAfterDays"], 30);
    await writeFile(file, document.toString({ lineWidth: 0 }));
    const run = (args: string[]) => this.run("pulumi", args, this.aws.credentials);
    await ensureAwsPlugin({ pulumiHome: join(this.#folder, "run/pulumi"), run, report: () => {} });
  }

  #environment(who: Credentials): NodeJS.ProcessEnv {
    const own = withoutVariables(process.env, ["AWS_", "TWILIO_", "PULUMI_", "GIT_", "FLEX_TOKEN"]);
    return {
      ...own,
      PATH: [join(this.clone, "node_modules/.bin"), own.PATH ?? ""].join(delimiter),
      FLEX_MEDIA_FOLDER: join(this.#folder, "run"),
      PULUMI_BACKEND_URL: this.backend,
      AWS_CA_BUNDLE: this.aws.caFile,
      AWS_REGION: this.aws.region,
      AWS_ENDPOINT_URL_KMS: this.aws.url,
      AWS_ACCESS_KEY_ID: who.accessKeyId,
      AWS_SECRET_ACCESS_KEY: who.secretAccessKey,
      TWILIO_AUTH_TOKEN: authToken,
    };
  }
}

export async function template(name: "state" | "stack"): Promise<string> {
  return await readFile(join(PROJECT_FOLDER, `pipelines/bootstrap/${name}.yaml`), "utf8");
}

async function deployStack(query: Query, state: Record<string, string>): Promise<Record<string, string>> {
  return await deploy(query, "flex-media-staging", await template("stack"), {
    Stack: "staging",
    StateBucket: "acme-flex-media-state",
    StateKeyArn: state.KeyArn ?? "",
    OidcProviderArn: `arn:aws:iam::${awsAccount}:oidc-provider/token.actions.githubusercontent.com`,
    UpSubjects: `${subject}:environment:staging`,
    ReadSubjects: `${subject}:environment:staging-read,${subject}:environment:prod-read,${subject}:environment:prod`,
  });
}

/** Flags with which `init` asks for nothing. */
export function initFlags({ backend, secretsProvider }: Bootstrapped): string[] {
  return [
    ...["init", "--stack", "staging", "--yes", "--backend", backend, "--secrets-provider", secretsProvider],
    ...["--account-sid", accountSid, "--numbers", numbers[0] ?? "", "--addresses", `sms ${numbers[1]},chat web`],
  ];
}
