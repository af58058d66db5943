import { z } from "zod";
import type { Account } from "../account.ts";
import { Mistake } from "../mistake.ts";
import { randomSid } from "../state/sids.ts";
import type { Slice } from "../state/store.ts";

const method = z.enum(["GET", "POST"]);

const phoneNumberSchema = z.strictObject({
  sid: z.string(),
  phone_number: z.string(),
  friendly_name: z.string(),
  capabilities: z.strictObject({ voice: z.boolean(), sms: z.boolean(), mms: z.boolean(), fax: z.boolean() }),
  voice_url: z.string().nullable(),
  voice_method: method,
  voice_fallback_url: z.string().nullable(),
  voice_fallback_method: method,
  voice_caller_id_lookup: z.boolean(),
  voice_application_sid: z.string(),
  trunk_sid: z.string().nullable(),
  sms_url: z.string(),
  sms_method: method,
  sms_fallback_url: z.string(),
  sms_fallback_method: method,
  sms_application_sid: z.string(),
  status_callback: z.string(),
  status_callback_method: method,
  /** Times are ISO 8601 here, and RFC 2822 in the API. */
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
});

export type PhoneNumber = z.infer<typeof phoneNumberSchema>;

/** The numbers that the account owns; a fresh account has none. */
export const phoneNumbersSlice: Slice<PhoneNumber[]> = { schema: z.array(phoneNumberSchema), fresh: () => [] };

/** What a number is seeded from: its digits, in E.164, and whatever of the rest is given. */
export const newPhoneNumberSchema = phoneNumberSchema
  .omit({ date_created: true, date_updated: true })
  .partial()
  .extend({ phone_number: z.string().regex(/^\+[1-9]\d{1,14}$/, "is not in E.164; give + and the digits") });

export type NewPhoneNumber = z.infer<typeof newPhoneNumberSchema>;

/**
 * Adds a number, as if it had been bought.
 * @throws Mistake for a number or a SID that exists
 */
export function addPhoneNumber(account: Account, given: NewPhoneNumber): PhoneNumber {
  const now = account.now().toISOString();
  const added: PhoneNumber = {
    sid: randomSid("PN"),
    friendly_name: given.phone_number,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    voice_url: null,
    voice_method: "POST",
    voice_fallback_url: null,
    voice_fallback_method: "POST",
    voice_caller_id_lookup: false,
    voice_application_sid: "",
    trunk_sid: null,
    sms_url: "",
    sms_method: "POST",
    sms_fallback_url: "",
    sms_fallback_method: "POST",
    sms_application_sid: "",
    status_callback: "",
    status_callback_method: "POST",
    ...given,
    date_created: now,
    date_updated: now,
  };
  const doubled = account.state.current.phoneNumbers.some(
    (number) => number.sid === added.sid || number.phone_number === added.phone_number,
  );
  if (doubled) throw new Mistake(`phone number: ${added.phone_number} (${added.sid}) exists; choose another`);
  account.state.change((draft) => draft.phoneNumbers.push(added));
  return added;
}

/** The account's number is gone, as after a release; false when there is no such number. */
export function removePhoneNumber(account: Account, sid: string): boolean {
  return account.state.change((draft) => {
    const at = draft.phoneNumbers.findIndex((number) => number.sid === sid);
    if (at >= 0) draft.phoneNumbers.splice(at, 1);
    return at >= 0;
  });
}
