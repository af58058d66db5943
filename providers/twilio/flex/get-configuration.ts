import { z } from "zod";
import { declarations, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { asDeclared, declarableIn } from "./account-configuration.ts";
import { channelConfig } from "./channel-config.ts";
import { keyedSettings, wholeSettings } from "./settings.ts";

const path = "/v1/Configuration";

const outputs = z.strictObject({
  ...wholeSettings,
  ...keyedSettings,
  channelConfigs: z.array(channelConfig).optional().describe("Attachment limits, by channel."),
  accountSid: z.string().describe("The account."),
  status: z.string().optional().describe("Whether Flex is set up: `ok`, `inprogress` or `notstarted`."),
  serviceVersion: z.string().optional().describe("The version of the Flex service."),
  runtimeDomain: z.string().optional().describe("The domain of the account's Functions."),
  taskrouterWorkspaceSid: z.string().optional().describe("The TaskRouter workspace that Flex uses."),
  taskrouterOfflineActivitySid: z.string().optional().describe("The activity of agents who are offline."),
  flexServiceInstanceSid: z.string().optional().describe("The Flex service instance."),
  flexInstanceSid: z.string().optional().describe("The Flex instance."),
});

/** What Twilio alone sets, by our name. */
const readOnly = {
  status: "status",
  serviceVersion: "service_version",
  runtimeDomain: "runtime_domain",
  taskrouterWorkspaceSid: "taskrouter_workspace_sid",
  taskrouterOfflineActivitySid: "taskrouter_offline_activity_sid",
  flexServiceInstanceSid: "flex_service_instance_sid",
  flexInstanceSid: "flex_instance_sid",
} as const;

/** Looks the Flex Configuration up. Source: `flex-api.twilio.com/v1/Configuration`. */
export const getConfiguration = declarations<TwilioClient>().function({
  type: "twilio:flex:getConfiguration",
  description: `The Flex Configuration of the account, as it is now. What is not set, or has a form that could not be declared, is left out.`,
  reference: { calls: [`GET flex-api.twilio.com${path}`] },
  inputs: z.strictObject({}),
  outputs,
  async invoke(_, { client, signal }) {
    const live = await client.request({ product: "flexApi", method: "GET", path }, signal);
    if (live.account_sid !== client.accountSid) {
      throw new ProviderError(
        `The credentials are of another account than ${client.accountSid}; give accountSid and the credentials of one account.`,
      );
    }
    const texts = Object.entries(readOnly).map(([name, key]) => [name, live[key] ?? undefined]);
    return {
      ...asDeclared(live, declarableIn(live)),
      ...Object.fromEntries(texts),
      accountSid: client.accountSid,
    };
  },
});
