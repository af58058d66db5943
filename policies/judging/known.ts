import { isUnknownValue } from "./judged.ts";

/** Stands for a value that only the update will tell. */
export const notYet: unique symbol = Symbol("not known yet");

/** A value, or {@link notYet}: for rules that have more to judge than this one. */
export function known(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (isUnknownValue(error)) return notYet;
    throw error;
  }
}

/** Whether there is a value, be it known or not yet. */
export function isGiven(read: () => unknown): boolean {
  const value = known(read);
  return value !== undefined && value !== null && value !== "";
}
