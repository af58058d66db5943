/** `npm run destroy`: puts everything back as it was before `npm start` provisioned it. */

import { findEngineVisibly, orExplain } from "./engine/entry.ts";
import { RUN_FOLDER } from "./engine/project.ts";
import { LocalStack } from "./local-stack.ts";
import { describeChanges } from "./stack-changes.ts";

await orExplain(async () => {
  const report = (line: string) => process.stdout.write(`${line}\n`);
  const stack = await LocalStack.open({ engine: await findEngineVisibly(), folder: RUN_FOLDER, report });
  try {
    report(`Destroyed: ${describeChanges(await stack.pulumi.destroy())}.`);
  } finally {
    await stack.close();
  }
});
