import { findEngineVisibly } from "../../local/engine/entry.ts";
import { standInEnvironment } from "../../local/engine/environment.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { PROJECT_FOLDER } from "../../local/engine/project.ts";
import { type PulumiOptions, type PulumiResult, runPulumi } from "../../local/engine/run.ts";
import { shortName } from "./short-name.ts";

/**
 * Runs a Pulumi command in the project, in the environment that the stack's own commands run in. What takes minutes can
 * be watched, and ended in order.
 */
export type StackPulumi = (
  args: readonly string[],
  options?: Pick<PulumiOptions, "env" | "onOutput" | "signal">,
) => Promise<PulumiResult>;

/**
 * The environment of a stack's commands: where stand-ins serve the stack, what leads to them goes first, as an authority
 * that vouches for others does not vouch for them.
 */
export async function stackEnvironment(stack: string): Promise<NodeJS.ProcessEnv> {
  return { ...process.env, ...(await standInEnvironment(shortName(stack))) };
}

export async function stackPulumi(env: NodeJS.ProcessEnv): Promise<StackPulumi> {
  const engine = await findEngineVisibly();
  return (args, options) => runPulumi(args, { engine, cwd: PROJECT_FOLDER, env, ...options });
}

/** The JSON that a Pulumi command prints about a stack. */
export async function jsonOf(stack: string, pulumi: StackPulumi, command: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await pulumi([...command, "--stack", stack, "--non-interactive"]);
  if (code === 0) return JSON.parse(stdout);
  throw new Mendable(
    absence(stack, stderr) ?? `--stack: \`pulumi ${command.join(" ")}\` fails for ${stack}: ${stderr.trim()}`,
  );
}

/** What to do where Pulumi says that there is no such stack; undefined where it says something else. */
export function absence(stack: string, told: string): string | undefined {
  const [said] = /no stack named '[^']*' found/.exec(told) ?? [];
  return said === undefined
    ? undefined
    : `--stack: ${said}; \`npm run flex-media -- init --stack ${stack}\` makes it, and ` +
        "`npm run pulumi -- stack ls` lists what there is";
}
