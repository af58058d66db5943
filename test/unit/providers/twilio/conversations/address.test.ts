import fc from "fast-check";
import { expect, test } from "vitest";
import { isShortCode, mistakeInAddress } from "../../../../../providers/twilio/conversations/address.ts";

test.each([
  ["sms", "+14155550100"],
  ["sms", "12345"],
  ["whatsapp", "whatsapp:+14155550100"],
  ["email", "help@example.com"],
  ["messenger", "messenger:123"],
  ["chat", "anything at all"],
  ["rcs", "rcs:brand_agent"],
] as const)("%s takes %s", (type, address) => {
  expect(mistakeInAddress(type, address)).toBeUndefined();
});

test.each([
  ["sms", "14155550100", "is no phone number or short code"],
  ["sms", "whatsapp:+14155550100", "is no phone number or short code"],
  ["sms", "+0155", "is no phone number or short code"],
  ["whatsapp", "+14155550100", "is no WhatsApp address"],
  ["whatsapp", "whatsapp:4155550100", "is no WhatsApp address"],
  ["email", "help", "is no email address"],
  ["email", "help@@example.com", "is no email address"],
] as const)("%s refuses %s", (type, address, reason) => {
  expect(mistakeInAddress(type, address)).toContain(reason);
});

test("every number in E.164 is an sms address, and with its prefix a WhatsApp one", () => {
  const digits = fc.stringMatching(/^[1-9]\d{1,14}$/);
  fc.assert(
    fc.property(digits, (number) => {
      expect(mistakeInAddress("sms", `+${number}`)).toBeUndefined();
      expect(mistakeInAddress("whatsapp", `whatsapp:+${number}`)).toBeUndefined();
      expect(isShortCode(`+${number}`)).toBe(false);
    }),
  );
});
