import fc from "fast-check";
import { expect, test } from "vitest";
import { autoCreationAfter } from "../../../../../local/twilio/conversations/auto-creation.ts";
import type { AutoCreation as Live } from "../../../../../local/twilio/conversations/state.ts";
import {
  type AutoCreation,
  autoCreation,
  autoCreationForm,
  autoCreationOf,
} from "../../../../../providers/twilio/conversations/auto-creation.ts";
import { encodeFields } from "../../../../../providers/twilio/http/request.ts";

const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
const sid = (prefix: string) => hex.map((digits) => `${prefix}${digits}`);
const shared = { enabled: fc.boolean() };
const service = fc.record({ conversationServiceSid: sid("IS") }, { requiredKeys: [] });
const event = fc.constantFrom("onMessageAdded", "onMessageRemoved", "onDeliveryUpdated", "onParticipantAdded");

const kinds = [
  fc.record({ type: fc.constant("studio"), flowSid: sid("FW"), retryCount: fc.integer({ min: 0, max: 3 }), ...shared }),
  fc.record({
    type: fc.constant("webhook"),
    url: fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }),
    method: fc.constantFrom("GET", "POST"),
    filters: fc.uniqueArray(event, { minLength: 1 }),
    ...shared,
  }),
  fc.record({ type: fc.constant("default"), ...shared }),
];

const anyAutoCreation = fc
  .tuple(fc.oneof(...kinds), service)
  .map(([kind, named]) => autoCreation.parse({ ...kind, ...named }));

/** What Twilio has after such a form. */
function after(wanted: AutoCreation, before?: AutoCreation): Live {
  const form = new URLSearchParams(encodeFields(autoCreationForm(wanted, before)));
  const had = before === undefined ? ({ enabled: false, type: "default" } as const) : after(before);
  return autoCreationAfter(form, had);
}

test("what is sent is what is read, whatever was there before", () => {
  fc.assert(
    fc.property(anyAutoCreation, fc.option(anyAutoCreation, { nil: undefined }), (wanted, before) => {
      expect(autoCreationOf(after(wanted, before))).toEqual(wanted);
    }),
  );
});

test("a service that is not declared is neither sent nor read", () => {
  const wanted: AutoCreation = { type: "default", enabled: true };
  expect(autoCreationForm(wanted)).toEqual({
    "AutoCreation.Enabled": true,
    "AutoCreation.Type": "default",
    "AutoCreation.ConversationServiceSid": undefined,
  });
  const live = { type: "default", enabled: true, conversation_service_sid: `IS${"1".repeat(32)}` };
  expect(autoCreationOf(live, wanted)).toEqual(wanted);
});

test("the method goes in lower case and comes in either", () => {
  const wanted = autoCreation.parse({ type: "webhook", url: "https://example.com", filters: ["onMessageAdded"] });
  expect(autoCreationForm(wanted)).toMatchObject({ "AutoCreation.WebhookMethod": "post" });
  expect(autoCreationOf({ type: "webhook", webhook_method: "get" })).toMatchObject({ method: "GET" });
});

test("an answer without auto-creation is one that is off", () => {
  expect(autoCreationOf(null)).toEqual({ type: "default", enabled: false });
});

test.each([
  { type: "studio", flowSid: `FW${"1".repeat(32)}`, url: "https://example.com" },
  { type: "default", filters: ["onMessageAdded"] },
  { type: "webhook", flowSid: `FW${"1".repeat(32)}` },
  { type: "webhook", url: "https://example.com", filters: [] },
  { type: "phone" },
  { flowSid: `FW${"1".repeat(32)}` },
])("%j fits no type", (value) => {
  expect(autoCreation.safeParse(value).success).toBe(false);
});
