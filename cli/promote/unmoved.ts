import { type Checkout, someOf } from "./checkout.ts";
import type { DeliveryPlan, DeliveryTools, Examined } from "./delivery.ts";
import type { Refusal } from "./gates/gate.ts";

const again = "run the command again, and read its new report";

/** What is no longer as it was when the gates were asked: stacks by history and state, and the working tree. */
export async function unmoved(
  { from, to, checkout }: Pick<DeliveryPlan, "from" | "to" | "checkout">,
  tools: Pick<DeliveryTools, "factsOf" | "readCheckout">,
): Promise<Refusal[]> {
  const stacks = [from, to].filter((examined) => examined !== undefined);
  const [checkedOut, ...moved] = await Promise.all([
    tools.readCheckout(),
    ...stacks.map((examined) => movedStack(examined, tools)),
  ]);
  return [...moved.flat(), ...movedTree(checkout, checkedOut)].map((reason) => ({ gate: "unmoved", reason }));
}

async function movedStack(examined: Examined, tools: Pick<DeliveryTools, "factsOf">): Promise<string[]> {
  return (await hasMoved(examined, tools))
    ? [`${examined.stack.name}: somebody has worked on it since it was examined; ${again}`]
    : [];
}

/** Whether a stack has another history or state than when it was examined. */
export async function hasMoved(
  { stack, facts }: Examined,
  { factsOf }: Pick<DeliveryTools, "factsOf">,
): Promise<boolean> {
  const [before, now] = await Promise.all(
    [facts, factsOf(stack)].map(async (one) => `${(await one.history()).newest} ${(await one.state()).writtenAt}`),
  );
  return before !== now;
}

function movedTree(before: Checkout, { head, changes, hidden }: Checkout): string[] {
  if (head !== before.head) return [`working tree: another commit was checked out since it was examined; ${again}`];
  const files = [...changes, ...hidden];
  return files.length > 0 ? [`working tree: ${someOf(files)}: changed since it was examined; ${again}`] : [];
}
