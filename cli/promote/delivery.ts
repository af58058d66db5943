/** How a commit gets onto a stack: gates, report, consent, update, verification, record. Promotion and rollback are both this. */

import type { StackPreview } from "../changes/index.ts";
import { projectPack } from "../stack/policy-pack.ts";
import type { Stack } from "../stack/stack.ts";
import { explanationOf } from "../terminal/explain.ts";
import type { StackCheck } from "../verify/index.ts";
import type { Checkout } from "./checkout.ts";
import type { ConfigurationComparison } from "./configuration/compare.ts";
import type { StackFacts } from "./facts.ts";
import type { Refusal } from "./gates/gate.ts";
import { type PromotionRecord, writeRecord } from "./record.ts";
import { bringUp, type Update } from "./update.ts";
import { isVerified } from "./verification.ts";

export const ends = ["refused", "reported", "declined", "failed", "unverified", "delivered"] as const;

/** What came of it, and how far it got. */
export interface Delivery {
  kind: "promotion" | "rollback";
  /** The stack that a promotion is from. */
  from?: string | undefined;
  to: string;
  commit: string;
  /** `reported`: that was all that was wanted. */
  end: (typeof ends)[number];
  refusals: readonly Refusal[];
  /** How `to` is configured otherwise than `from`. */
  configuration?: ConfigurationComparison | undefined;
  preview?: StackPreview | undefined;
  /** What verification of `from` has found. */
  checks?: readonly StackCheck[] | undefined;
  update?: Update | undefined;
  /** What verification of `to` has found afterwards. */
  verification?: readonly StackCheck[] | undefined;
  record?: PromotionRecord | undefined;
}

/** What is decided before, by promotion or rollback. */
export interface DeliveryPlan {
  kind: Delivery["kind"];
  from?: string | undefined;
  to: Stack;
  facts: StackFacts;
  checkout: Checkout;
  /** Asks the gates. */
  refusals(): Promise<readonly Refusal[]>;
  /** What the report tells beside the preview, once the gates hold. */
  about(): Promise<Pick<Delivery, "configuration" | "checks">>;
  /** What is recorded once the stack is up. */
  record(isVerified: boolean): Promise<PromotionRecord>;
}

export interface DeliveryTools {
  /** Reads the stack anew. */
  factsOf(stack: Stack): StackFacts;
  readCheckout(): Promise<Checkout>;
  /** Shows what will be done. */
  report(delivery: Delivery): Promise<void>;
  /** Whether it shall be done: `dry` where nobody wants it to. */
  consent(delivery: Delivery): Promise<"yes" | "no" | "dry">;
  onProgress(line: string): void;
  /** Verifies a stack that has just been brought up. */
  verify(stack: Stack): Promise<readonly StackCheck[]>;
  stop: AbortSignal;
}

/** Delivers what is checked out, or says why not. Nothing is written before consent. */
export async function deliver(plan: DeliveryPlan, tools: DeliveryTools): Promise<Delivery> {
  const { kind, from, to, facts, checkout } = plan;
  const start: Delivery = { kind, from, to: to.name, commit: checkout.head, end: "refused", refusals: [] };
  const refusals = await plan.refusals();
  if (refusals.length > 0) return { ...start, refusals };

  const preview = await facts.preview();
  const seen: Delivery = { ...start, end: "reported", preview, ...(await plan.about()) };
  await tools.report(seen);
  const consent = await tools.consent(seen);
  tools.stop.throwIfAborted();
  if (consent !== "yes") return { ...seen, end: consent === "dry" ? "reported" : "declined" };

  const moved = await movedSince(plan, tools);
  if (moved.length > 0) return { ...seen, end: "refused", refusals: moved };
  tools.stop.throwIfAborted();

  const update = await bringUp(to, {
    message: from === undefined ? `Roll back to ${checkout.head}` : `Promote ${checkout.head} from ${from}`,
    planned: preview.changes,
    pack: projectPack(to.name),
    onProgress: tools.onProgress,
  });
  if (!update.isWhole) return { ...seen, end: "failed", update };

  const verification = await verified(to, tools);
  const isGood = isVerified(verification);
  const record = await plan.record(isGood);
  await writeRecord(to, record);
  return { ...seen, end: isGood ? "delivered" : "unverified", update, verification, record };
}

/**
 * The stack is up already, so whatever ends its verification must not keep that from being recorded: what wasn't verified
 * is recorded as such.
 */
async function verified(to: Stack, { verify, stop }: DeliveryTools): Promise<readonly StackCheck[]> {
  const failed = (detail: string): StackCheck => ({ name: "verification", outcome: "failed", detail });
  const interrupted = "was interrupted; run it by itself";
  try {
    const checks = await verify(to);
    return stop.aborted ? [...checks, failed(interrupted)] : checks;
  } catch (error) {
    const detail = stop.aborted ? interrupted : explanationOf(error);
    if (detail === undefined) throw error;
    return [failed(detail)];
  }
}

/** What is no longer as it was when it was reported on. */
async function movedSince({ to, facts, checkout }: DeliveryPlan, tools: DeliveryTools): Promise<Refusal[]> {
  const now = tools.factsOf(to);
  const [checkedOut, ...backend] = await Promise.all([
    tools.readCheckout(),
    ...[facts, now].map(async (stack) => `${(await stack.history()).newest} ${(await stack.state()).writtenAt}`),
  ]);
  const moved: string[] = [];
  if (backend[0] !== backend[1]) {
    moved.push(
      `${to.name}: somebody else has worked on it since the report; run the command again, and read its new report`,
    );
  }
  if (checkedOut.head !== checkout.head || checkedOut.changes.length > 0) {
    moved.push("working tree: has changed since the report; run the command again, and read its new report");
  }
  return moved.map((reason) => ({ gate: "unmoved", reason }));
}
