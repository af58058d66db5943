import type { Stack } from "../stack/stack.ts";
import { explain } from "../terminal/explain.ts";
import type { StackCheck } from "../verify/index.ts";
import type { Delivery, DeliveryTools } from "./delivery.ts";
import { type PromotionRecord, writeRecord } from "./record.ts";
import { isVerified } from "./verification.ts";

/**
 * Verifies a stack that has just been brought up and records what came of it. Whatever goes wrong from here on is told
 * beside that: the stack is up already.
 */
export async function settled(
  stack: Stack,
  recordOf: (isVerified: boolean) => PromotionRecord,
  tools: DeliveryTools,
): Promise<Pick<Delivery, "end" | "verification" | "record" | "unrecorded">> {
  let verification: readonly StackCheck[] | undefined;
  try {
    const ours = await newestOf(stack, tools);
    verification = await verified(stack, tools);
    if ((await newestOf(stack, tools)) !== ours) {
      verification = [...verification, failed("somebody else has worked on the stack meanwhile; look what it runs")];
    }
    const record = recordOf(isVerified(verification));
    await writeRecord(stack, record);
    return { end: record.isVerified ? "delivered" : "unverified", verification, record };
  } catch (error) {
    return { end: "unrecorded", verification, unrecorded: explain(error) };
  }
}

/** Its own entry in the history, as long as nobody else works on the stack. */
async function newestOf(stack: Stack, { factsOf }: DeliveryTools): Promise<string> {
  return (await factsOf(stack).history()).newest;
}

/** Whatever ends verification must not keep the update from being recorded: what wasn't verified is recorded as such. */
async function verified(stack: Stack, { verify, stop }: DeliveryTools): Promise<readonly StackCheck[]> {
  const interrupted = "was interrupted; run it by itself";
  try {
    const checks = await verify(stack);
    return stop.aborted ? [...checks, failed(interrupted)] : checks;
  } catch (error) {
    return [failed(stop.aborted ? interrupted : explain(error))];
  }
}

function failed(detail: string): StackCheck {
  return { name: "verification", outcome: "failed", detail };
}
