import type { ProgressTarget } from "../../local/engine/progress.ts";
import type { Archive } from "../archive/archive.ts";
import type { Stack } from "../stack/stack.ts";

/** What commands reach. */
export interface CommandContext {
  /** A stack, to run Pulumi on. */
  stack(name: string): Promise<Stack>;
  /** Opens a stack's archive; `close` ends its connections. */
  open(stack: string): Promise<Archive & { close(): void }>;
  stdout: Pick<NodeJS.WritableStream, "write">;
  /** Progress goes here, so that what a command says can be piped on. */
  stderr: ProgressTarget;
  /** Milliseconds since 1970. */
  now(): number;
  /** Aborted when the user wants an end. */
  stop: AbortSignal;
  setExitCode(code: number): void;
  /** Other than usual, for trying commands in no time. */
  tuning?: { pageSize?: number; pace?: number; poll?: number; patience?: number };
}
