/** Gets what the tests need beside packages: the Pulumi engine and MiniStack. Costs nothing where both are there. */

import { ensureMiniStack } from "./aws/venv.ts";
import { findEngineVisibly, orExplain } from "./engine/entry.ts";

await orExplain(async () => {
  await findEngineVisibly();
  await ensureMiniStack({ report: (line) => process.stdout.write(`${line}\n`) });
});
