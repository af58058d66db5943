import { isDeepStrictEqual } from "node:util";
import type { TwilioClient } from "../client.ts";
import type { Original } from "./part.ts";

const made = new WeakMap<TwilioClient, Map<string, Original>>();

/** Remembers a resource that was made: what is deleted later in the same run may be what it replaces. */
export function rememberMade(client: TwilioClient, urn: string, original: Original): void {
  const known = made.get(client) ?? new Map<string, Original>();
  made.set(client, known.set(urn, original));
}

/** Forgets a resource that has a life of its own since it was made, or is no more. */
export function forgetMade(client: TwilioClient, urn: string): void {
  made.get(client)?.delete(urn);
}

/**
 * The names that resources made in this run have taken over from one that is now deleted: the engine makes
 * the new one first where a resource was renamed, or replaced by force.
 */
export function takenOver(client: TwilioClient, urn: string, original: Original): string[] {
  const successors = [...(made.get(client) ?? [])].filter(
    ([other, theirs]) => other !== urn || !isDeepStrictEqual(theirs, original),
  );
  return Object.keys(original).filter((name) => successors.some(([, theirs]) => Object.hasOwn(theirs, name)));
}
