import type { Stack } from "../stack/stack.ts";
import { explain } from "../terminal/explain.ts";
import { type Delivery, type DeliveryTools, deliver, type KnownDrift } from "./delivery.ts";
import type { RollbackSubject, StackFacts } from "./facts.ts";
import { firstRefusals, rollbackGates } from "./gates/index.ts";

/** Takes a stack back to a commit that is recorded on it, which is the one that is checked out. */
export async function rollBack(to: Stack, tools: DeliveryTools & { now(): number }): Promise<Delivery> {
  const subject: RollbackSubject = { to: tools.factsOf(to), checkout: await tools.readCheckout() };
  const { checkout } = subject;
  return await deliver(
    {
      kind: "rollback",
      to: { stack: to, facts: subject.to },
      checkout,
      refusals: () => firstRefusals(rollbackGates, subject, tools.stop),
      about: async () => ({ drift: await knownDrift(subject.to, tools.stop) }),
      // From here there is no way back but a promotion: what was rolled back from is not a place to return to.
      record: async () => (isVerified) => ({
        commit: checkout.head,
        isVerified,
        promotedAt: new Date(tools.now()).toISOString(),
      }),
    },
    tools,
  );
}

/** The way back doesn't wait for an account that can't be asked. */
async function knownDrift(facts: StackFacts, stop: AbortSignal): Promise<KnownDrift> {
  try {
    const { changes, rotated } = await facts.drift();
    return { changes, rotated };
  } catch (error) {
    stop.throwIfAborted();
    return { changes: [], rotated: [], unknown: explain(error) };
  }
}
