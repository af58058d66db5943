import type { Change } from "../change.ts";
import { isNews } from "./news.ts";
import { rotation, secretVersion } from "./rotation.ts";

/** What of a refresh is drift, and what somebody should know of the rest. */
export interface Drift {
  changes: Change[];
  /** Secrets that have another value than the stack wrote, in words. */
  rotated: string[];
}

/**
 * Sorts out what a refresh found. What only could not be told before is no drift. Nor is another value of a secret, which
 * comes into use on purpose; the version that the stack wrote is then gone after a while.
 */
export function driftIn(found: readonly Change[]): Drift {
  const isGone = new Set(
    found.filter(({ type, operation }) => type === secret && operation === "delete").map(({ id }) => id),
  );
  const isRotated = ({ type, operation, id = "" }: Change) =>
    type === secretVersion && operation === "delete" && !isGone.has(id.split("|", 1)[0]);
  return {
    changes: found.filter((change) => !isNews(change) && !isRotated(change)),
    rotated: found.filter(isRotated).map(rotation),
  };
}

const secret = "aws:secretsmanager/secret:Secret";
