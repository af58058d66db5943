import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { SecretSource } from "../twilio-credentials/secret.ts";
import type { Form } from "./form.ts";

/** How old, in milliseconds, the remembered tokens must be for a wrong signature to have them read again. */
const renewalMilliseconds = 30_000;

/**
 * Whether Twilio signed a form for one of these URLs. A signature that does not fit has the tokens read again, as they
 * may have been rotated, but not more often than twice a minute, so that forgers don't set the pace.
 */
export async function isSigned(
  { signature, urls, form }: { signature: string; urls: readonly string[]; form: Form },
  tokens: SecretSource<string[]>,
  signal: AbortSignal,
): Promise<boolean> {
  const fits = (candidates: string[]) =>
    candidates.some((token) => urls.some((url) => validateRequest(token, signature, url, form)));
  if (fits(await tokens.current(signal))) return true;
  return tokens.age() >= renewalMilliseconds && fits(await tokens.renewed(signal));
}
