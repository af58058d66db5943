import { runCommand } from "../engine/command.ts";
import { Mendable } from "../engine/mendable.ts";
import { withoutVariables } from "./variables.ts";

/** Runs git, which must not fail, and gives what it prints. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  // What a hook or an editor tells git of its own repository would lead this one there.
  const env = withoutVariables(process.env, ["GIT_"]);
  const { code, missing, stdout, stderr } = await runCommand("git", args, { cwd, env });
  if (missing) throw new Mendable("git is missing, which the project's commits are read with; install it.");
  if (code === 0) return stdout.trim();
  throw new Mendable(`${cwd}: \`git ${args[0]}\` failed: ${stderr.trim() || stdout.trim()}`);
}
