import type { Change } from "../change.ts";

/**
 * Whether a refresh only found out what could not be told before: that recordings are given to no stranger, which takes a
 * recording to try. Nobody changed anything, so it is no drift; the next up notes it.
 */
export function isNews({ type, operation, properties }: Change): boolean {
  const proof = "twilio:voice:MediaAuthentication";
  return (
    type === proof &&
    operation === "update" &&
    properties.every(({ path, after }) => path === "proven" && after === "true")
  );
}
