import type { ResourceCase } from "./case.ts";
import { addressConfiguration, conversationsConfiguration, role, serviceConfiguration } from "./cases/conversations.ts";
import { flexConfiguration } from "./cases/flex.ts";
import { apiKey } from "./cases/iam.ts";
import { incomingNumber } from "./cases/phone.ts";
import { flow } from "./cases/studio.ts";
import { activity, taskChannel, taskQueue, workflow, workspace } from "./cases/taskrouter.ts";
import { defaultRecordingConfiguration, mediaAuthentication, recordingConfiguration } from "./cases/voice.ts";

/** Every resource of the provider. */
export const cases: readonly ResourceCase[] = [
  activity,
  addressConfiguration,
  apiKey,
  conversationsConfiguration,
  defaultRecordingConfiguration,
  flexConfiguration,
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
];
