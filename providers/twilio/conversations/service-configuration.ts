import { z } from "zod";
import { type Context, declarations, ProviderError } from "../../kit/index.ts";
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
import { unlessAbsent } from "../http/absence.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";

const role = () => sid("RL", "role").optional();

const inputs = z.strictObject({
  chatServiceSid: sid("IS", "conversation service").describe(
    "The service that this is the configuration of. A change leaves the one (putting back what was there) and takes the other.",
  ),
  defaultConversationCreatorRoleSid: role().describe(
    "The role, of type `conversation`, of whoever makes a conversation.",
  ),
  defaultConversationRoleSid: role().describe("The role, of type `conversation`, of participants without one."),
  defaultChatServiceRoleSid: role().describe("The role, of type `service`, of users without one."),
  reachabilityEnabled: z
    .boolean()
    .optional()
    .describe("Whether the service tells which users can be reached; false in a new service."),
  onDestroy,
});

const names = [
  "defaultConversationCreatorRoleSid",
  "defaultConversationRoleSid",
  "defaultChatServiceRoleSid",
  "reachabilityEnabled",
] as const;

const outputs = z.strictObject({ original });

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A service's configuration. Source: `conversations.twilio.com/v1/Services/{IS}/Configuration`. */
export const serviceConfiguration = declarations<TwilioClient>().resource({
  type: "twilio:conversations:ServiceConfiguration",
  description: `The configuration of one Conversations service, such as Flex's own.

Every service has one: this resource adopts it, and never creates or deletes it, nor the service. It owns the properties
that are declared; everything else is left as it is. What was there before is kept in the state and put back on destroy,
or as soon as it is declared no more.

**Blast radius**: every user and participant of the service who joins from then on without a role of their own.

**Can't be undone**: whoever joined under a default role keeps it.`,
  reference: {
    calls: ["GET", "POST"].map((method) => `${method} conversations.twilio.com/v1/Services/{IS}/Configuration`),
    importId: "the service's SID",
  },
  inputs,
  outputs,
  replaceOn: ["chatServiceSid"],
  // A new one must find the service's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,

  async create(declared, context) {
    const id = declared.chatServiceSid;
    const live = await fetchConfiguration(id, context);
    if (live === undefined) {
      throw new ProviderError(`chatServiceSid: the account has no conversation service ${id}; give one that it has.`);
    }
    return { id, outputs: await takeOver(adopted(id, context), live, declared) };
  },

  async read(id, prior, context) {
    const live = await fetchConfiguration(id, context);
    if (live === undefined) return undefined;
    const thing = adopted(id, context);
    if (prior === undefined) {
      const values = importable(thing, live, inputs);
      return {
        inputs: { ...values, chatServiceSid: id, onDestroy: "restore" } as Inputs,
        outputs: { original: originalOfImport(values) },
      };
    }
    const { chatServiceSid, onDestroy } = prior.inputs;
    const values = refreshed(thing, live, prior.inputs, prior.state.original);
    return {
      inputs: { ...values, chatServiceSid, onDestroy } as Inputs,
      outputs: { original: prior.state.original },
    };
  },

  async update(id, declared, prior, context) {
    const live = await fetchConfiguration(id, context);
    if (live === undefined) {
      throw new ProviderError(`The conversation service ${id} is there no more; run pulumi refresh.`);
    }
    return await change(adopted(id, context), live, declared, prior.state.original);
  },

  async delete(id, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    const live = await fetchConfiguration(id, context);
    if (live !== undefined) await restore(adopted(id, context), live, prior.state.original);
  },
});

function adopted(id: string, { client, signal }: Context<TwilioClient>): AdoptedForm<Outputs> {
  return {
    id,
    names,
    post: (form) =>
      client.request({ product: "conversations", method: "POST", path: pathOf(id), form, idempotent: true }, signal),
    outputs: (_, before) => ({ original: before }),
  };
}

async function fetchConfiguration(
  id: string,
  { client, signal }: Context<TwilioClient>,
): Promise<TwilioAnswer | undefined> {
  return await unlessAbsent(client.request({ product: "conversations", method: "GET", path: pathOf(id) }, signal));
}

function pathOf(id: string): string {
  return `/v1/Services/${encodeURIComponent(id)}/Configuration`;
}
