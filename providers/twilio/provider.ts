import { provider } from "../kit/index.ts";
import { TwilioClient } from "./client.ts";
import { config } from "./config.ts";
import { addressConfiguration } from "./conversations/address-configuration.ts";
import { conversationsConfiguration } from "./conversations/configuration.ts";
import { getAddressConfiguration } from "./conversations/get-address-configuration.ts";
import { role } from "./conversations/role.ts";
import { serviceConfiguration } from "./conversations/service-configuration.ts";
import { configuration } from "./flex/configuration.ts";
import { getConfiguration } from "./flex/get-configuration.ts";
import { apiKey } from "./iam/api-key.ts";
import { getNumber } from "./phone/get-number.ts";
import { incomingNumber } from "./phone/incoming-number.ts";
import { flow } from "./studio/flow.ts";
import { getFlow } from "./studio/get-flow.ts";
import { activity } from "./taskrouter/activity.ts";
import { getTaskChannel } from "./taskrouter/get-task-channel.ts";
import { getTaskQueue } from "./taskrouter/get-task-queue.ts";
import { getWorkflow } from "./taskrouter/get-workflow.ts";
import { getWorkspace } from "./taskrouter/get-workspace.ts";
import { taskChannel } from "./taskrouter/task-channel.ts";
import { taskQueue } from "./taskrouter/task-queue.ts";
import { workflow } from "./taskrouter/workflow.ts";
import { workspace } from "./taskrouter/workspace.ts";
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
  resources: [
    activity,
    addressConfiguration,
    apiKey,
    configuration,
    conversationsConfiguration,
    defaultRecordingConfiguration,
    flow,
    incomingNumber,
    mediaAuthentication,
    recordingConfiguration,
    role,
    serviceConfiguration,
    taskChannel,
    taskQueue,
    workflow,
    workspace,
  ],
  functions: [
    getConfiguration,
    getAddressConfiguration,
    getFlow,
    getNumber,
    getRecording,
    getTaskChannel,
    getTaskQueue,
    getWorkflow,
    getWorkspace,
  ],
  schema: {
    displayName: "Twilio",
    license: "Apache-2.0",
    keywords: ["pulumi", "twilio", "flex", "category/cloud", "kind/native"],
    language: {
      nodejs: { packageName: "@pulumi/twilio", respectSchemaVersion: true },
    },
  },
});
