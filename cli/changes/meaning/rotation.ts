import type { Change } from "../change.ts";
import { titleOf } from "./resources.ts";

export const secretVersion = "aws:secretsmanager/secretVersion:SecretVersion";

const first = "take it into the configuration first";

/** What to know of a value that a refresh finds gone: the next one has come into use. */
export function rotation(change: Change): string {
  return (
    `${titleOf(change)}: another value is in use than the stack wrote; ${first}, as the update after a refresh would ` +
    "write the stack's own back"
  );
}

/**
 * What to know of a value that an update would write to a secret that is there already: a refresh may have found the
 * former one gone. Undefined for all else.
 */
export function overwriting({ type, operation, properties }: Change): string | undefined {
  const isThere = properties.some(({ path, after }) => path === "secretId" && after !== "[unknown]");
  return type === secretVersion && operation === "create" && isThere
    ? `where another value is in use than the stack wrote, ${first}, as this writes the stack's own back`
    : undefined;
}
