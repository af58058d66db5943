import { z } from "zod";

const pattern = /^\+[1-9]\d{1,14}$/;

/** A phone number as Twilio writes it: E.164. */
export function e164() {
  return z.string().regex(pattern, "is no phone number in E.164; give + and the digits, as in +14155550100");
}

export function isE164(text: string): boolean {
  return pattern.test(text);
}
