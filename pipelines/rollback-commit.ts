/** `pipelines/rollback-commit.sh STACK`: prints the commit that `flex-media rollback` takes a stack back to. */
import { historyOf } from "../cli/promote/history.ts";
import { recordOf } from "../cli/promote/record.ts";
import { rollbackTargets } from "../cli/promote/rollback-target.ts";
import { findStack } from "../cli/stack/stack.ts";
import { orExplain } from "../local/engine/entry.ts";
import { Mendable } from "../local/engine/mendable.ts";

await orExplain(async () => {
  const [name = ""] = process.argv.slice(2);
  const stack = await findStack(name);
  const [target] = rollbackTargets(await historyOf(stack), await recordOf(stack));
  if (target === undefined) {
    throw new Mendable(`STACK: ${name} has no commit recorded to go back to; promote one that is good`);
  }
  console.log(target);
});
