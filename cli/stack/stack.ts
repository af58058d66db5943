import { type StackPulumi, stackEnvironment, stackPulumi } from "./pulumi.ts";

/** A stack that commands work on. */
export interface Stack {
  name: string;
  /** What its commands run in: it leads to the stand-ins where they serve this stack. */
  environment: NodeJS.ProcessEnv;
  pulumi: StackPulumi;
}

/** Finds what a stack's commands run with. Whether there is such a stack, the first of them tells. */
export async function findStack(name: string): Promise<Stack> {
  const environment = await stackEnvironment(name);
  // A listener's token is for the checks that play, and for no plugin.
  const { FLEX_TOKEN: _, ...others } = environment;
  return { name, environment, pulumi: await stackPulumi(others) };
}
