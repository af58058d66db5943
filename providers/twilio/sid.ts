import { z } from "zod";

/**
 * A schema for a Twilio SID: two capital letters that name the kind, then 32 hexadecimal digits.
 * @param what the kind, as a user would call it
 */
export function sid(prefix: string, what: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `is no ${what} SID; give ${prefix} and 32 hexadecimal digits`);
}

/** The same, or an empty string where there is to be none. */
export function sidOrNone(prefix: string, what: string) {
  return z
    .string()
    .regex(
      new RegExp(`^(${prefix}[0-9a-fA-F]{32})?$`),
      `is no ${what} SID; give ${prefix} and 32 hexadecimal digits, or an empty string for none`,
    );
}
