import type { z } from "zod";
import { Archive, Asset, isPropertyMap, type PropertyValue, Secret, Unknown } from "./values.ts";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * Words zod's findings in the one grammar of our errors: what is wrong, then what to do. A schema's own
 * message goes before it. Values are quoted only where they are plain.
 */
export const grammar: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `is missing; give it ${kindOf(issue.expected)}`;
      return `is ${quote(issue.input)}, but must be ${kindOf(issue.expected)}`;
    case "invalid_value":
      if (issue.input === undefined) return `is missing; use ${oneOf(issue.values)}`;
      return `is ${quote(issue.input)}; use ${oneOf(issue.values)}`;
    case "too_small":
      return `is ${measure(issue)}, but must be ${issue.inclusive ? "at least" : "more than"} ${sized(issue.minimum, issue.origin)}`;
    case "too_big":
      return `is ${measure(issue)}, but must be ${issue.inclusive ? "at most" : "less than"} ${sized(issue.maximum, issue.origin)}`;
    case "invalid_format":
      return `is ${quote(issue.input)}, but must be ${formatOf(issue)}`;
    case "not_multiple_of":
      return `is ${quote(issue.input)}, but must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      if (issue.options !== undefined) return undiscriminated(issue);
      if (issue.input === undefined) return "is missing; give it one of the documented forms";
      return "fits none of the documented forms; keep to one of them";
    case "invalid_key":
      return "has a key of the wrong form; correct the key";
    default:
      return undefined;
  }
};

/** The same for what lies in a secret: the value is never quoted, nor its length told. */
export const secretGrammar: z.core.$ZodErrorMap = (issue) =>
  grammar(issue.input === undefined ? issue : ({ ...issue, input: new Secret(issue.input) } as RawIssue));

/** The words for a union whose alternatives are told apart by one property, which is what the finding is about. */
function undiscriminated(issue: RawIssue): string {
  const {
    input,
    discriminator = "",
    options,
  } = issue as { input: unknown; discriminator?: string; options: unknown[] };
  const given = input instanceof Secret ? input : (Object(input) as Record<string, unknown>)[discriminator];
  return `is ${given === undefined ? "missing" : quote(given)}; use ${oneOf(options)}`;
}

function kindOf(expected: string): string {
  const kinds: Record<string, string> = {
    string: "a string",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return kinds[expected] ?? expected;
}

function quote(value: unknown): string {
  if (value instanceof Secret) return String(value);
  if (value instanceof Unknown) return "not known yet";
  if (value instanceof Asset || value instanceof Archive) return "an asset";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string")
    return value.length > 80 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (isPropertyMap(value as PropertyValue)) return "an object";
  return String(value);
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return quoted.length === 1 ? `${quoted[0]}` : `one of ${quoted.join(", ")}`;
}

function measure(issue: RawIssue): string {
  const { origin, input } = issue as { origin?: string; input: unknown };
  const { length } = Object(input) as { length?: number };
  return length === undefined ? quote(input) : sized(length, origin);
}

function sized(amount: number | bigint, origin: string | undefined): string {
  const unit = { string: "character", array: "item" }[origin ?? ""];
  if (unit === undefined) return String(amount);
  return `${amount} ${unit}${Number(amount) === 1 ? "" : "s"} long`;
}

function formatOf(issue: RawIssue): string {
  const { format, pattern } = issue as { format: string; pattern?: string };
  if (format === "url") return "a URL";
  if (format === "datetime") return "a time as in 2026-01-31T12:00:00Z";
  return pattern === undefined ? `of the form ${format}` : `of the form ${pattern}`;
}
