/** `npm run pulumi -- <args>`: any Pulumi command with this project's engine, state folder and environment. */

import { parseArgs } from "node:util";
import { shortName } from "../../cli/stack/short-name.ts";
import type { Engine } from "./engine.ts";
import { findEngineVisibly, orExplain } from "./entry.ts";
import { readSharedEnvironments } from "./environment.ts";
import { runPulumi } from "./run.ts";

await orExplain(async () => {
  const args = process.argv.slice(2);
  const engine = await findEngineVisibly();
  const shared = await readSharedEnvironments();
  // It leads to the stand-ins, so it would be wrong for any other stack, and what leads elsewhere is wrong for these.
  const stack = Object.keys(shared).length > 0 ? shortName(await stackOf(args, engine)) : "";
  const env = { ...process.env, ...(Object.hasOwn(shared, stack) ? shared[stack] : {}) };
  const { code } = await runPulumi(args, { engine, env, stdio: "inherit" });
  process.exitCode = code;
});

/** The stack that a command is about: the one that it names, else the selected one. */
async function stackOf(args: string[], engine: Engine): Promise<string> {
  const options = { stack: { type: "string", short: "s" } } as const;
  const { stack } = parseArgs({ args, options, strict: false, allowPositionals: true }).values;
  if (typeof stack === "string") return stack;
  return (await runPulumi(["stack", "--show-name"], { engine })).stdout.trim();
}
