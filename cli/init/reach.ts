import type { PulumiOptions, PulumiResult } from "../../local/engine/run.ts";
import type { Prompts } from "./prompts.ts";

/** What `init` reaches. */
export interface InitReach {
  /** The project's folder, with the stacks' files. */
  folder: string;
  /** The environment that answers questions, and that Pulumi runs in. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Runs a Pulumi command in the project. */
  pulumi(args: readonly string[], options: Pick<PulumiOptions, "env" | "input" | "signal">): Promise<PulumiResult>;
  /** Absent where nobody is there to be asked. */
  prompts: Prompts | undefined;
  stdout: Pick<NodeJS.WritableStream, "write">;
  stderr: Pick<NodeJS.WritableStream, "write">;
  stop: AbortSignal;
}
