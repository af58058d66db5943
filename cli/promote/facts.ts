import type { PreviewOptions, StackDrift, StackPreview } from "../changes/index.ts";
import type { Stack } from "../stack/stack.ts";
import { type StackState, stateOf } from "../stack/state.ts";
import type { StackCheck } from "../verify/index.ts";
import type { Checkout } from "./checkout.ts";
import { type Configuration, configurationOf } from "./configuration/configuration.ts";
import { historyOf, type StackHistory } from "./history.ts";
import { type PromotionRecord, recordOf } from "./record.ts";

/** What is known of a stack. Each is read when it is first asked for, and then stays what it was. */
export interface StackFacts {
  readonly name: string;
  /** What its commands run in: variables may stand in for its configuration. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  history(): Promise<StackHistory>;
  state(): Promise<StackState>;
  configuration(): Promise<Configuration>;
  record(): Promise<PromotionRecord>;
  /** What differs from its state behind its back; nothing where there is nothing in it. Takes as long as a refresh. */
  drift(): Promise<StackDrift>;
  /** What an update would still do to it, whatever the policies say. Takes as long as a preview. */
  outstanding(): Promise<StackPreview>;
  /** Takes as long as a verification. */
  verification(): Promise<readonly StackCheck[]>;
  /** What an update would do, judged by the policies. Takes as long as a preview. */
  preview(): Promise<StackPreview>;
}

/** What takes long, and is done by others. */
export interface Examinations {
  driftOf(stack: Stack): Promise<StackDrift>;
  verificationOf(stack: Stack): Promise<readonly StackCheck[]>;
  previewOf(stack: Stack, options: Pick<PreviewOptions, "policies">): Promise<StackPreview>;
}

export function factsOf(stack: Stack, { driftOf, verificationOf, previewOf }: Examinations): StackFacts {
  const state = once(() => stateOf(stack));
  return {
    name: stack.name,
    environment: stack.environment,
    history: once(() => historyOf(stack)),
    state,
    configuration: once(() => configurationOf(stack)),
    record: once(() => recordOf(stack)),
    drift: once(async () => ((await state()).isEmpty ? nothingOf(stack) : await driftOf(stack))),
    outstanding: once(() => previewOf(stack, { policies: false })),
    verification: once(() => verificationOf(stack)),
    preview: once(() => previewOf(stack, { policies: true })),
  };
}

/** What a promotion is about. */
export interface PromotionSubject {
  from: StackFacts;
  to: StackFacts;
  checkout: Checkout;
}

/** What a rollback is about. */
export interface RollbackSubject {
  to: StackFacts;
  checkout: Checkout;
}

function nothingOf({ name }: Stack): StackDrift {
  return { stack: name, changes: [], unchanged: 0, violations: [], warnings: [], rotated: [] };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}
