import * as twilio from "@pulumi/twilio";

// Flex records calls itself; customers on the web may send two files of up to 5 MiB a message.
new twilio.flex.Configuration("flex", {
  callRecordingEnabled: true,
  channelConfigs: [
    {
      addressType: "web",
      cbmAttachments: {
        enabled: true,
        numberOfAttachments: 2,
        maxFileSize: 5 * 1024 * 1024,
        maxTotalFileSize: 10 * 1024 * 1024,
        acceptedExtensions: ["jpg", "png", "pdf"],
      },
    },
  ],
});
