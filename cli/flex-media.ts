/** `npm run flex-media -- <command>`: works on a stack's recordings. */

import { program } from "./commands/program.ts";
import { archiveStack, openArchive } from "./stack/archive-stack.ts";
import { stackEnvironment, stackPulumi } from "./stack/pulumi.ts";
import { explained } from "./terminal/explain.ts";
import { withInterrupt } from "./terminal/interrupt.ts";

await explained(() =>
  withInterrupt(async (stop) => {
    await program({
      async open(stack) {
        const env = await stackEnvironment(stack);
        return openArchive(await archiveStack(stack, await stackPulumi(env), env));
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
