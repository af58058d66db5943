import { z } from "zod";

/**
 * A schema of strings by name, with a rule over names and values. The rule runs even while some of the values are
 * unknown, as they are in a preview: what is wrong with a name is told then already.
 */
export function strings(
  value: z.ZodString,
  rule: (given: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx) => void,
): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(z.string(), value).check(
    z.superRefine(
      (given, context) => {
        if (typeof given === "object" && given !== null) rule(given, context);
      },
      { when: () => true },
    ),
  );
}
