import { z } from "zod";
import { type Context, declarations, ProviderError } from "../../kit/index.ts";
import { assertOfAccount } from "../adoption/account-wide.ts";
import {
  type AdoptedForm,
  change,
  importable,
  onDestroy,
  original,
  originalOfImport,
  refreshed,
  restore,
  takeOver,
} from "../adoption/adopted-form.ts";
import type { TwilioClient } from "../client.ts";
import { TwilioUnansweredError } from "../http/errors.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";
import { secondsOf } from "./duration.ts";

const path = "/v1/Configuration";

const inputs = z.strictObject({
  defaultChatServiceSid: sid("IS", "conversation service")
    .optional()
    .describe("The service that new conversations are in where nothing else is said."),
  defaultMessagingServiceSid: sid("MG", "messaging service")
    .optional()
    .describe("The messaging service that new conversations use where nothing else is said."),
  defaultInactiveTimer: timer(60, "PT1M, a minute")
    .optional()
    .describe(
      "After how long without a message a conversation becomes inactive: an ISO 8601 duration, at least `PT1M`.",
    ),
  defaultClosedTimer: timer(600, "PT10M, ten minutes")
    .optional()
    .describe("After how long without a message a conversation is closed: an ISO 8601 duration, at least `PT10M`."),
  onDestroy,
});

const names = [
  "defaultChatServiceSid",
  "defaultMessagingServiceSid",
  "defaultInactiveTimer",
  "defaultClosedTimer",
] as const;

const outputs = z.strictObject({
  accountSid: z.string().describe("The account that this is the configuration of."),
  original,
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** The account's Conversations configuration. Source: `conversations.twilio.com/v1/Configuration`. */
export const conversationsConfiguration = declarations<TwilioClient>().resource({
  type: "twilio:conversations:Configuration",
  description: `The Conversations configuration of the account.

There is one in every account: this resource adopts it, and never creates or deletes it. It owns the properties that are
declared; everything else is left as it is. What was there before is kept in the state and put back on destroy, or as soon
as it is declared no more.

**Blast radius**: every conversation that is made from then on without settings of its own.

**Can't be undone**: a conversation that a timer closed stays closed.`,
  reference: {
    calls: [`GET conversations.twilio.com${path}`, `POST conversations.twilio.com${path}`],
    importId: "the account SID",
  },
  inputs,
  outputs,
  // A new one must find the account's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,
  stable: ["accountSid"],
  sameMeaning: { defaultInactiveTimer: sameDuration, defaultClosedTimer: sameDuration },

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const id = context.client.accountSid;
    const live = await fetchConfiguration(id, context);
    return { id, outputs: await takeOver(adopted(id, context), live, declared) };
  },

  async read(id, prior, context) {
    const live = await fetchConfiguration(id, context);
    const thing = adopted(id, context);
    if (prior === undefined) {
      const values = importable(thing, live, inputs);
      return {
        inputs: { ...values, onDestroy: "restore" } as Inputs,
        outputs: outputsOf(live, originalOfImport(values)),
      };
    }
    const values = refreshed(thing, live, prior.inputs, prior.state.original);
    return {
      inputs: { ...values, onDestroy: prior.inputs.onDestroy } as Inputs,
      outputs: outputsOf(live, prior.state.original),
    };
  },

  async update(id, declared, prior, context) {
    const live = await fetchConfiguration(id, context);
    return await change(adopted(id, context), live, declared, prior.state.original);
  },

  async delete(id, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    await restore(adopted(id, context), await fetchConfiguration(id, context), prior.state.original);
  },
});

function adopted(id: string, { client, signal }: Context<TwilioClient>): AdoptedForm<Outputs> {
  return {
    id,
    names,
    post: (form) => client.request({ product: "conversations", method: "POST", path, form, idempotent: true }, signal),
    outputs: outputsOf,
  };
}

/** The configuration, proven to be of the account that the resource stands for. */
async function fetchConfiguration(id: string, { client, signal }: Context<TwilioClient>): Promise<TwilioAnswer> {
  assertOfAccount(id, client);
  const live = await client.request({ product: "conversations", method: "GET", path }, signal);
  if (typeof live.account_sid !== "string") {
    throw new TwilioUnansweredError(`GET ${path}`, "its answer is no Conversations configuration");
  }
  if (live.account_sid === id) return live;
  throw new ProviderError(
    `The credentials are of the account ${live.account_sid}, not of ${id}; give accountSid and the credentials of one account.`,
  );
}

function outputsOf(live: TwilioAnswer, before: Outputs["original"]): Outputs {
  return { accountSid: String(live.account_sid), original: before };
}

function timer(least: number, words: string) {
  return z
    .string()
    .refine(
      (text) => (secondsOf(text) ?? 0) >= least,
      `is no ISO 8601 duration of at least ${words}; give one such as PT30M, PT8H or P3D`,
    );
}

function sameDuration(before: unknown, after: unknown): boolean {
  const [a, b] = [secondsOf(String(before)), secondsOf(String(after))];
  return a !== undefined && a === b;
}
