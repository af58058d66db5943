import { z } from "zod";
import { isE164 } from "../phone/e164.ts";

export const addressTypes = ["sms", "whatsapp", "messenger", "gbm", "email", "rcs", "apple", "chat"] as const;

export const addressType = z
  .enum(addressTypes)
  .meta({ id: "twilio:conversations:AddressType", description: "A channel that messages come by." });

export type AddressType = z.output<typeof addressType>;

const forms: Partial<Record<AddressType, { fits(address: string): boolean; reason: string }>> = {
  sms: {
    fits: (address) => isE164(address) || isShortCode(address),
    reason: "is no phone number or short code; give + and the digits, as in +14155550100, or 3 to 8 digits",
  },
  whatsapp: {
    fits: (address) => address.startsWith("whatsapp:") && isE164(address.slice("whatsapp:".length)),
    reason: "is no WhatsApp address; give whatsapp: and the number, as in whatsapp:+14155550100",
  },
  email: {
    fits: (address) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address),
    reason: "is no email address; give one such as help@example.com",
  },
};

/** What is wrong with an address of that type, if anything is; types without a published form take any. */
export function mistakeInAddress(type: AddressType, address: string): string | undefined {
  const form = forms[type];
  return form === undefined || form.fits(address) ? undefined : form.reason;
}

export function isShortCode(address: string): boolean {
  return /^\d{3,8}$/.test(address);
}
