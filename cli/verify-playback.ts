/** `npm run verify:playback`: plays a recording of any stack as Flex Insights would, and tries what must not play. */

import { orExplain } from "../local/engine/entry.ts";
import { standInEnvironment } from "../local/engine/environment.ts";
import { stackEnvironment, stackPulumi } from "./stack/pulumi.ts";
import { readArguments } from "./verify-playback/arguments.ts";
import { type Check, verifyPlayback } from "./verify-playback/checks.ts";
import { playbackOf } from "./verify-playback/stack.ts";

await orExplain(async () => {
  const { stack, recording, token } = readArguments(process.argv.slice(2), process.env);
  const { FLEX_TOKEN: _, ...env } = await stackEnvironment(stack);
  const { AWS_CA_BUNDLE: caFile } = await standInEnvironment(stack);
  const { playbackUrl, origin, fetch } = await playbackOf(stack, await stackPulumi(env), caFile);

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
