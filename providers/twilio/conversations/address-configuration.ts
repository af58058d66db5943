import { z } from "zod";
import { type Context, declarations, rule } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { createOnce } from "../http/create-once.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { warnOfMessagingWebhook } from "../phone/messaging-webhook.ts";
import { addressType, addressTypes, isShortCode, mistakeInAddress } from "./address.ts";
import { autoCreation, autoCreationForm, autoCreationOf } from "./auto-creation.ts";

const path = "/v1/Configuration/Addresses";

const inputs = rule(
  z.strictObject({
    type: addressType.describe("The channel. A change makes another configuration."),
    address: z
      .string()
      .min(1)
      .describe(
        "The account's own address on that channel: `+14155550100` or a short code (sms), `whatsapp:+14155550100`, an email address, the page's or agent's ID, any name (chat). A change makes another configuration.",
      ),
    addressCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, "is no country code; give two capital letters, as in US")
      .optional()
      .describe("The country of a short code, ISO 3166-1. A change makes another configuration."),
    friendlyName: z.string().min(1).max(256).optional().describe("A name for people to read."),
    autoCreation: autoCreation.describe("What happens when a message comes that belongs to no open conversation."),
  }),
  function* ({ type, address, addressCountry }) {
    const known = addressTypes.find((candidate) => candidate === type);
    if (known === undefined || typeof address !== "string") return;
    const reason = address === "" ? undefined : mistakeInAddress(known, address);
    if (reason !== undefined) yield { path: ["address"], reason };
    if (addressCountry !== undefined && !isShortCode(address)) {
      yield { path: ["addressCountry"], reason: "goes with short codes only; remove it" };
    }
  },
);

const outputs = z.strictObject({
  sid: z.string().describe("The configuration's SID (IG…): what a web chat names as its address SID."),
  accountSid: z.string().describe("The account that it is in."),
});

type Inputs = z.output<typeof inputs>;

/** An address of Conversations. Source: `conversations.twilio.com/v1/Configuration/Addresses`. */
export const addressConfiguration = declarations<TwilioClient>().resource({
  type: "twilio:conversations:AddressConfiguration",
  description: `An address of the account at which messages make conversations: a number, an email address, a chat.

It is made here and deleted on destroy; the number or account behind the address is neither bought nor released. An address
that is configured already is an error that tells the ID to import.

**Legacy addresses**: a number that still has a messaging webhook or application of its own (as legacy Flex messaging and
plain Studio flows leave it) would send each message two ways. When an \`sms\` address is made, its number is looked up once,
and a warning names what it has; declare a \`twilio:phone:IncomingNumber\` with \`smsUrl: ""\` to take it away. Later
changes of the number, and numbers of the other channels, are not looked at.

**Blast radius**: every message to the address, from the next one on.

**Can't be undone**: while the address is not configured, messages to it make no conversation, and are not delivered later.`,
  reference: {
    calls: [
      `GET conversations.twilio.com${path}/{IG or address}`,
      `POST conversations.twilio.com${path}`,
      ...["POST", "DELETE"].map((method) => `${method} conversations.twilio.com${path}/{IG}`),
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers.json (sms: once, when it is made)",
    ],
    importId: "the configuration's SID (IG…)",
  },
  inputs,
  outputs,
  replaceOn: ["type", "address", "addressCountry"],
  // There is one configuration of an address.
  deleteBeforeReplace: true,
  stable: ["sid", "accountSid"],

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const { client, signal } = context;
    const form = {
      Type: declared.type,
      Address: declared.address,
      AddressCountry: declared.addressCountry,
      FriendlyName: declared.friendlyName,
      ...autoCreationForm(declared.autoCreation),
    };
    const made = await createOnce({
      what: `The configuration of the address ${declared.address}`,
      find: async () => {
        const found = await fetchAddress(declared.address, context);
        return found && { id: String(found.sid), found };
      },
      post: () => client.request({ product: "conversations", method: "POST", path, form }, signal),
    });
    if (declared.type === "sms") await warnOfMessagingWebhook(declared.address, context);
    return { id: String(made.sid), outputs: outputsOf(made) };
  },

  async read(id, prior, context) {
    const live = await fetchAddress(id, context);
    return live && { inputs: asDeclared(live, prior?.inputs), outputs: outputsOf(live) };
  },

  async update(id, declared, prior, { client, signal }) {
    const named = declared.friendlyName ?? (prior.inputs.friendlyName === undefined ? undefined : "");
    const form = { FriendlyName: named, ...autoCreationForm(declared.autoCreation, prior.inputs.autoCreation) };
    const at = `${path}/${encodeURIComponent(id)}`;
    return outputsOf(
      await client.request({ product: "conversations", method: "POST", path: at, form, idempotent: true }, signal),
    );
  },

  async delete(id, _, { client, signal }) {
    const at = `${path}/${encodeURIComponent(id)}`;
    await unlessAbsent(client.request({ product: "conversations", method: "DELETE", path: at }, signal));
  },
});

/** By SID or by the address itself. */
export async function fetchAddress(
  address: string,
  { client, signal }: Pick<Context<TwilioClient>, "client" | "signal">,
): Promise<TwilioAnswer | undefined> {
  const at = `${path}/${encodeURIComponent(address)}`;
  return await unlessAbsent(client.request({ product: "conversations", method: "GET", path: at }, signal));
}

/** An answer as it would be declared: on a refresh, of what was declared. */
function asDeclared(live: TwilioAnswer, declared: Inputs | undefined): Inputs {
  const owns = (name: "friendlyName" | "addressCountry") => declared === undefined || declared[name] !== undefined;
  return {
    type: live.type as Inputs["type"],
    address: String(live.address),
    addressCountry: owns("addressCountry") ? textOf(live.address_country) : undefined,
    friendlyName: owns("friendlyName") ? textOf(live.friendly_name) : undefined,
    autoCreation: autoCreationOf(live.auto_creation, declared?.autoCreation),
  };
}

function outputsOf(live: TwilioAnswer): z.output<typeof outputs> {
  return { sid: String(live.sid), accountSid: String(live.account_sid) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
