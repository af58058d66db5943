/** What of a stack's configuration belongs to its account, and so is not expected to be the same elsewhere. */

import { isAccountSid } from "../../../media/sid.ts";

/** How an account is reached. Such a key may also be absent: real accounts need none. */
const reach = [
  /^twilio:endpoints\b/,
  /^aws:(endpoints|profile|customCaBundle|insecure|s3UsePathStyle|skip\w+)\b/,
] as const;

/** What opens an account. It counts as secret, whatever a configuration makes of it. */
const credentials = [/^twilio:(authToken|apiSecret)$/, /^aws:(secretKey|token)$/] as const;

/** What differs by its nature, whatever form it has. */
const own = [
  /^twilio:(accountSid|apiKey)$/,
  /^aws:(accessKey|allowedAccountIds|forbiddenAccountIds|assumeRole\w*)\b/,
  /^flex-media:voice\.numbers$/,
  /^flex-media:messaging\.addresses\[[^\]]*\]\.(address|name)$/,
  /^flex-media:verification\.from$/,
  /^flex-media:storage\.accessLog\.bucket$/,
] as const;

/** What such things look like wherever they stand: SIDs, ARNs, phone numbers. */
const forms = [/^[A-Z]{2}[0-9a-f]{32}$/, /^arn:aws[\w-]*:/, /^(whatsapp:)?\+[1-9]\d{6,14}$/] as const;

export function isReach(path: string): boolean {
  return reach.some((pattern) => pattern.test(path));
}

export function isCredential(path: string): boolean {
  return credentials.some((pattern) => pattern.test(path));
}

/** Whether two values at a path differ because their accounts do. */
export function isAccountsOwn(path: string, from: string, to: string): boolean {
  if (own.some((pattern) => pattern.test(path))) return true;
  return forms.some((form) => form.test(from) && form.test(to));
}

/** The Twilio account that a configuration is for; a variable may stand in for the key. */
export function accountOf(
  configuration: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = configuration["twilio:accountSid"] ?? environment.TWILIO_ACCOUNT_SID;
  return typeof given === "string" && isAccountSid(given) ? given : undefined;
}
