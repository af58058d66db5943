import process from "node:process";
import type { CommandContext } from "./commands/context.ts";
import { program } from "./commands/program.ts";
import { explained } from "./terminal/explain.ts";
import { withInterrupt } from "./terminal/interrupt.ts";

/** Runs the command that this process was started with, on its terminal, until Ctrl-C at the latest. */
export async function runCommandLine(reach: Pick<CommandContext, "stack" | "open" | "tuning">): Promise<void> {
  await explained(() =>
    withInterrupt(async (stop) => {
      await program({
        ...reach,
        stdout: process.stdout,
        stderr: process.stderr,
        now: Date.now,
        stop,
        setExitCode(code) {
          process.exitCode = code;
        },
      }).parseAsync();
    }),
  );
}
