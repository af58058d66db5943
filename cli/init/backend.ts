import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import type { PulumiResult } from "../../local/engine/run.ts";
import { Secret } from "../../providers/kit/index.ts";
import { shortName } from "../stack/short-name.ts";
import type { InitReach } from "./reach.ts";
import { isSealed, type StackFile } from "./stack-file.ts";
import type { StatePlace } from "./state-place.ts";

const stacksSchema = z.array(z.object({ name: z.string() }));
const configSchema = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean() }));

export interface BackendCommand {
  input?: string;
  /** Pulumi's words where it fails; left out, its own are shown. */
  failing?: string;
  /** What must be done is done after an interrupt too. */
  signal?: AbortSignal | undefined;
}

/** A stack in the backend that was chosen for it. */
export class Backend {
  readonly stack: string;
  readonly place: StatePlace;
  readonly #reach: InitReach;
  readonly #passphrase: Secret<string> | undefined;

  constructor(stack: string, place: StatePlace, reach: InitReach, passphrase?: Secret<string>) {
    this.stack = stack;
    this.place = place;
    this.#reach = reach;
    this.#passphrase = passphrase;
  }

  /** Whether the stack is there. It also proves that the backend can be reached. */
  async exists(signal?: AbortSignal): Promise<boolean> {
    const listed = await this.run(["stack", "ls", "--json"], { failing: this.#unreachable, signal });
    const own = shortName(this.stack);
    return stacksSchema.parse(JSON.parse(listed)).some(({ name }) => name === this.stack || shortName(name) === own);
  }

  /** The file's values, with its secrets opened. Only a stack that is there can open them. */
  async values(file: StackFile): Promise<Map<string, unknown>> {
    const values = file.values();
    if (!file.hasSecrets) return values;
    const printed = await this.run(["config", "--json", "--show-secrets", "--stack", this.stack], {
      failing: `${file.name}: its secrets can't be opened; look whether this is the right backend, and you may use its key`,
    });
    const config = configSchema.parse(JSON.parse(printed));
    for (const [key, { value = "", secret }] of Object.entries(config)) {
      if (secret && isSealed(values.get(key))) values.set(key, new Secret(value));
    }
    return values;
  }

  /** Runs a command that must not fail, and gives what it prints. */
  async run(
    args: readonly string[],
    { input, failing, signal = this.#reach.stop }: BackendCommand = {},
  ): Promise<string> {
    const { code, stdout, stderr } = await this.#attempt(args, { input, signal });
    if (code === 0) return stdout;
    signal.throwIfAborted();
    const said = stderr.trim() || stdout.trim();
    throw new Mendable(`${failing ?? `\`pulumi ${args.slice(0, 2).join(" ")}\` fails`}: ${said}`);
  }

  async #attempt(
    args: readonly string[],
    { input, signal }: { input?: string | undefined; signal: AbortSignal },
  ): Promise<PulumiResult> {
    const env = { ...this.#reach.environment, PULUMI_BACKEND_URL: this.place.backend };
    const passphrase = this.#passphrase && { PULUMI_CONFIG_PASSPHRASE: this.#passphrase.reveal() };
    return await this.#reach.pulumi([...args, "--non-interactive", "--color=never"], {
      env: { ...env, ...passphrase },
      signal,
      ...(input !== undefined && { input }),
    });
  }

  get #unreachable(): string {
    const remedy = {
      cloud: "log in with `npm run pulumi -- login`, or set PULUMI_ACCESS_TOKEN",
      s3: "look whether the bucket is there (docs/state.md makes it) and AWS credentials are in the environment",
      folder: "look whether the folder can be written to",
    }[this.place.kind];
    return `--backend: ${this.place.backend} can't be used; ${remedy}`;
  }
}
