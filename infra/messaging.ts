import type * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import type { Messaging } from "./settings/messaging.ts";

/** Leads the messages of each address to the flow: the first one makes a conversation, and the flow gets it. */
export function bindAddresses(
  { addresses }: Messaging,
  flow: { sid: pulumi.Input<string> },
  options?: pulumi.CustomResourceOptions,
): twilio.conversations.AddressConfiguration[] {
  return addresses.map(
    ({ type, address, country, name, retries }) =>
      new twilio.conversations.AddressConfiguration(
        `${type} ${address}`,
        {
          type,
          address,
          ...(country && { addressCountry: country }),
          ...(name && { friendlyName: name }),
          autoCreation: { type: "studio", flowSid: flow.sid, retryCount: retries },
        },
        options,
      ),
  );
}
