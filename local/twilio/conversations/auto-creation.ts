import { badRequest } from "../http/errors.ts";
import { booleanField, given, methodField, oneOf, sidField, urlField } from "../http/fields.ts";
import { eventsField } from "./events.ts";
import type { AutoCreation } from "./state.ts";

const shared = ["AutoCreation.Enabled", "AutoCreation.Type", "AutoCreation.ConversationServiceSid"];
const filters = "AutoCreation.WebhookFilters";
const ofType: Record<AutoCreation["type"], readonly string[]> = {
  webhook: ["AutoCreation.WebhookUrl", "AutoCreation.WebhookMethod", filters],
  studio: ["AutoCreation.StudioFlowSid", "AutoCreation.StudioRetryCount"],
  default: [],
};

export const autoCreationFields = [
  ...shared,
  ...Object.values(ofType)
    .flat()
    .filter((name) => name !== filters),
];
export const autoCreationLists = [filters];

/** What becomes of an address's auto-creation: only the chosen type's keys are kept, and shown. */
export function autoCreationAfter(form: URLSearchParams, before: AutoCreation): AutoCreation {
  const type = oneOf(form, "AutoCreation.Type", ["webhook", "studio", "default"]) ?? before.type;
  refuseOtherTypes(form, type);
  const service = sidField(form, "AutoCreation.ConversationServiceSid", "IS");
  const kept = type === before.type ? before : { conversation_service_sid: before.conversation_service_sid };
  const enabled = booleanField(form, "AutoCreation.Enabled") ?? before.enabled;
  const { conversation_service_sid: keptService, ...rest } = { ...kept, enabled, type, ...given(fieldsOf(form)) };
  const after = withDefaults({
    ...(rest as AutoCreation),
    ...given({ conversation_service_sid: service === null ? undefined : (service ?? keptService) }),
  });
  if (type === "studio" && after.studio_flow_sid === undefined) throw missing("AutoCreation.StudioFlowSid");
  if (type === "webhook" && after.webhook_url === undefined) throw missing("AutoCreation.WebhookUrl");
  return after;
}

function fieldsOf(form: URLSearchParams): Partial<AutoCreation> {
  return {
    webhook_url: urlField(form, "AutoCreation.WebhookUrl") ?? undefined,
    webhook_method: methodField(form, "AutoCreation.WebhookMethod"),
    webhook_filters: eventsField(form, filters),
    studio_flow_sid: sidField(form, "AutoCreation.StudioFlowSid", "FW") ?? undefined,
    studio_retry_count: retryCount(form),
  };
}

function withDefaults(after: AutoCreation): AutoCreation {
  if (after.type === "webhook") return { webhook_method: "POST", webhook_filters: [], ...after };
  return after.type === "studio" ? { studio_retry_count: 0, ...after } : after;
}

function retryCount(form: URLSearchParams): number | undefined {
  const text = form.get("AutoCreation.StudioRetryCount");
  if (text === null) return undefined;
  if (!/^[0-3]$/.test(text)) throw badRequest(`Invalid value ${text} for parameter AutoCreation.StudioRetryCount`);
  return Number(text);
}

function refuseOtherTypes(form: URLSearchParams, type: AutoCreation["type"]): void {
  for (const name of Object.values(ofType).flat()) {
    if (form.has(name) && !ofType[type].includes(name)) {
      throw badRequest(`Parameter ${name} does not apply to AutoCreation.Type ${type}`);
    }
  }
}

function missing(name: string) {
  return badRequest(`Missing required parameter ${name} in the post body`);
}
