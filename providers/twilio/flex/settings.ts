import { z } from "zod";
import { rule } from "../../kit/index.ts";
import { sid } from "../sid.ts";

const httpsUrl = z.url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" });

const skill = rule(
  z.strictObject({
    name: z.string().min(1).describe("What it is called."),
    multivalue: z.boolean().optional().describe("Whether an agent has a level of it."),
    minimum: z.number().optional().describe("The lowest level."),
    maximum: z.number().optional().describe("The highest level."),
  }),
  function* ({ minimum, maximum }) {
    if (typeof minimum === "number" && typeof maximum === "number" && minimum > maximum) {
      yield { path: ["maximum"], reason: `is ${maximum}, less than the minimum ${minimum}; raise it` };
    }
  },
).meta({ id: "twilio:flex:Skill", description: "A skill that agents may have." });

const taskQueue = z
  .strictObject({
    sid: sid("WQ", "task queue").describe("The queue."),
    targettable: z.boolean().optional().describe("Whether agents may transfer to it."),
  })
  .meta({ id: "twilio:flex:TransferQueue", description: "A queue as the transfer directory offers it." });

const workerChannel = z
  .strictObject({
    name: z.string().min(1).describe("The task channel's unique name, such as `voice`."),
    availability: z.boolean().optional().describe("Whether the agent takes tasks of it."),
    capacity: z.int().min(0).optional().describe("How many tasks of it at once."),
  })
  .meta({ id: "twilio:flex:WorkerChannel", description: "What agents take of a task channel, at first." });

const integration = z
  .strictObject({
    name: z.string().min(1).describe("What it is called."),
    type: z.string().min(1).describe("Its kind."),
    active: z.boolean().optional().describe("Whether it is switched on."),
    config: z
      .string()
      .refine((text) => isJson(text), "is no JSON; give the settings as JSON text")
      .optional()
      .describe("Its settings, as JSON text."),
    logo: z.string().optional().describe("Its picture's URL."),
    author: z.string().optional().describe("Who made it."),
  })
  .meta({ id: "twilio:flex:Integration", description: "Something that Flex is integrated with." });

/** Settings that are owned as a whole: single values, and lists. */
export const wholeSettings = {
  callRecordingEnabled: z
    .boolean()
    .optional()
    .describe("Whether Flex itself records calls. Leave it off where a Studio flow or a plugin records."),
  callRecordingWebhookUrl: httpsUrl.optional().describe("Where Twilio reports the recordings that Flex itself makes."),
  taskrouterTargetWorkflowSid: sid("WW", "workflow").optional().describe("The workflow that tasks go to by default."),
  taskrouterTargetTaskqueueSid: sid("WQ", "task queue").optional().describe("The queue that tasks go to by default."),
  taskrouterTaskqueues: z
    .array(taskQueue)
    .optional()
    .meta({ keyedBy: "sid" })
    .describe("The queues that are offered for transfers; the whole list."),
  taskrouterSkills: z
    .array(skill)
    .optional()
    .meta({ keyedBy: "name" })
    .describe("The skills that agents may have; the whole list."),
  messagingServiceInstanceSid: sid("MG", "messaging service").optional().describe("The messaging service."),
  chatServiceInstanceSid: sid("IS", "chat service").optional().describe("The Conversations service of Flex."),
  uiLanguage: z.string().min(1).optional().describe("The language of the Flex UI, such as `en-US`."),
  uiVersion: z
    .string()
    .min(1)
    .optional()
    .describe("The version of the Flex UI, exact or as a range, such as `2.7.0` or `~2.7.0`."),
  crmEnabled: z.boolean().optional().describe("Whether the CRM pane is shown."),
  crmType: z.string().min(1).optional().describe("The kind of CRM."),
  crmCallbackUrl: httpsUrl.optional().describe("Where the CRM pane's address is asked for."),
  crmFallbackUrl: httpsUrl.optional().describe("Where it is asked for when that fails."),
  pluginServiceEnabled: z.boolean().optional().describe("Whether plugins are loaded from the plugin service."),
  integrations: z.array(integration).optional().describe("What Flex is integrated with; the whole list."),
  serverlessServiceSids: z
    .array(sid("ZS", "Functions service"))
    .optional()
    .meta({ unordered: true })
    .describe("The Functions services that Flex uses; the whole list."),
  flexInsightsDrilldown: z.boolean().optional().describe("Whether Flex Insights shows what lies behind its figures."),
  flexUrl: httpsUrl.optional().describe("Where agents are sent after login, for a Flex that you host yourself."),
};

const anything = z.record(z.string(), z.unknown());

const switchable = (name: string, about: string) =>
  z
    .strictObject({ enabled: z.boolean().optional().describe("Whether it is on.") })
    .meta({ id: `twilio:flex:${name}`, description: about });

const outboundCallFlow = z
  .strictObject({
    enabled: z.boolean().optional().describe("Whether agents may call out."),
    workflowSid: sid("WW", "workflow").optional().describe("The workflow of outbound calls."),
    queueSid: sid("WQ", "task queue").optional().describe("The queue of outbound calls."),
    callerId: z
      .string()
      .regex(/^\+[1-9]\d{1,14}$/, "is no phone number; give it as +14155550123")
      .optional()
      .describe("The number that is called from, in E.164."),
    location: z.string().min(1).optional().describe("Where conferences are held."),
  })
  .meta({ id: "twilio:flex:OutboundCallFlow", description: "How agents call out." });

/** Settings that are objects, owned by their top-level keys. Names inside those of `unknown` values are the API's own. */
export const keyedSettings = {
  attributes: anything.optional().describe("Values of your own, by key. The Flex UI keeps values here too."),
  uiAttributes: anything.optional().describe("Settings of the Flex UI, by key; names inside are the Flex UI's own."),
  publicAttributes: anything.optional().describe("Values by key that can be read **without login**."),
  uiDependencies: z.record(z.string(), z.string()).optional().describe("Versions of npm packages, by package."),
  taskrouterWorkerChannels: z
    .record(z.string(), z.array(workerChannel).meta({ keyedBy: "name" }))
    .optional()
    .describe("What agents take of each task channel at first, by role."),
  taskrouterWorkerAttributes: anything.optional().describe("The attributes of agents at first, by role."),
  crmAttributes: anything.optional().describe("Settings of the CRM pane, by key."),
  pluginServiceAttributes: anything.optional().describe("Settings of the plugin service, by key."),
  outboundCallFlows: z
    .record(z.string(), outboundCallFlow)
    .optional()
    .describe("How agents call out, by name; Flex uses `default`. Each flow is owned as a whole."),
  queueStatsConfiguration: anything.optional().describe("Settings of the queues view, by key."),
  notifications: z
    .strictObject({
      enabled: z.boolean().optional().describe("Whether they are on."),
      mode: z.enum(["whenNotInFocus", "always"]).optional().describe("When they are shown."),
    })
    .meta({ id: "twilio:flex:Notifications", description: "Notifications of the browser." })
    .optional()
    .describe("Notifications of the browser."),
  markdown: z
    .strictObject({
      enabled: z.boolean().optional().describe("Whether it is on."),
      mode: z.enum(["readOnly", "readWrite"]).optional().describe("Whether agents may also write it."),
    })
    .meta({ id: "twilio:flex:Markdown", description: "Markdown in messages." })
    .optional()
    .describe("Markdown in messages."),
  flexInsightsHr: anything.optional().describe("Settings of the Flex Insights workspaces, by key."),
  debuggerIntegration: switchable("DebuggerIntegration", "Reports of the Flex UI's errors to the Console's debugger.")
    .optional()
    .describe("Reports of the Flex UI's errors to the Console's debugger."),
  flexUiStatusReport: switchable("FlexUiStatusReport", "Reports of the Flex UI's state to Twilio.")
    .optional()
    .describe("Reports of the Flex UI's state to Twilio."),
  citrixVoiceVdi: switchable("CitrixVoiceVdi", "Voice on virtual desktops of Citrix.")
    .optional()
    .describe("Voice on virtual desktops of Citrix."),
  agentConvEndMethods: z
    .strictObject({
      enabled: z.array(z.string().min(1)).optional().meta({ unordered: true }).describe("The ways, such as `Leave`."),
    })
    .meta({ id: "twilio:flex:AgentConvEndMethods", description: "How agents may end their part in a conversation." })
    .optional()
    .describe("How agents may end their part in a conversation."),
  offlineConfig: anything.optional().describe("What counts as offline, by key; names are the API's own."),
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
