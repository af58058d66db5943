import { join } from "node:path";
import { type OpenedStack, openStack } from "../stack/opened-stack.ts";
import { startScript } from "../start/started.ts";

export interface CommandEnd {
  code: number | NodeJS.Signals | null;
  output: string;
}

/** A stack of its own, which processes of the command line reach. */
export async function openedForCommands(): Promise<OpenedStack> {
  const opened = await openStack();
  await opened.stack.pulumi.share(join(opened.folder, "environment.json"));
  return opened;
}

/** Runs a command on it as a user does, to its end. */
export async function flexMedia({ folder }: OpenedStack, ...args: string[]): Promise<CommandEnd> {
  const started = startScript(
    "cli/flex-media.ts",
    args.includes("--stack") ? args : [...args, "--stack", "local"],
    folder,
  );
  return { code: await started.ended, output: started.output() };
}
