/** `npm run verify:playback`: plays a recording of any stack as Flex Insights would, and tries what must not play. */

import { findEngineVisibly, orExplain } from "../local/engine/entry.ts";
import { LOCAL_STACK, readSharedEnvironment } from "../local/engine/environment.ts";
import { PROJECT_FOLDER } from "../local/engine/project.ts";
import { runPulumi } from "../local/engine/run.ts";
import { readArguments } from "./verify-playback/arguments.ts";
import { type Check, verifyPlayback } from "./verify-playback/checks.ts";
import { playbackOf } from "./verify-playback/stack.ts";

await orExplain(async () => {
  const { stack, recording, token } = readArguments(process.argv.slice(2), process.env);
  const engine = await findEngineVisibly();
  const { FLEX_TOKEN: _, ...others } = process.env;
  // What `npm start` tells of the stand-ins, for whichever stack lives in them.
  const shared = stack === LOCAL_STACK ? await readSharedEnvironment() : {};
  const env = { ...others, ...shared };
  const pulumi = (args: readonly string[]) => runPulumi(args, { engine, cwd: PROJECT_FOLDER, env });
  const { playbackUrl, origin, fetch } = await playbackOf(stack, pulumi, shared.AWS_CA_BUNDLE);

  const urlProvider = `${playbackUrl.replace(/\/$/, "")}/?recording=${recording}`;
  process.stdout.write(`${urlProvider} for pages of ${origin}\n`);
  let hasFailed = false;
  for await (const check of verifyPlayback({ urlProvider, token, origin, fetch })) {
    process.stdout.write(line(check));
    hasFailed ||= check.outcome === "failed";
  }
  process.exitCode = hasFailed ? 1 : 0;
});

function line({ name, outcome, status, milliseconds, detail }: Check): string {
  const mark = { passed: "✓", failed: "✗", warned: "!" }[outcome];
  const time = milliseconds === undefined ? "" : `${milliseconds} ms`;
  return `${mark} ${name.padEnd(18)} ${String(status ?? "").padStart(3)} ${time.padStart(9)}  ${detail}\n`;
}
