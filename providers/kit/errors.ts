import { formatPath, type PropertyPath } from "./property-path.ts";
import type { PropertyMap } from "./values.ts";

/** One thing wrong with one property. The reason says what is wrong and what to do, and never repeats a secret. */
export interface CheckFailure {
  /** Where, from the resource's inputs down; empty for the resource as a whole. */
  path: PropertyPath;
  /** What is wrong and what to do: `is 0, but must be at least 1`. */
  reason: string;
}

/** A failure that the user can act on: its message alone is shown, never a stack trace. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/**
 * A resource exists, but did not become ready. The engine keeps its id and state, marks it as
 * half-made, and repairs it by an update at the next `up`, so that nothing is made twice.
 */
export class PartialResourceError extends ProviderError {
  override name = "PartialResourceError";
  readonly id: string;
  readonly outputs: PropertyMap;

  constructor(id: string, outputs: PropertyMap, message: string, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.outputs = outputs;
  }
}

/** Joins failures into one message of one line each: `path: reason`. */
export function failuresMessage(failures: readonly CheckFailure[]): string {
  return failures.map(({ path, reason }) => (path.length === 0 ? reason : `${formatPath(path)}: ${reason}`)).join("\n");
}
