import * as twilio from "@pulumi/twilio";

export const takesCalls = twilio.phone.getNumber({ phoneNumber: "+14155550100" }).then(({ voice }) => voice);
