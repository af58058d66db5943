/** A declaration of every property of Flex Configuration, and another one that differs from it in all of them. */

function sid(prefix: string, digit: string): string {
  return prefix + digit.repeat(32);
}

function declaration(n: 1 | 2) {
  const [digit, is] = [String(n), n === 1];
  return {
    attributes: { team: `team ${n}`, nested: { camelCase: n, snake_case: [n, { deep: null }] } },
    taskrouterTargetWorkflowSid: sid("WW", digit),
    taskrouterTargetTaskqueueSid: sid("WQ", digit),
    taskrouterTaskqueues: [{ sid: sid("WQ", digit), targettable: is }],
    taskrouterSkills: [{ name: "german", multivalue: is, minimum: n, maximum: n + 5 }],
    taskrouterWorkerChannels: { "sup.visor": [{ name: "voice", availability: is, capacity: n }] },
    taskrouterWorkerAttributes: { agent: { level: n } },
    messagingServiceInstanceSid: sid("MG", digit),
    chatServiceInstanceSid: sid("IS", digit),
    uiLanguage: is ? "en-US" : "de-DE",
    uiVersion: `2.${n}.0`,
    uiAttributes: { theme: { colorScheme: n } },
    uiDependencies: { react: `1${n}.0.0` },
    callRecordingEnabled: is,
    callRecordingWebhookUrl: `https://example.com/recordings/${n}`,
    crmEnabled: is,
    crmType: `crm ${n}`,
    crmCallbackUrl: `https://example.com/crm/${n}`,
    crmFallbackUrl: `https://example.com/fallback/${n}`,
    crmAttributes: { frame: n },
    publicAttributes: { logo: n },
    pluginServiceEnabled: is,
    pluginServiceAttributes: { notifications: n },
    integrations: [
      { name: `crm ${n}`, type: "app", active: is, config: `{"n":${n}}`, logo: `https://l/${n}`, author: `a${n}` },
    ],
    outboundCallFlows: {
      default: {
        enabled: is,
        workflowSid: sid("WW", digit),
        queueSid: sid("WQ", digit),
        callerId: `+1415555010${n}`,
        location: is ? "US" : "DE",
      },
    },
    serverlessServiceSids: [sid("ZS", digit)],
    queueStatsConfiguration: { refresh: n },
    notifications: { enabled: is, mode: is ? "always" : "whenNotInFocus" },
    markdown: { enabled: is, mode: is ? "readOnly" : "readWrite" },
    flexInsightsHr: { workspace: n },
    flexInsightsDrilldown: is,
    flexUrl: `https://flex.example.com/${n}`,
    debuggerIntegration: { enabled: is },
    flexUiStatusReport: { enabled: is },
    citrixVoiceVdi: { enabled: is },
    agentConvEndMethods: { enabled: is ? ["Leave"] : ["End"] },
    offlineConfig: { presence: `offline ${n}`, presence_ttl: n },
    channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: is, maxFileSize: 1000 + n } }],
  };
}

export const everyProperty = declaration(1);
export const everyOther = declaration(2);

/** The same as Twilio holds it, but for the channels. */
export function inTheApi(n: 1 | 2): Record<string, unknown> {
  const { channelConfigs: _, outboundCallFlows, ...declared } = declaration(n);
  const flow = outboundCallFlows.default;
  return {
    ...Object.fromEntries(Object.entries(declared).map(([name, value]) => [snakeCase(name), value])),
    attributes: { team: `team ${n}`, nested: { camelCase: n, snake_case: [n, {}] } },
    outbound_call_flows: {
      default: {
        enabled: flow.enabled,
        workflow_sid: flow.workflowSid,
        queue_sid: flow.queueSid,
        caller_id: flow.callerId,
        location: flow.location,
      },
    },
  };
}

function snakeCase(name: string): string {
  return name.replace(/([A-Z])/g, "_$1").toLowerCase();
}
