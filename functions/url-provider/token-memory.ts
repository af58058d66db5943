import { createHash } from "node:crypto";
import type { PlaybackServices, TokenVerdict } from "./decision.ts";

export interface TokenMemoryOptions {
  /** How long a valid token is good for without asking again; 0: not at all. */
  milliseconds: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** How many tokens at most; the oldest goes first. */
  capacity?: number;
}

type ValidVerdict = Extract<TokenVerdict, { valid: true }>;

/**
 * Remembers what Twilio said of valid tokens, by their SHA-256: the token itself is kept nowhere. Never beyond
 * a token's own end, and never a refusal, so that a token that becomes valid is so at once. A token that is
 * revoked meanwhile is good until it is forgotten. Lambda gives an instance one request at a time, so that
 * there are no validations under way to be shared.
 */
export function rememberingTokens(
  validate: PlaybackServices["validateToken"],
  { milliseconds, now, capacity = 1_000 }: TokenMemoryOptions,
): PlaybackServices["validateToken"] {
  if (milliseconds === 0) return validate;
  const known = new Map<string, { verdict: ValidVerdict; until: number }>();

  return async (token, signal) => {
    const key = createHash("sha256").update(token).digest("base64");
    const remembered = known.get(key);
    if (remembered && now() < remembered.until) return { ...remembered.verdict, remembered: true };
    known.delete(key);

    const verdict = await validate(token, signal);
    if (verdict.valid) {
      const [oldest] = known.keys();
      if (oldest !== undefined && known.size >= capacity) known.delete(oldest);
      known.set(key, { verdict, until: Math.min(now() + milliseconds, verdict.expiresAt) });
    }
    return verdict;
  };
}
