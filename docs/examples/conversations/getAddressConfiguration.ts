import * as twilio from "@pulumi/twilio";

export const addressSid = twilio.conversations.getAddressConfiguration({ address: "web" }).then(({ sid }) => sid);
