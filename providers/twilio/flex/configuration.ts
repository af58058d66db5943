import { z } from "zod";
import { asPropertyMap, type Context, declarations, PartialResourceError, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { TwilioRefusedError } from "../http/errors.ts";
import {
  type ApiObject,
  asDeclared,
  changesBetween,
  type Original,
  originalOf,
  ownedBy,
  withDeclared,
  withOriginal,
} from "./account-configuration.ts";
import { channelConfig } from "./channel-config.ts";

const readOnly = "is set by Twilio and can't be written (its error 45004); remove it";

const inputs = z
  .strictObject({
    callRecordingEnabled: z
      .boolean()
      .optional()
      .describe("Whether Flex itself records calls. Leave it off where a Studio flow or a plugin records."),
    callRecordingWebhookUrl: z
      .url({ protocol: /^https$/, error: "is no https URL; give one that Twilio can reach" })
      .optional()
      .describe("Where Twilio reports the recordings that Flex itself makes."),
    channelConfigs: z
      .array(channelConfig)
      .min(1)
      .optional()
      .meta({ keyedBy: "addressType" })
      .describe("Attachment limits, by channel."),
    onDestroy: z
      .enum(["restore", "keep"])
      .default("restore")
      .describe("On destroy, put back what was there before (`restore`), or leave everything as it is (`keep`)."),
  })
  .meta({
    refused: Object.fromEntries(
      [
        "accountSid",
        "dateCreated",
        "dateUpdated",
        "status",
        "url",
        "serviceVersion",
        "runtimeDomain",
        "flexInstanceSid",
      ]
        .concat(["taskrouterWorkspaceSid", "taskrouterOfflineActivitySid", "flexServiceInstanceSid"])
        .map((name) => [name, readOnly]),
    ),
  });

const outputs = z.strictObject({
  accountSid: z.string().describe("The account that this is the configuration of."),
  original: z
    .record(z.string(), z.strictObject({ value: z.any().optional() }))
    .describe(
      "What was in the account before it was declared here, by property or channel (`channelConfigs.web`); without a value it was not set. Destroy puts it back.",
    ),
  taskrouterWorkspaceSid: z.string().optional().describe("The TaskRouter workspace that Flex uses."),
  flexServiceInstanceSid: z.string().optional().describe("The Flex service instance."),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** Flex Configuration. Source: `flex-api.twilio.com/v1/Configuration`. */
export const configuration = declarations<TwilioClient>().resource({
  type: "twilio:flex:Configuration",
  description: `The Flex Configuration of the account.

There is one in every Flex account, made by Twilio: this resource adopts it, and never creates or deletes it. It owns the
properties that are declared, and within \`channelConfigs\` the channels that are declared; everything else in the account is
left as it is. What was there before is kept in the state and put back on destroy, or as soon as it is declared no more.

**Blast radius**: the whole account, all its agents, at once.

**Can't be undone**: calls that were not recorded, or were, while a setting was wrong.`,
  inputs,
  outputs,
  stable: ["accountSid", "taskrouterWorkspaceSid", "flexServiceInstanceSid"],

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const live = await fetchConfiguration(context);
    const original = originalOf(live, ownedBy(declared));
    return {
      id: context.client.accountSid,
      outputs: await change(live, withDeclared(live, declared), original, original, context),
    };
  },

  async read(id, prior, context) {
    if (id !== context.client.accountSid) {
      throw new ProviderError(`${id} is not the provider's account; import ${context.client.accountSid}.`);
    }
    const live = await fetchConfiguration(context);
    const found: Inputs = { onDestroy: prior?.inputs.onDestroy ?? "restore", ...asDeclared(live, prior?.inputs) };
    return { inputs: found, outputs: outputsOf(live, prior?.state.original ?? originalOf(live, ownedBy(found))) };
  },

  async update(_, declared, prior, context) {
    const live = await fetchConfiguration(context);
    const before: Original = prior.state.original;
    const owned = ownedBy(declared);
    const added = originalOf(
      live,
      owned.filter((name) => before[name] === undefined),
    );
    const kept = Object.fromEntries(Object.entries(before).filter(([name]) => owned.includes(name)));
    const released = Object.fromEntries(Object.entries(before).filter(([name]) => !owned.includes(name)));
    const base = declared.onDestroy === "keep" ? live : withOriginal(live, released);
    // Until Twilio has confirmed it, what is declared no more counts as ours, so that it is sure to go back.
    return await change(live, withDeclared(base, declared), { ...kept, ...added }, { ...before, ...added }, context);
  },

  async delete(_, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    const live = await fetchConfiguration(context);
    await post(changesBetween(live, withOriginal(live, prior.state.original)), context);
  },
});

async function fetchConfiguration({ client, signal }: Context<TwilioClient>): Promise<ApiObject> {
  return await client.request({ product: "flexApi", method: "GET", path: "/v1/Configuration" }, signal);
}

/**
 * Makes the account as wanted. If it stays open whether it now is, `unconfirmed` original values are
 * kept in the state, so that our own values never pass for the account's.
 */
async function change(
  live: ApiObject,
  wanted: ApiObject,
  original: Original,
  unconfirmed: Original,
  context: Context<TwilioClient>,
): Promise<Outputs> {
  try {
    return outputsOf((await post(changesBetween(live, wanted), context)) ?? live, original);
  } catch (error) {
    if (error instanceof TwilioRefusedError || !(error instanceof Error)) throw error;
    const outputs = asPropertyMap(outputsOf(live, unconfirmed));
    throw new PartialResourceError(context.client.accountSid, outputs, error.message, { cause: error });
  }
}

/** Posts what changed, if anything did. Setting values twice is as setting them once. */
async function post(changes: ApiObject, { client, signal }: Context<TwilioClient>): Promise<ApiObject | undefined> {
  if (Object.keys(changes).length === 0) return undefined;
  const json = { account_sid: client.accountSid, ...changes };
  return await client.request(
    { product: "flexApi", method: "POST", path: "/v1/Configuration", json, idempotent: true },
    signal,
  );
}

function outputsOf(live: ApiObject, original: Original): Outputs {
  const text = (key: string) => (typeof live[key] === "string" ? live[key] : undefined);
  return {
    accountSid: text("account_sid") ?? "",
    original,
    taskrouterWorkspaceSid: text("taskrouter_workspace_sid"),
    flexServiceInstanceSid: text("flex_service_instance_sid"),
  };
}
