import type { ResourceCase } from "../case.ts";

export const flexConfiguration: ResourceCase = {
  type: "twilio:flex:Configuration",
  adopted: true,
  declare: async (_, view) => ({
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
    count: async () => 1,
    snapshot: () => view.snapshot("flex-api.twilio.com", "/v1/Configuration"),
  }),
};
