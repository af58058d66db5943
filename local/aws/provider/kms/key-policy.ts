import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { matches, policyStatements } from "../iam/policy-document.ts";

const putKeyPolicy = "kms:PutKeyPolicy";

/** Whether the policy lets anybody at all change it later on. */
export function isLockedOut(policy: unknown): boolean {
  return administrators(policy).length === 0;
}

/**
 * Refuses a key policy that its writer could not change again, as KMS does: such a key could not be managed, nor
 * deleted, by anybody but AWS's support.
 */
export async function requireNotLockedOut(account: Account, policy: unknown, signal: AbortSignal): Promise<void> {
  const { accountId, arn } = await account.identity(signal);
  const ours = new Set(["*", accountId, arn, `arn:aws:iam::${accountId}:root`]);
  if (administrators(policy).some((principal) => ours.has(principal))) return;
  throw new ProviderError(
    `policy: does not let ${arn} change it again; allow ${putKeyPolicy} to arn:aws:iam::${accountId}:root.`,
  );
}

/** Whom a policy lets change it. */
function administrators(policy: unknown): string[] {
  return policyStatements(policy).flatMap(({ Effect, Action, Principal }) => {
    const allows = Effect === "Allow" && [Action].flat().some((action) => matches(action, putKeyPolicy));
    return allows ? principalsOf(Principal) : [];
  });
}

function principalsOf(principal: unknown): string[] {
  const named = typeof principal === "object" && principal !== null && "AWS" in principal ? principal.AWS : principal;
  return [named].flat().filter((one) => typeof one === "string");
}
