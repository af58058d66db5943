/** How a commit gets onto a stack: gates, report, consent, update, verification, record. Promotion and rollback are both this. */

import type { Change, StackPreview } from "../changes/index.ts";
import { projectPack } from "../stack/policy-pack.ts";
import type { Stack } from "../stack/stack.ts";
import type { StackCheck } from "../verify/index.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { Checkout } from "./checkout.ts";
import type { ConfigurationComparison } from "./configuration/compare.ts";
import type { StackFacts } from "./facts.ts";
import type { Refusal } from "./gates/gate.ts";
import type { PromotionRecord } from "./record.ts";
import { settled } from "./settled.ts";
import { unmoved } from "./unmoved.ts";

export const ends = ["refused", "reported", "declined", "failed", "unrecorded", "unverified", "delivered"] as const;

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
  /** With a rollback: what was changed behind the stack's back. A promotion is refused for it. */
  drift?: KnownDrift | undefined;
  update?: Attempt | undefined;
  /** What verification of `to` has found afterwards. */
  verification?: readonly StackCheck[] | undefined;
  record?: PromotionRecord | undefined;
  /** Why it could not be recorded, though it is up. */
  unrecorded?: string | undefined;
}

/** Drift, as far as it can be told. */
export interface KnownDrift {
  changes: readonly Change[];
  /** Secrets that have another value than the stack wrote, in words. */
  rotated: readonly string[];
  /** Why it can't be told. */
  unknown?: string | undefined;
}

/** A stack, and what its gates were told of it. */
export interface Examined {
  stack: Stack;
  facts: StackFacts;
}

/** What is decided before, by promotion or rollback. */
export interface DeliveryPlan {
  kind: Delivery["kind"];
  from?: Examined | undefined;
  to: Examined;
  checkout: Checkout;
  /** Asks the gates. */
  refusals(): Promise<readonly Refusal[]>;
  /** What the report tells beside the preview, once the gates hold. */
  about(): Promise<Pick<Delivery, "configuration" | "checks" | "drift">>;
  /** What is to be recorded. It is made before the update: afterwards the stack runs the new commit. */
  record(): Promise<(isVerified: boolean) => PromotionRecord>;
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
  const { kind, to, checkout } = plan;
  const [stack, from] = [to.stack, plan.from?.stack.name];
  const start: Delivery = { kind, from, to: stack.name, commit: checkout.head, end: "refused", refusals: [] };
  const refusals = await plan.refusals();
  if (refusals.length > 0) return { ...start, refusals };

  const preview = await to.facts.preview();
  const seen: Delivery = { ...start, end: "reported", preview, ...(await plan.about()) };
  const recordOf = await plan.record();
  // Gates take minutes, and those of `from` no lock: what they were told has to hold for the report, too.
  const moved = await unmoved(plan, tools);
  if (moved.length > 0) return { ...seen, end: "refused", refusals: moved };
  await tools.report(seen);
  const consent = await tools.consent(seen);
  tools.stop.throwIfAborted();
  if (consent !== "yes") return { ...seen, end: consent === "dry" ? "reported" : "declined" };

  const movedSince = await unmoved(plan, tools);
  if (movedSince.length > 0) return { ...seen, end: "refused", refusals: movedSince };

  const planned = {
    message: from === undefined ? `Roll back to ${checkout.head}` : `Promote ${checkout.head} from ${from}`,
    planned: preview.changes,
    pack: projectPack(stack.name),
  };
  const update = await attempt(to, checkout.head, planned, tools);
  if (!update.isWhole) return { ...seen, end: "failed", update };
  return { ...seen, update, ...(await settled(stack, recordOf, tools)) };
}
