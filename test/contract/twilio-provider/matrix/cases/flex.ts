import type { ResourceCase } from "../case.ts";

export const flexConfiguration: ResourceCase = {
  type: "twilio:flex:Configuration",
  adopted: true,
  declare: (twilio) => ({
    inputs: {
      callRecordingEnabled: true,
      channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, numberOfAttachments: 3 } }],
    },
    changed: {
      callRecordingEnabled: false,
      callRecordingWebhookUrl: "https://example.com/recordings",
      channelConfigs: [{ addressType: "sms", cbmAttachments: { enabled: false, acceptedExtensions: ["pdf"] } }],
    },
    count: () => 1,
    snapshot: () => ({ ...twilio.control.flexConfiguration.get(), date_updated: undefined }),
  }),
};
