/** `npm run pulumi -- <args>`: any Pulumi command with this project's engine, state folder and environment. */

import { findEngineVisibly, orExplain } from "./entry.ts";
import { readSharedEnvironment } from "./environment.ts";
import { runPulumi } from "./run.ts";

await orExplain(async () => {
  const engine = await findEngineVisibly();
  // What the user sets counts for more than what the last `npm start` left.
  const env = { ...(await readSharedEnvironment()), ...process.env };
  const { code } = await runPulumi(process.argv.slice(2), { engine, env, stdio: "inherit" });
  process.exitCode = code;
});
