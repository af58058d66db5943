import type { ResourceCase } from "../case.ts";

const host = "api.twilio.com";
const phoneNumber = "+14155550177";

export const incomingNumber: ResourceCase = {
  type: "twilio:phone:IncomingNumber",
  adopted: true,
  declare: async (twilio, view) => {
    const { sid } = twilio.control.phoneNumbers.add({ phone_number: phoneNumber });
    const path = `/2010-04-01/Accounts/${view.accountSid}/IncomingPhoneNumbers`;
    return {
      inputs: { phoneNumber, voiceUrl: "https://example.com/before", smsUrl: "https://example.com/sms-before" },
      changed: {
        phoneNumber,
        voiceUrl: "https://example.com/after",
        voiceMethod: "GET",
        smsUrl: "",
        friendlyName: "Service line",
      },
      count: () => view.count(host, `${path}.json`, "incoming_phone_numbers", { phone_number: phoneNumber }),
      snapshot: () => view.snapshot(host, `${path}/${sid}.json`),
    };
  },
};
