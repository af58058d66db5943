import type { ResourceCase } from "../case.ts";

const phoneNumber = "+14155550100";

export const incomingNumber: ResourceCase = {
  type: "twilio:phone:IncomingNumber",
  adopted: true,
  declare(twilio) {
    twilio.control.phoneNumbers.add({
      phone_number: phoneNumber,
      voice_url: "https://demo.twilio.com/welcome/voice/",
      sms_url: "https://demo.twilio.com/welcome/sms/reply",
      trunk_sid: `TK${"1".repeat(32)}`,
    });
    return {
      inputs: { phoneNumber, voiceUrl: "https://example.com/voice", smsUrl: "" },
      changed: {
        phoneNumber,
        friendlyName: "Help",
        voiceUrl: "https://example.com/other",
        voiceMethod: "GET",
        voiceFallbackUrl: "https://example.com/fallback",
        voiceFallbackMethod: "GET",
        voiceCallerIdLookup: true,
        voiceApplicationSid: `AP${"1".repeat(32)}`,
        smsMethod: "GET",
        smsFallbackUrl: "https://example.com/sms-fallback",
        smsFallbackMethod: "GET",
        smsApplicationSid: `AP${"2".repeat(32)}`,
        statusCallback: "https://example.com/status",
        statusCallbackMethod: "GET",
      },
      count: () => twilio.control.phoneNumbers.list().length,
      snapshot: () => twilio.control.phoneNumbers.list().map(({ date_updated: _, ...number }) => number),
    };
  },
};
