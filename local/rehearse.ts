/** `npm run rehearse`: a commit's way from dev to prod, on this machine: three stacks in accounts of their own. */

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { findEngineVisibly, orExplain } from "./engine/entry.ts";
import { Mendable } from "./engine/mendable.ts";
import type { PulumiResult } from "./engine/run.ts";
import { Environments } from "./environments/environments.ts";
import { changesIn, describeChanges } from "./stack-changes.ts";
import { Lifetime } from "./start/lifetime.ts";
import { StepFailed, Steps, seconds } from "./start/steps.ts";

/** In the order in which a commit passes them. */
const stacks = ["dev", "staging", "prod"] as const;

const historySchema = z.array(z.object({ environment: z.record(z.string(), z.string()) })).min(1);

await orExplain(async () => {
  const { serve } = parseArgs({ options: { serve: { type: "boolean", default: false } } }).values;
  const lifetime = new Lifetime();
  const steps = new Steps(process.stdout);
  let environments: Environments | undefined;
  try {
    environments = await open(steps, lifetime.signal);
    await bringUp(steps, environments, stacks[0]);
    for (const [at, to] of stacks.slice(1).entries()) await promote(steps, environments, stacks[at] ?? "", to);
    await proveOneCommit(steps, environments);
    process.stdout.write(`\nDone in ${seconds(steps.elapsed)}.\n`);
    if (!serve) return;
    process.stdout.write(`\n${invitation(environments)}\n`);
    await Promise.race([lifetime.ended(), environments.ended.then((error) => Promise.reject(error))]);
  } catch (error) {
    if (lifetime.signal.aborted) throw new Mendable("\nEnded before all was promoted.", { cause: error });
    throw error instanceof StepFailed ? new Mendable(`\nFailed at ${error.message}`, { cause: error }) : error;
  } finally {
    await environments?.close();
  }
});

function invitation(environments: Environments): string {
  const looks = stacks.map(
    (stack) => `  ${`requests to ${stack}'s Twilio`.padEnd(30)}${environments.twilio(stack).url}/_control/requests`,
  );
  return [
    "Serving until Ctrl-C. In another terminal, with any of the stacks:",
    `  cd ${environments.folder}`,
    "  npm run flex-media -- drift --stack staging",
    "To look at",
    ...looks,
  ].join("\n");
}

async function open(steps: Steps, signal: AbortSignal): Promise<Environments> {
  const report = (line: string) => process.stdout.write(`  ${line}\n`);
  await steps.run("Pulumi engine", async () => {
    const { version, source } = await findEngineVisibly();
    return { value: undefined, result: `${version} (${source})` };
  });
  return await steps.run("three accounts", async () => {
    const folder = await mkdtemp(join(tmpdir(), "flex-media-rehearsal-"));
    const value = await Environments.open({ stacks, folder, report, signal });
    const { head, uncommitted } = value.clone;
    const more = uncommitted === 0 ? "" : `, and ${uncommitted} changed files that are not committed`;
    // A listener in each account, so that playback is verified, too.
    for (const stack of stacks) {
      const token = value.twilio(stack).control.tokens.issue({ identity: "rehearsal", roles: ["supervisor"] });
      value.env[`FLEX_TOKEN_${stack.toUpperCase()}`] = token;
    }
    return { value, result: `${stacks.join(", ")}, in a clone of ${head.slice(0, 10)}${more}` };
  });
}

async function bringUp(steps: Steps, environments: Environments, stack: string): Promise<void> {
  await steps.run(`${stack}: pulumi up`, async () => {
    const args = ["up", "--yes", "--skip-preview", "--color=never", "--non-interactive", "--stack", stack];
    const { stdout } = succeeded(await environments.pulumi(...args));
    return { value: undefined, result: describeChanges(changesIn(stdout)) };
  });
}

async function promote(steps: Steps, environments: Environments, from: string, to: string): Promise<void> {
  const told = await steps.run(`${from} → ${to}`, async () => {
    const { stdout } = succeeded(await environments.flexMedia("promote", "--from", from, "--to", to, "--yes"));
    return { value: stdout.trimEnd(), result: "promoted" };
  });
  process.stdout.write(`${told.replaceAll(/^(?=.)/gm, "  ")}\n`);
}

/** Reads what the engine itself has recorded. */
async function proveOneCommit(steps: Steps, environments: Environments): Promise<void> {
  await steps.run("one commit in all", async () => {
    const commits = await Promise.all(stacks.map((stack) => commitOf(environments, stack)));
    const [commit = ""] = commits;
    if (commits.some((other) => other !== commit)) throw new Error(`The stacks run ${commits.join(", ")}.`);
    return { value: commit, result: commit };
  });
}

async function commitOf(environments: Environments, stack: string): Promise<string> {
  const { stdout } = succeeded(
    await environments.pulumi("stack", "history", "--json", "--page-size", "1", "--stack", stack),
  );
  const [newest] = historySchema.parse(JSON.parse(stdout));
  const { "git.head": commit, "git.dirty": dirty } = newest?.environment ?? {};
  if (commit === undefined || dirty !== "false") throw new Error(`${stack} runs no commit that is known.`);
  return commit;
}

function succeeded(result: PulumiResult): PulumiResult {
  const { code, stdout, stderr } = result;
  if (code === 0) return result;
  throw new Error(`exit code ${code}\n${stdout}${stderr}`.trim());
}
