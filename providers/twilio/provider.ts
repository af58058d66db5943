import { provider } from "../kit/index.ts";
import { TwilioClient } from "./client.ts";
import { config } from "./config.ts";
import { configuration } from "./flex/configuration.ts";
import { apiKey } from "./iam/api-key.ts";
import { defaultRecordingConfiguration } from "./voice/default-recording-configuration.ts";
import { getRecording } from "./voice/get-recording.ts";
import { mediaAuthentication } from "./voice/media-authentication.ts";
import { recordingConfiguration } from "./voice/recording-configuration.ts";

/** The `twilio` provider. */
export const twilio = provider({
  name: "twilio",
  version: "0.1.0",
  description: "Twilio Flex recording, attachments, routing and playback.",
  config,
  environment: {
    accountSid: ["TWILIO_ACCOUNT_SID"],
    authToken: ["TWILIO_AUTH_TOKEN"],
    apiKey: ["TWILIO_API_KEY"],
    apiSecret: ["TWILIO_API_SECRET"],
    region: ["TWILIO_REGION"],
    edge: ["TWILIO_EDGE"],
  },
  replaceOn: ["accountSid"],
  configure: (settings) => new TwilioClient(settings),
  resources: [apiKey, configuration, defaultRecordingConfiguration, mediaAuthentication, recordingConfiguration],
  functions: [getRecording],
  schema: {
    displayName: "Twilio",
    license: "Apache-2.0",
    keywords: ["pulumi", "twilio", "flex", "category/cloud", "kind/native"],
    language: {
      nodejs: { packageName: "@pulumi/twilio", respectSchemaVersion: true },
    },
  },
});
