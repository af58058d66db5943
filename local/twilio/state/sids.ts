import { createHash, randomBytes } from "node:crypto";

/** A SID (two capital letters and 32 hex digits) that is always the same for the same prefix and words. */
export function derivedSid(prefix: string, ...words: string[]): string {
  return (
    prefix +
    createHash("sha256")
      .update([prefix, ...words].join("\n"))
      .digest("hex")
      .slice(0, 32)
  );
}

export function randomSid(prefix: string): string {
  return prefix + randomBytes(16).toString("hex");
}

/** Matches a whole SID of that prefix. */
export function sidPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
}
