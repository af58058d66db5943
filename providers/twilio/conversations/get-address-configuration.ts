import { z } from "zod";
import { declarations, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { type AddressType, addressType } from "./address.ts";
import { fetchAddress } from "./address-configuration.ts";
import { autoCreation, autoCreationOf } from "./auto-creation.ts";

/** Looks an address up. Source: `conversations.twilio.com/v1/Configuration/Addresses/{IG or address}`. */
export const getAddressConfiguration = declarations<TwilioClient>().function({
  type: "twilio:conversations:getAddressConfiguration",
  description: "How an address of the account is configured in Conversations.",
  reference: { calls: ["GET conversations.twilio.com/v1/Configuration/Addresses/{IG or address}"] },
  inputs: z.strictObject({
    address: z
      .string()
      .min(1)
      .describe("The address itself, as in `whatsapp:+14155550100`, or the configuration's SID."),
  }),
  outputs: z.strictObject({
    sid: z.string().describe("The configuration's SID."),
    accountSid: z.string().describe("The account that it is in."),
    type: addressType.describe("The channel."),
    address: z.string().describe("The address."),
    addressCountry: z.string().optional().describe("The country of a short code."),
    friendlyName: z.string().optional().describe("Its name."),
    autoCreation: autoCreation.describe("What happens when a message comes that belongs to no open conversation."),
  }),
  async invoke({ address }, context) {
    const live = await fetchAddress(address, context);
    if (live === undefined) {
      throw new ProviderError(`address: ${address} is not configured in this account; give one that is.`);
    }
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
    return {
      sid: String(live.sid),
      accountSid: String(live.account_sid),
      type: live.type as AddressType,
      address: String(live.address),
      addressCountry: text(live.address_country),
      friendlyName: text(live.friendly_name),
      autoCreation: autoCreationOf(live.auto_creation),
    };
  },
});
