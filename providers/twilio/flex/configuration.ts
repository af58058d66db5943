import { z } from "zod";
import { asPropertyMap, type Context, declarations, PartialResourceError, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "../http/errors.ts";
import {
  type ApiObject,
  asDeclared,
  changesBetween,
  declarableIn,
  type Original,
  originalOf,
  ownedBy,
  withDeclared,
  withOriginal,
} from "./account-configuration.ts";
import { channelConfig } from "./channel-config.ts";
import { sameIntegrations } from "./same-integrations.ts";
import { keyedSettings, wholeSettings } from "./settings.ts";
import { forgetMade, rememberMade, takenOver } from "./successors.ts";

const path = "/v1/Configuration";

const readOnly = "is set by Twilio and can't be written (its error 45004); remove it";

const inputs = z
  .strictObject({
    ...wholeSettings,
    ...keyedSettings,
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
      "What was in the account before it was declared here, by property, key (`attributes.theme`), channel (`channelConfigs.web`) or limit (`channelConfigs.web.maxFileSize`); without a value it was not set. Destroy puts it back.",
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

There is one in every Flex account, made by Twilio: this resource adopts it, and never creates or deletes it. It owns what is
declared, and leaves everything else in the account as it is:

- single values and lists as a whole;
- objects, such as \`attributes\` and \`uiAttributes\`, by their top-level keys, since the Flex UI and the Console keep values
  in them too: a declared key's value is replaced, the other keys stay;
- within \`channelConfigs\` the declared channels, and of these the declared limits.

What was there before is kept in the state and put back on destroy, or as soon as it is declared no more. The keys inside
objects of your own (\`attributes\` and the like) are written as they are, not respelled.

**Blast radius**: the whole account, all its agents, at once.

**Can't be undone**: calls that were not recorded, or were, while a setting was wrong.

**Renaming** it in the program needs the option \`aliases\`, and replacing it by force the option \`deleteBeforeReplace\`:
otherwise the new one is made before the old one is destroyed, and takes the values of the old one for the account's own.`,
  reference: {
    calls: ["GET", "POST"].map((method) => `${method} flex-api.twilio.com/v1/Configuration`),
    importId: "the account SID",
  },
  inputs,
  outputs,
  // A new one must find the account's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,
  stable: ["accountSid", "taskrouterWorkspaceSid", "flexServiceInstanceSid"],
  sameMeaning: { integrations: sameIntegrations },

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const id = context.client.accountSid;
    const live = await fetchConfiguration(id, context);
    const original = originalOf(live, ownedBy(declared));
    const outputs = await change(live, withDeclared(live, declared), original, original, context);
    rememberMade(context.client, context.urn, original);
    return { id, outputs };
  },

  async read(id, prior, context) {
    if (prior === undefined && id !== context.client.accountSid) {
      throw new ProviderError(`${id} is not the provider's account; import ${context.client.accountSid}.`);
    }
    const live = await fetchConfiguration(id, context);
    // What was to be put back, but perhaps was not, still counts as ours, so that the next update sees to it.
    const names =
      prior === undefined ? declarableIn(live) : [...ownedBy(prior.inputs), ...Object.keys(prior.state.original)];
    const found: Inputs = {
      onDestroy: prior?.inputs.onDestroy ?? "restore",
      ...asDeclared(live, [...new Set(names)]),
    };
    return { inputs: found, outputs: outputsOf(live, prior?.state.original ?? originalOf(live, names)) };
  },

  async update(id, declared, prior, context) {
    forgetMade(context.client, context.urn);
    const live = await fetchConfiguration(id, context);
    const before: Original = prior.state.original;
    const owned = ownedBy(declared);
    const added = originalOf(
      live,
      owned.filter((name) => before[name] === undefined),
    );
    const kept = Object.fromEntries(Object.entries(before).filter(([name]) => owned.includes(name)));
    const released = Object.fromEntries(Object.entries(before).filter(([name]) => !owned.includes(name)));
    const base = declared.onDestroy === "keep" ? live : withOriginal(live, released);
    const wanted = withDeclared(base, declared, kept);
    // Until Twilio has confirmed it, what is declared no more counts as ours, so that it is sure to go back.
    return await change(live, wanted, { ...kept, ...added }, { ...before, ...added }, context);
  },

  async delete(id, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    const live = await fetchConfiguration(id, context);
    const taken = takenOver(context.client, context.urn, prior.state.original);
    if (taken.length > 0) {
      context.log.warning(
        `Another resource took over ${taken.join(", ")} in this update, so they stay as it declares them. What was there before is in the history of the stack's state only; to rename a resource without that loss, give the new one the option aliases.`,
      );
    }
    const left = Object.entries(prior.state.original).filter(([name]) => !taken.includes(name));
    await post(changesBetween(live, withOriginal(live, Object.fromEntries(left))), context);
    forgetMade(context.client, context.urn);
  },
});

/**
 * The account's configuration, proven to be of the account that the resource stands for: the provider may
 * have been given another one since, or the credentials of another one.
 */
async function fetchConfiguration(id: string, { client, signal }: Context<TwilioClient>): Promise<ApiObject> {
  if (id !== client.accountSid) {
    throw new ProviderError(
      `The provider's account is ${client.accountSid}, but this is the Flex Configuration of ${id}; give one account to both.`,
    );
  }
  const live = await client.request({ product: "flexApi", method: "GET", path }, signal);
  if (typeof live.account_sid !== "string") {
    throw new TwilioUnansweredError(`GET ${path}`, "its answer is no Flex Configuration");
  }
  if (live.account_sid !== id) {
    throw new ProviderError(
      `The credentials are of the account ${live.account_sid}, not of ${id}; give accountSid and the credentials of one account.`,
    );
  }
  return live;
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
    await post(changesBetween(live, wanted), context);
    return outputsOf(live, original);
  } catch (error) {
    if ((error instanceof TwilioRefusedError && !error.open) || !(error instanceof Error)) throw error;
    const outputs = asPropertyMap(outputsOf(live, unconfirmed));
    throw new PartialResourceError(context.client.accountSid, outputs, error.message, { cause: error });
  }
}

/** Posts what changed, if anything did. Setting values twice is as setting them once. */
async function post(changes: ApiObject, { client, signal }: Context<TwilioClient>): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const json = { account_sid: client.accountSid, ...changes };
  await client.request({ product: "flexApi", method: "POST", path, json, idempotent: true }, signal);
}

function outputsOf(live: ApiObject, original: Original): Outputs {
  const text = (key: string) => (typeof live[key] === "string" ? live[key] : undefined);
  return {
    accountSid: String(live.account_sid),
    original,
    taskrouterWorkspaceSid: text("taskrouter_workspace_sid"),
    flexServiceInstanceSid: text("flex_service_instance_sid"),
  };
}
