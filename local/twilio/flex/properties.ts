import { z } from "zod";
import { sidPattern } from "../state/sids.ts";
import { channelConfigs } from "./channel-configs.ts";

const text = z.string().nullable();
const flag = z.boolean().nullable();
const url = z.url({ protocol: /^https?$/, message: "must be an http or https URL" }).nullable();
const object = z.record(z.string(), z.json()).nullable();
const switchable = z.looseObject({ enabled: z.boolean() }).nullable();
const sid = (prefix: string) => z.string().regex(sidPattern(prefix), `must be a SID that begins with ${prefix}`);

/**
 * What an update may set. `null` unsets. Twilio publishes names and types of the answer
 * (https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api), not a schema of the request:
 * objects are checked as far as their shape is documented, and no further.
 */
export const writable = {
  attributes: object,
  taskrouter_target_workflow_sid: sid("WW").nullable(),
  taskrouter_target_taskqueue_sid: sid("WQ").nullable(),
  taskrouter_taskqueues: z.array(z.looseObject({ sid: sid("WQ"), targettable: z.boolean().optional() })).nullable(),
  taskrouter_skills: z
    .array(
      z.looseObject({
        name: z.string(),
        multivalue: z.boolean().optional(),
        minimum: z.number().nullable().optional(),
        maximum: z.number().nullable().optional(),
      }),
    )
    .nullable(),
  taskrouter_worker_channels: z
    .record(
      z.string(),
      z.array(
        z.looseObject({ name: z.string(), availability: z.boolean().optional(), capacity: z.int().min(0).optional() }),
      ),
    )
    .nullable(),
  taskrouter_worker_attributes: object,
  messaging_service_instance_sid: sid("MG").nullable(),
  chat_service_instance_sid: sid("IS").nullable(),
  ui_language: text,
  ui_version: text,
  ui_attributes: object,
  ui_dependencies: object,
  call_recording_enabled: flag,
  call_recording_webhook_url: url,
  crm_enabled: flag,
  crm_type: text,
  crm_callback_url: url,
  crm_fallback_url: url,
  crm_attributes: object,
  public_attributes: object,
  plugin_service_enabled: flag,
  plugin_service_attributes: object,
  integrations: z.array(z.looseObject({ name: z.string(), type: z.string() })).nullable(),
  outbound_call_flows: z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() })).nullable(),
  serverless_service_sids: z.array(sid("ZS")).nullable(),
  queue_stats_configuration: object,
  channel_configs: channelConfigs.nullable(),
  notifications: switchable,
  markdown: switchable,
  flex_insights_hr: object,
  flex_insights_drilldown: flag,
  flex_url: url,
  debugger_integration: switchable,
  flex_ui_status_report: switchable,
  agent_conv_end_methods: object,
  citrix_voice_vdi: switchable,
  offline_config: object,
};

/** What only Twilio sets. `account_sid` has to be sent with an update, the others must not be. */
export const readOnly = {
  account_sid: sid("AC"),
  date_created: z.string(),
  date_updated: z.string(),
  status: z.enum(["ok", "inprogress", "notstarted"]),
  taskrouter_workspace_sid: sid("WS").nullable(),
  taskrouter_offline_activity_sid: sid("WA").nullable(),
  runtime_domain: text,
  flex_service_instance_sid: sid("IS").nullable(),
  flex_instance_sid: sid("GO").nullable(),
  service_version: text,
  url: z.string(),
};

export const flexConfigurationSchema = z.strictObject({ ...readOnly, ...writable });
export type FlexConfiguration = z.infer<typeof flexConfigurationSchema>;

/** Some properties, each of the right type. */
export const somePropertiesSchema = flexConfigurationSchema.partial();

/** One sentence a property, `[name] what is wrong`, as Twilio's own messages name properties. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `[${issue.path.join(".")}] ${issue.message}`).join("; ");
}
