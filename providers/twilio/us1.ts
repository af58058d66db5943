import { type CheckFailure, ProviderError } from "../kit/index.ts";
import type { TwilioClient } from "./client.ts";

/** For the `check` of a resource that Twilio has in its first region only. */
export function failsOutsideUs1(client: TwilioClient | undefined, what: string): CheckFailure[] {
  const reason = client && reasonOutsideUs1(client, what);
  return reason === undefined ? [] : [{ path: [], reason }];
}

/** @throws {ProviderError} when the client is another region's; for imports, which nothing checks */
export function assertUs1(client: TwilioClient, what: string): void {
  const reason = reasonOutsideUs1(client, what);
  if (reason !== undefined) throw new ProviderError(reason);
}

function reasonOutsideUs1({ region }: TwilioClient, what: string): string | undefined {
  if (region === "us1") return undefined;
  return `Twilio has ${what} in region us1 only, and this provider is configured for ${region}; use a provider for us1.`;
}
