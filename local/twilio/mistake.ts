import type { z } from "zod";

/**
 * Something that was asked of local Twilio itself (an option, a control call, its state file) and can't be done.
 * The message says: subject, what is wrong, what to do.
 */
export class Mistake extends Error {
  override readonly name = "Mistake";
}

/** @throws Mistake that names every bad property with its path */
export function checked<T>(subject: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Mistake(
    parsed.error.issues.map((issue) => `${[subject, ...issue.path].join(".")}: ${issue.message}`).join("; "),
  );
}
