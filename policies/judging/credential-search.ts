import { credentialIn, isCredential } from "./credentials.ts";
import { known } from "./known.ts";
import { fromJson } from "./read.ts";
import { below } from "./secrecy.ts";

/** A credential that stands somewhere in a resource: never itself. */
export interface Found {
  /** The path to it, also within a text that holds JSON. */
  path: string;
  /** What it is: `an AWS access key`, … */
  what: string;
}

/**
 * The credentials in a value, as far as it is known: by the names that they stand under, or by their looks. JSON in a text
 * is looked through as what it says. Assets are what they are, not text.
 */
export function* credentialsIn(
  value: unknown,
  looks: (text: string) => string | undefined = credentialIn,
  path = "",
  name = "",
): Generator<Found> {
  if (typeof value === "string") {
    if (isCredential(name, value)) {
      yield { path, what: "a credential, by its name" };
      return;
    }
    const within = [...credentialsIn(opened(value), looks, path)];
    yield* within;
    const what = looks(value);
    if (within.length === 0 && what !== undefined) yield { path, what };
    return;
  }
  if (Array.isArray(value)) {
    for (const key of value.keys())
      yield* credentialsIn(
        known(() => value[key]),
        looks,
        below(path, key),
        name,
      );
    return;
  }
  if (!isPlain(value)) return;
  const key = known(() => value.key);
  for (const member of Object.keys(value)) {
    // Lists of headers, parameters and variables have pairs of a key and a value.
    const called = member === "value" && typeof key === "string" ? key : member;
    yield* credentialsIn(
      known(() => value[member]),
      looks,
      below(path, member),
      called,
    );
  }
}

/** What JSON text says, where that is more than one value. */
function opened(text: string): unknown {
  const json = /^\s*[[{]/.test(text) ? fromJson(text) : undefined;
  return typeof json === "object" ? json : undefined;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
