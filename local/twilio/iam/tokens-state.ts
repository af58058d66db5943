import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account } from "../account.ts";
import { digest } from "../http/authentication.ts";
import { derivedSid } from "../state/sids.ts";
import type { Slice } from "../state/store.ts";

const claimsSchema = z.strictObject({
  expiration: z.string(),
  realm_user_id: z.string().nullable(),
  identity: z.string(),
  roles: z.array(z.string()),
  worker_sid: z.string().nullable(),
});
const tokensSchema = z.record(z.string(), claimsSchema);

/** Who holds a Flex token and until when. */
export type TokenClaims = z.infer<typeof claimsSchema>;

/** Issued Flex tokens by the digest of the token; the tokens themselves are not kept. */
export const tokensSlice: Slice<z.infer<typeof tokensSchema>> = { schema: tokensSchema, fresh: () => ({}) };

export interface NewToken {
  readonly identity: string;
  /** Flex roles, such as `agent`, `supervisor`, `admin`; one `agent` where not given. */
  readonly roles?: readonly string[] | undefined;
  /** A worker SID of the identity's own where not given; null for a user who is no worker. */
  readonly worker_sid?: string | null | undefined;
  /** The identity where not given; the real service has been seen to answer null. */
  readonly realm_user_id?: string | null | undefined;
  /** An hour where not given; zero or less makes a token that has expired. */
  readonly expiresInSeconds?: number | undefined;
  /** About how many characters the token has; 1,600 where not given, as real ones are long. */
  readonly length?: number | undefined;
}

/** Makes a Flex token: opaque, of the form of a JWE, known to this account from now on. */
export function issueToken(account: Account, token: NewToken): string {
  const text = jweLike(token.length ?? 1600);
  const claims: TokenClaims = {
    expiration: new Date(account.now().getTime() + (token.expiresInSeconds ?? 3600) * 1000).toISOString(),
    realm_user_id: token.realm_user_id === undefined ? token.identity : token.realm_user_id,
    identity: token.identity,
    roles: [...(token.roles ?? ["agent"])],
    worker_sid: token.worker_sid === undefined ? derivedSid("WK", account.sid, token.identity) : token.worker_sid,
  };
  account.state.change((draft) => {
    draft.tokens[digest(text)] = claims;
  });
  return text;
}

/** Compact JWE with a direct key: header, no encrypted key, initialisation vector, ciphertext, tag. */
function jweLike(length: number): string {
  const random = (bytes: number) => randomBytes(bytes).toString("base64url");
  const header = Buffer.from('{"alg":"dir","enc":"A256GCM","cty":"twilio-fpa;v=1"}').toString("base64url");
  const fixed = `${header}..${random(12)}.`;
  const tag = `.${random(16)}`;
  const rest = Math.max(length - fixed.length - tag.length, 64);
  return fixed + random(Math.ceil((rest * 3) / 4)) + tag;
}
