import { z } from "zod";
import type { FormFields } from "../http/request.ts";
import { sid } from "../sid.ts";
import { httpsUrl, webhookMethod } from "../webhook.ts";

const shared = {
  enabled: z.boolean().default(true).describe("Whether an incoming message makes a conversation at all."),
  conversationServiceSid: sid("IS", "conversation service")
    .optional()
    .describe("The service in which the conversation is made; the account's default service if not given."),
};

const studio = z
  .strictObject({
    type: z.literal("studio"),
    flowSid: sid("FW", "Studio flow").describe(
      "The flow that gets the conversation's messages; its published revision runs.",
    ),
    retryCount: z
      .int()
      .min(0)
      .max(3)
      .default(3)
      .describe("How many times Twilio tries again when Studio does not answer: 0 to 3."),
    ...shared,
  })
  .meta({
    id: "twilio:conversations:StudioAutoCreation",
    description: "A conversation is made, and a Studio flow runs.",
  });

const event = z
  .enum([
    "onMessageAdded",
    "onMessageUpdated",
    "onMessageRemoved",
    "onConversationUpdated",
    "onConversationStateUpdated",
    "onConversationRemoved",
    "onParticipantAdded",
    "onParticipantUpdated",
    "onParticipantRemoved",
    "onDeliveryUpdated",
  ])
  .meta({ id: "twilio:conversations:Event", description: "Something that happened in a conversation." });

const webhook = z
  .strictObject({
    type: z.literal("webhook"),
    url: httpsUrl().describe("What Twilio calls."),
    method: webhookMethod.default("POST").describe("The HTTP method of the call."),
    filters: z.array(event).min(1).meta({ unordered: true }).describe("The events on which Twilio calls it."),
    ...shared,
  })
  .meta({ id: "twilio:conversations:WebhookAutoCreation", description: "A conversation is made, with a webhook." });

const plain = z
  .strictObject({ type: z.literal("default"), ...shared })
  .meta({ id: "twilio:conversations:DefaultAutoCreation", description: "A conversation is made, and nothing else." });

export const autoCreation = z.discriminatedUnion("type", [studio, webhook, plain]);

export type AutoCreation = z.output<typeof autoCreation>;

/**
 * The form's fields of an auto-creation: all that its type knows.
 * @param before What the address had. A service that is named no more is emptied.
 */
export function autoCreationForm(wanted: AutoCreation, before?: AutoCreation): FormFields {
  const leaves = before?.conversationServiceSid !== undefined && wanted.conversationServiceSid === undefined;
  return {
    "AutoCreation.Enabled": wanted.enabled,
    "AutoCreation.Type": wanted.type,
    "AutoCreation.ConversationServiceSid": leaves ? "" : wanted.conversationServiceSid,
    ...fieldsOfType(wanted),
  };
}

function fieldsOfType(wanted: AutoCreation): FormFields {
  switch (wanted.type) {
    case "studio":
      return { "AutoCreation.StudioFlowSid": wanted.flowSid, "AutoCreation.StudioRetryCount": wanted.retryCount };
    case "webhook":
      return {
        "AutoCreation.WebhookUrl": wanted.url,
        "AutoCreation.WebhookMethod": wanted.method.toLowerCase(),
        "AutoCreation.WebhookFilters": wanted.filters,
      };
    case "default":
      return {};
  }
}

/**
 * An answer's `auto_creation` as it would be declared.
 * @param declared What was declared: a service that it does not name is not ours, and is left out.
 */
export function autoCreationOf(live: unknown, declared?: AutoCreation): AutoCreation {
  const found = (live ?? {}) as Record<string, unknown>;
  const service = found.conversation_service_sid ?? undefined;
  const named = declared === undefined || declared.conversationServiceSid !== undefined;
  return {
    ...ofType(found),
    enabled: found.enabled === true,
    ...(named && service !== undefined ? { conversationServiceSid: service } : {}),
  } as AutoCreation;
}

function ofType(found: Record<string, unknown>): object {
  if (found.type === "studio") {
    return { type: "studio", flowSid: found.studio_flow_sid, retryCount: found.studio_retry_count ?? 0 };
  }
  if (found.type === "webhook") {
    return {
      type: "webhook",
      url: found.webhook_url,
      method: String(found.webhook_method ?? "POST").toUpperCase(),
      filters: found.webhook_filters ?? [],
    };
  }
  return { type: "default" };
}
