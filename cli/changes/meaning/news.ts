import type { Change } from "../change.ts";

/**
 * Whether a refresh or preview only found out what could not be told before, or will try again: that recordings are given
 * to no stranger, which takes a recording to try. Nobody changed anything, so it is no drift; the next up notes it.
 */
export function isNews({ type, operation, properties }: Change): boolean {
  const proof = "twilio:voice:MediaAuthentication";
  return (
    type === proof &&
    operation === "update" &&
    properties.every(({ path, before }) => path === "proven" && before !== "true")
  );
}

/** Whether nothing has come of it yet, and an up would try in vain once more. */
export function isTriedAgain(change: Change): boolean {
  return isNews(change) && change.properties.every(({ before, after }) => before === after);
}
