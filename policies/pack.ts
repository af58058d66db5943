import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { addressToPublishedFlow } from "./address-to-published-flow.ts";
import { agentRolePermissions } from "./agent-role-permissions.ts";
import { attachmentLimits } from "./attachment-limits.ts";
import { flowMediaValid } from "./flow-media-valid.ts";
import { flowWithoutCredentials } from "./flow-without-credentials.ts";
import { mediaAuthenticationProven } from "./media-authentication-proven.ts";
import { oneRecordingMechanism } from "./one-recording-mechanism.ts";
import { recordingCallbackToArchive } from "./recording-callback-to-archive.ts";
import { recordingDualChannel } from "./recording-dual-channel.ts";
import { recordingOn } from "./recording-on.ts";
import { us1OnlyFeatures } from "./us1-only-features.ts";

/** Every policy of the pack. Their names are the keys of the files in environments/. */
export const policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[] = [
  // Twilio
  recordingOn,
  recordingDualChannel,
  oneRecordingMechanism,
  mediaAuthenticationProven,
  recordingCallbackToArchive,
  attachmentLimits,
  flowMediaValid,
  flowWithoutCredentials,
  addressToPublishedFlow,
  agentRolePermissions,
  us1OnlyFeatures,
  // AWS
];
