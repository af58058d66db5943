import type { ResourceCase } from "../case.ts";

export const flexConfiguration: ResourceCase = {
  type: "twilio:flex:Configuration",
  adopted: true,
  declare: (twilio) => ({
    inputs: {
      callRecordingEnabled: true,
      callRecordingWebhookUrl: "https://example.com/before",
      channelConfigs: [
        { addressType: "web", cbmAttachments: { enabled: true, numberOfAttachments: 3, acceptedExtensions: ["jpg"] } },
      ],
    },
    changed: {
      callRecordingEnabled: false,
      callRecordingWebhookUrl: "https://example.com/after",
      channelConfigs: [
        { addressType: "web", cbmAttachments: { enabled: false, numberOfAttachments: 2, acceptedExtensions: ["pdf"] } },
      ],
    },
    count: () => 1,
    snapshot: () => ({ ...twilio.control.flexConfiguration.get(), date_updated: undefined }),
  }),
};
