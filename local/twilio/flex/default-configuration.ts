import { createHash } from "node:crypto";
import { iso8601 } from "../http/timestamps.ts";
import { derivedSid } from "../state/sids.ts";
import type { FreshAccount, Slice } from "../state/store.ts";
import { defaultChannelConfigs } from "./channel-configs.ts";
import { type FlexConfiguration, flexConfigurationSchema } from "./properties.ts";

/** The Flex Configuration of an account; a fresh account has Flex set up and nothing changed. */
export const flexConfigurationSlice: Slice<FlexConfiguration> = {
  schema: flexConfigurationSchema,
  fresh: defaultConfiguration,
};

function defaultConfiguration({ sid, now }: FreshAccount): FlexConfiguration {
  const created = iso8601(now);
  return {
    account_sid: sid,
    date_created: created,
    date_updated: created,
    attributes: null,
    status: "ok",
    taskrouter_workspace_sid: derivedSid("WS", sid, "flex"),
    taskrouter_target_workflow_sid: derivedSid("WW", sid, "flex"),
    taskrouter_target_taskqueue_sid: derivedSid("WQ", sid, "flex"),
    taskrouter_taskqueues: null,
    taskrouter_skills: null,
    taskrouter_worker_channels: null,
    taskrouter_worker_attributes: null,
    taskrouter_offline_activity_sid: derivedSid("WA", sid, "flex offline"),
    runtime_domain: runtimeDomain(sid),
    messaging_service_instance_sid: null,
    chat_service_instance_sid: derivedSid("IS", sid, "flex chat"),
    flex_service_instance_sid: derivedSid("IS", sid, "flex"),
    flex_instance_sid: derivedSid("GO", sid, "flex"),
    ui_language: null,
    ui_attributes: { warmTransfers: { enabled: true }, notifications: { browser: true } },
    ui_dependencies: null,
    ui_version: "2.n",
    service_version: null,
    call_recording_enabled: null,
    call_recording_webhook_url: null,
    crm_enabled: null,
    crm_type: null,
    crm_callback_url: null,
    crm_fallback_url: null,
    crm_attributes: null,
    public_attributes: null,
    plugin_service_enabled: null,
    plugin_service_attributes: null,
    integrations: null,
    outbound_call_flows: null,
    serverless_service_sids: null,
    queue_stats_configuration: null,
    notifications: { enabled: true, mode: "whenNotInFocus" },
    markdown: { enabled: true, mode: "readWrite" },
    url: "https://flex-api.twilio.com/v1/Configuration",
    flex_insights_hr: null,
    flex_insights_drilldown: true,
    flex_url: null,
    channel_configs: defaultChannelConfigs(),
    debugger_integration: { enabled: true },
    flex_ui_status_report: { enabled: true },
    agent_conv_end_methods: null,
    citrix_voice_vdi: null,
    offline_config: null,
  };
}

const flowers = ["iris", "lilac", "orchid", "poppy", "tulip", "violet", "aster", "dahlia"];
const animals = ["badger", "falcon", "heron", "lynx", "marten", "otter", "raven", "tapir"];

/** Two words and four digits, as Twilio names runtime domains; always the same for an account. */
function runtimeDomain(accountSid: string): string {
  const hash = createHash("sha256").update(`runtime ${accountSid}`).digest();
  const word = (words: string[], at: number) => words[hash.readUInt8(at) % words.length];
  return `${word(flowers, 0)}-${word(animals, 1)}-${1000 + (hash.readUInt16BE(2) % 9000)}.twil.io`;
}
