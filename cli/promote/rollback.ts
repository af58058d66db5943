import type { Stack } from "../stack/stack.ts";
import { type Delivery, type DeliveryTools, deliver } from "./delivery.ts";
import type { RollbackSubject } from "./facts.ts";
import { firstRefusals, rollbackGates } from "./gates/index.ts";

/** Takes a stack back to a commit that is recorded on it, which is the one that is checked out. */
export async function rollBack(to: Stack, tools: DeliveryTools & { now(): number }): Promise<Delivery> {
  const subject: RollbackSubject = { to: tools.factsOf(to), checkout: await tools.readCheckout() };
  const { checkout } = subject;
  return await deliver(
    {
      kind: "rollback",
      to,
      facts: subject.to,
      checkout,
      refusals: () => firstRefusals(rollbackGates, subject, tools.stop),
      about: async () => ({}),
      // From here there is no way back but a promotion: what was rolled back from is not a place to return to.
      record: async (isVerified) => ({
        commit: checkout.head,
        isVerified,
        promotedAt: new Date(tools.now()).toISOString(),
      }),
    },
    tools,
  );
}
