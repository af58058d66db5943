import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account } from "../account.ts";
import { digest } from "../http/authentication.ts";
import { randomSid } from "../state/sids.ts";
import type { Slice } from "../state/store.ts";

const apiKeysSchema = z.array(
  z.strictObject({ sid: z.string(), friendly_name: z.string(), secret_sha256: z.string() }),
);

/** The account's API keys; of a secret only its digest is kept. */
export const apiKeysSlice: Slice<z.infer<typeof apiKeysSchema>> = { schema: apiKeysSchema, fresh: () => [] };

/** An API key with its secret, which is told once. */
export interface NewApiKey {
  readonly sid: string;
  readonly friendly_name: string;
  readonly secret: string;
}

export function createApiKey(account: Account, friendlyName: string): NewApiKey {
  const key = { sid: randomSid("SK"), friendly_name: friendlyName, secret: randomBytes(24).toString("base64url") };
  const { secret, ...kept } = key;
  account.state.change((draft) => draft.apiKeys.push({ ...kept, secret_sha256: digest(secret) }));
  return key;
}

/** False when there is no such key. */
export function revokeApiKey(account: Account, sid: string): boolean {
  return account.state.change((draft) => {
    const at = draft.apiKeys.findIndex((key) => key.sid === sid);
    if (at >= 0) draft.apiKeys.splice(at, 1);
    return at >= 0;
  });
}
