/** Runs the command that this process was started with. */

import { runCommandLine } from "./run-command-line.ts";
import { archiveStack, openArchive } from "./stack/archive-stack.ts";
import { findStack } from "./stack/stack.ts";

await runCommandLine({
  stack: findStack,
  async open(name) {
    const { pulumi, environment } = await findStack(name);
    return openArchive(await archiveStack(name, pulumi, environment));
  },
});
