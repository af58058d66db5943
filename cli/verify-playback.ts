/** `npm run verify:playback`: plays a recording of any stack as Flex Insights would, and tries what must not play. */

import { orExplain } from "../local/engine/entry.ts";
import { findStack } from "./stack/stack.ts";
import { checkLine } from "./terminal/check-line.ts";
import { readArguments } from "./verify-playback/arguments.ts";
import { type Check, verifyPlayback } from "./verify-playback/checks.ts";
import { playbackOf } from "./verify-playback/stack.ts";

await orExplain(async () => {
  const { stack, recording, token } = readArguments(process.argv.slice(2), process.env);
  const { playbackUrl, origin, fetch } = await playbackOf(await findStack(stack));

  const urlProvider = `${playbackUrl.replace(/\/$/, "")}/?recording=${recording}`;
  process.stdout.write(`${urlProvider} for pages of ${origin}\n`);
  let hasFailed = false;
  for await (const check of verifyPlayback({ urlProvider, token, origin, fetch })) {
    process.stdout.write(line(check));
    hasFailed ||= check.outcome === "failed";
  }
  process.exitCode = hasFailed ? 1 : 0;
});

function line({ name, status, ...check }: Check): string {
  return checkLine({ ...check, name: `${name.padEnd(18)} ${String(status ?? "").padStart(3)}` }, 22);
}
