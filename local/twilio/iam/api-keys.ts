import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account } from "../account.ts";
import { digest } from "../http/authentication.ts";
import { randomSid } from "../state/sids.ts";
import type { Slice } from "../state/store.ts";

/** What a restricted key may do, as the API takes and shows it. */
export const policySchema = z.strictObject({
  allow: z
    .array(z.string().regex(/^\/twilio(\/[a-z0-9.*-]+){2,}$/, "is no permission"))
    .min(1)
    .max(100),
});

const apiKeySchema = z.strictObject({
  sid: z.string(),
  friendly_name: z.string(),
  /** Null for a key that may do everything. */
  policy: policySchema.nullable(),
  /** Times are ISO 8601 here, and RFC 2822 in the API. */
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
  secret_sha256: z.string(),
});

export type ApiKey = z.infer<typeof apiKeySchema>;

/** The account's API keys; of a secret only its digest is kept. */
export const apiKeysSlice: Slice<ApiKey[]> = { schema: z.array(apiKeySchema), fresh: () => [] };

/** An API key with its secret, which is told once. */
export interface NewApiKey {
  readonly sid: string;
  readonly friendly_name: string;
  readonly secret: string;
}

/** @param policy what the key is restricted to; a key without one may do everything */
export function createApiKey(
  account: Account,
  friendlyName: string,
  policy: ApiKey["policy"] = null,
): { key: ApiKey; secret: string } {
  const secret = randomBytes(24).toString("base64url");
  const now = account.now().toISOString();
  const key: ApiKey = {
    sid: randomSid("SK"),
    friendly_name: friendlyName,
    policy,
    date_created: now,
    date_updated: now,
    secret_sha256: digest(secret),
  };
  account.state.change((draft) => draft.apiKeys.push(key));
  return { key, secret };
}

/** False when there is no such key. */
export function revokeApiKey(account: Account, sid: string): boolean {
  return account.state.change((draft) => {
    const at = draft.apiKeys.findIndex((key) => key.sid === sid);
    if (at >= 0) draft.apiKeys.splice(at, 1);
    return at >= 0;
  });
}
