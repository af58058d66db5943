import type { Change } from "../change.ts";
import { isNews } from "./news.ts";
import { titleOf } from "./resources.ts";

/** What of a refresh is drift, and what somebody should know of the rest. */
export interface Drift {
  changes: Change[];
  warnings: string[];
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
    changes: found.filter((change) => !isNews(change) && !isRotated(change)).map(withoutFoundVariables),
    warnings: found
      .filter(isRotated)
      .map(
        (change) =>
          `${titleOf(change)}: another value is in use than the stack wrote; take it into the configuration before an ` +
          "`up --refresh`, which would write the stack's own back",
      ),
  };
}

const secret = "aws:secretsmanager/secret:Secret";
const secretVersion = "aws:secretsmanager/secretVersion:SecretVersion";

/** Nobody knows what somebody has put into a function's variables that the program does not have: maybe a credential. */
function withoutFoundVariables(change: Change): Change {
  const properties = change.properties.map((property) =>
    property.before === undefined && /^environment(\.variables)?(?![^.[])/.test(property.path)
      ? { ...property, after: "set, and not shown" }
      : property,
  );
  return { ...change, properties };
}
