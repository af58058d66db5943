import { ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";

/**
 * Sees to it that a resource of which an account has one, with the account's SID as its ID, is of the account
 * that the provider is configured for.
 * @throws {ProviderError} when it is another account's
 */
export function assertOfAccount(id: string, { accountSid }: TwilioClient): void {
  if (id === accountSid) return;
  throw new ProviderError(
    `The provider's account is ${accountSid}, but this is of ${id}; give one account to both, or import ${accountSid}.`,
  );
}
