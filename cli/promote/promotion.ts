import type { Stack } from "../stack/stack.ts";
import { compareConfigurations } from "./configuration/compare.ts";
import { type Delivery, type DeliveryTools, deliver } from "./delivery.ts";
import type { PromotionSubject } from "./facts.ts";
import { firstRefusals, promotionGates } from "./gates/index.ts";
import { previousCommit } from "./record.ts";

/** Brings to `to` the commit that `from` runs, which is the one that is checked out. */
export async function promote(from: Stack, to: Stack, tools: DeliveryTools & { now(): number }): Promise<Delivery> {
  const subject: PromotionSubject = {
    from: tools.factsOf(from),
    to: tools.factsOf(to),
    checkout: await tools.readCheckout(),
  };
  const { checkout } = subject;
  return await deliver(
    {
      kind: "promotion",
      from: { stack: from, facts: subject.from },
      to: { stack: to, facts: subject.to },
      checkout,
      refusals: () => firstRefusals(promotionGates, subject, tools.stop),
      async about() {
        const [ours, theirs] = await Promise.all([subject.from.configuration(), subject.to.configuration()]);
        const configuration = compareConfigurations(
          { name: from.name, configuration: ours },
          { name: to.name, configuration: theirs },
        );
        return { configuration, checks: await subject.from.verification() };
      },
      async record() {
        const [history, record] = await Promise.all([subject.to.history(), subject.to.record()]);
        return (isVerified) => ({
          commit: checkout.head,
          isVerified,
          promotedFrom: from.name,
          promotedAt: new Date(tools.now()).toISOString(),
          previousCommit: previousCommit(checkout.head, history, record),
        });
      },
    },
    tools,
  );
}
