import type { AccountSid } from "../../media/sid.ts";
import { checkOwner, type SecretOptions, type SecretSource, secretSource } from "./secret.ts";

/**
 * The account's auth tokens, one of which Twilio signs its requests with, from the JSON secret
 * `{"accountSid"?, "authToken", "secondaryAuthToken"?}`. The second one is for a rotation: Twilio signs with the
 * primary token, and the secondary becomes that at once when it is promoted. A secret with the account SID as its
 * `username` has the auth token as its `password`.
 */
export function twilioAuthTokens(
  options: Omit<SecretOptions<string[]>, "parse"> & { accountSid: AccountSid },
): SecretSource<string[]> {
  const { accountSid } = options;
  return secretSource({
    ...options,
    parse({ authToken, secondaryAuthToken, username, password, accountSid: owner }, wrong) {
      checkOwner(owner, accountSid, wrong);
      const primary = authToken ?? (username === accountSid ? password : undefined);
      if (typeof primary !== "string" || primary === "") {
        throw wrong("has no authToken; an API key's secret does not sign what Twilio sends");
      }
      if (secondaryAuthToken === undefined) return [primary];
      if (typeof secondaryAuthToken !== "string" || secondaryAuthToken === "") {
        throw wrong("has a secondaryAuthToken that is none");
      }
      return [primary, secondaryAuthToken];
    },
  });
}
