import type { AccountSid } from "../../media/sid.ts";
import { checkOwner, type SecretOptions, type SecretSource, secretSource } from "./secret.ts";

/** `username` is an account SID or an API key's SID, `password` the auth token or the key's secret. */
export interface TwilioCredentials {
  username: string;
  password: string;
}

/** Credentials for Twilio's API from the JSON secret `{"accountSid"?, "username", "password"}`. */
export function twilioCredentials(
  options: Omit<SecretOptions<TwilioCredentials>, "parse"> & { accountSid: AccountSid },
): SecretSource<TwilioCredentials> {
  return secretSource({
    ...options,
    parse({ username, password, accountSid: owner }, wrong) {
      if (typeof username !== "string" || !/^(AC|SK)[0-9a-fA-F]{32}$/.test(username)) {
        throw wrong("has no account SID or API key SID as its username");
      }
      if (typeof password !== "string" || password === "") throw wrong("has no password");
      checkOwner(owner, options.accountSid, wrong);
      return { username, password };
    },
  });
}

/** The value of an Authorization header. */
export function basicAuthorization({ username, password }: TwilioCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
