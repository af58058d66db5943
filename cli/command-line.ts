/** Runs the command that this process was started with. */

import { program } from "./commands/program.ts";
import { archiveStack, openArchive } from "./stack/archive-stack.ts";
import { findStack } from "./stack/stack.ts";
import { explained } from "./terminal/explain.ts";
import { withInterrupt } from "./terminal/interrupt.ts";

await explained(() =>
  withInterrupt(async (stop) => {
    await program({
      stack: findStack,
      async open(name) {
        const { pulumi, environment } = await findStack(name);
        return openArchive(await archiveStack(name, pulumi, environment));
      },
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
