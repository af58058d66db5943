import type { ResourceCase } from "../case.ts";

export const apiKey: ResourceCase = {
  type: "twilio:iam:ApiKey",
  adopted: false,
  declare: async (_, view) => ({
    inputs: { friendlyName: "playback", policy: { allow: ["/twilio/voice/recordings/read"] } },
    changed: {
      friendlyName: "playback",
      policy: { allow: ["/twilio/voice/recordings/read", "/twilio/voice/recordings/list"] },
    },
    count: () =>
      view.count("iam.twilio.com", `/v1/Keys?AccountSid=${view.accountSid}`, "keys", { friendly_name: "playback" }),
  }),
};
