import type { PromotionSubject, RollbackSubject } from "../facts.ts";
import { cleanTree } from "./clean-tree.ts";
import { exists } from "./exists.ts";
import { type Gate, type Refusal, refusalsOf } from "./gate.ts";
import { noDrift } from "./no-drift.ts";
import { noPendingOperations } from "./no-pending-operations.ts";
import { nothingToDo } from "./nothing-to-do.ts";
import { ownCredentials } from "./own-credentials.ts";
import { policiesHold } from "./policies-hold.ts";
import { recordedCommit } from "./recorded-commit.ts";
import { sameCommit } from "./same-commit.ts";
import { separateAccounts } from "./separate-accounts.ts";
import { verified } from "./verified.ts";
import { wholeConfiguration } from "./whole-configuration.ts";
import { wholeUpdate } from "./whole-update.ts";

/**
 * Gates in stages. A stage is asked only where all gates before it hold, as it examines what those speak of: that the
 * stacks are there; what git and Pulumi's backend tell in seconds; what Twilio and AWS are asked for minutes.
 */
export type Stages<Subject> = readonly (readonly Gate<Subject>[])[];

export const promotionGates: Stages<PromotionSubject> = [
  [exists("from"), exists("to")],
  [
    cleanTree,
    sameCommit,
    wholeUpdate,
    noPendingOperations("from"),
    noPendingOperations("to"),
    separateAccounts,
    ownCredentials,
    wholeConfiguration,
  ],
  [noDrift("from"), noDrift("to"), nothingToDo, verified, policiesHold],
];

/** A stack is rolled back because something is wrong with it: how it is doesn't matter, where it goes does. */
export const rollbackGates: Stages<RollbackSubject> = [
  [exists("to")],
  [cleanTree, recordedCommit, noPendingOperations("to")],
  [policiesHold],
];

/** Every reason to refuse of the first stage that has any. */
export async function firstRefusals<Subject>(
  stages: Stages<Subject>,
  subject: Subject,
  stop: AbortSignal,
): Promise<Refusal[]> {
  for (const gates of stages) {
    const refusals = await refusalsOf(gates, subject, stop);
    if (refusals.length > 0) return refusals;
  }
  return [];
}
