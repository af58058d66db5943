import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { given, methodField, oneOf, sidField, urlField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import type { ScopedWebhook } from "./chat.ts";
import { eventsField } from "./events.ts";
import { refuseClosed } from "./refusals.ts";
import { conversationAt, conversationUrl, inServices, serviceFields } from "./scope.ts";

const most = 5;
const targets = ["webhook", "trigger", "studio"] as const;

/** What a webhook of each target is configured by. */
const ofTarget: Record<ScopedWebhook["target"], readonly string[]> = {
  webhook: ["Configuration.Url", "Configuration.Method", "Configuration.Filters"],
  trigger: ["Configuration.Url", "Configuration.Method", "Configuration.Triggers"],
  studio: ["Configuration.FlowSid"],
};
const lists = ["Configuration.Filters", "Configuration.Triggers"];
const single = ["Configuration.Url", "Configuration.Method", "Configuration.FlowSid"];

/** https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource */
export const scopedWebhookRoutes: Route[] = inServices((under) => {
  const all = `${under}/Conversations/{Conversation}/Webhooks`;
  const one = `${all}/{WH}`;
  return [
    { method: "GET", path: all, query: pagingParameters, handle: list },
    { method: "POST", path: all, handle: create },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, webhookAt(call))) },
    { method: "POST", path: one, handle: update },
    { method: "DELETE", path: one, handle: remove },
  ];
});

function inConversation(call: Call): ScopedWebhook[] {
  const { sid } = conversationAt(call);
  return call.account.state.current.chat.webhooks.filter((held) => held.conversation_sid === sid);
}

function webhookAt(call: Call): ScopedWebhook {
  const found = inConversation(call).find(({ sid }) => sid === call.at.WH);
  if (!found) throw notFound(call.request);
  return found;
}

function list(call: Call): ApiResponse {
  return jsonResponse(
    200,
    metaPageOf(call.request, "webhooks", inConversation(call), (webhook) => show(call, webhook), most),
  );
}

function create(call: Call): ApiResponse {
  const conversation = conversationAt(call);
  const form = formBody(call.request, { fields: ["Target", ...single, "Configuration.ReplayAfter"], lists });
  requiredField(form, "Target");
  const target = oneOf(form, "Target", targets) ?? "webhook";
  refuseClosed(conversation);
  if (inConversation(call).length >= most) throw new TwilioError(400, 50361, "Too many conversation webhooks");
  const date = iso8601(call.account.now());
  const created: ScopedWebhook = {
    sid: randomSid("WH"),
    conversation_sid: conversation.sid,
    target,
    configuration: configurationOf(form, target, {}),
    date_created: date,
    date_updated: date,
  };
  call.account.state.change(({ chat }) => chat.webhooks.push(created));
  return jsonResponse(201, show(call, created));
}

/** The target stays what it is. */
function update(call: Call): ApiResponse {
  const before = webhookAt(call);
  const form = formBody(call.request, { fields: single, lists });
  refuseClosed(conversationAt(call));
  const after: ScopedWebhook = {
    ...before,
    configuration: configurationOf(form, before.target, before.configuration),
    date_updated: iso8601(call.account.now()),
  };
  call.account.state.change(({ chat }) => {
    chat.webhooks = chat.webhooks.map((held) => (held.sid === after.sid ? after : held));
  });
  return jsonResponse(200, show(call, after));
}

function remove(call: Call): ApiResponse {
  const webhook = webhookAt(call);
  call.account.state.change(({ chat }) => {
    chat.webhooks = chat.webhooks.filter(({ sid }) => sid !== webhook.sid);
  });
  return noContent();
}

type Configuration = ScopedWebhook["configuration"];

function configurationOf(form: URLSearchParams, target: ScopedWebhook["target"], before: Configuration): Configuration {
  for (const name of Object.values(ofTarget).flat()) {
    if (form.has(name) && !ofTarget[target].includes(name)) {
      throw badRequest(`Parameter ${name} does not apply to Target ${target}`);
    }
  }
  const after: Configuration = {
    ...before,
    ...given({
      url: hookUrl(form),
      method: methodField(form, "Configuration.Method"),
      filters: eventsField(form, "Configuration.Filters"),
      triggers: triggersField(form),
      flow_sid: sidField(form, "Configuration.FlowSid", "FW") ?? undefined,
      replay_after: replayAfter(form),
    }),
  };
  if (target === "studio") {
    if (after.flow_sid === undefined) throw missing("Configuration.FlowSid");
    return after;
  }
  if (after.url === undefined) throw missing("Configuration.Url");
  if (target === "webhook") return { method: "POST", filters: [], ...after };
  if (after.triggers === undefined) throw new TwilioError(400, 50371, "Conversation webhook trigger not provided");
  return { method: "POST", ...after };
}

function hookUrl(form: URLSearchParams): string | undefined {
  const url = urlField(form, "Configuration.Url") ?? undefined;
  if (url !== undefined && url.length > 512) throw new TwilioError(400, 50372, "Conversation webhook URL is too long");
  return url;
}

function triggersField(form: URLSearchParams): string[] | undefined {
  if (!form.has("Configuration.Triggers")) return undefined;
  const triggers = form.getAll("Configuration.Triggers");
  if (triggers.length > 5) throw new TwilioError(400, 50362, "Too many conversation webhook triggers");
  if (triggers.some((word) => word === "" || word.length > 248)) {
    throw new TwilioError(400, 50366, "Invalid conversation webhook trigger");
  }
  return triggers;
}

function replayAfter(form: URLSearchParams): number | undefined {
  const text = form.get("Configuration.ReplayAfter");
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value ${text} for parameter Configuration.ReplayAfter`);
  return Number(text);
}

function missing(name: string): TwilioError {
  return badRequest(`Missing required parameter ${name} in the post body`);
}

function show(call: Call, { configuration: { retry_count: _, ...configuration }, ...webhook }: ScopedWebhook) {
  return {
    account_sid: call.account.sid,
    ...serviceFields(call, conversationAt(call)),
    ...webhook,
    configuration,
    url: `${conversationUrl(call, webhook.conversation_sid)}/Webhooks/${webhook.sid}`,
  };
}
