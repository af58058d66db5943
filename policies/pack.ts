import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { addressToPublishedFlow } from "./address-to-published-flow.ts";
import { agentRolePermissions } from "./agent-role-permissions.ts";
import { attachmentLimits } from "./attachment-limits.ts";
import { attachmentsDeclared } from "./attachments-declared.ts";
import { bucketComplete } from "./bucket-complete.ts";
import { bucketCorsExact } from "./bucket-cors-exact.ts";
import { bucketEncrypted } from "./bucket-encrypted.ts";
import { bucketOwnKeyOnly } from "./bucket-own-key-only.ts";
import { bucketPrivate } from "./bucket-private.ts";
import { bucketRetention } from "./bucket-retention.ts";
import { bucketTlsOnly } from "./bucket-tls-only.ts";
import { bucketVersioned } from "./bucket-versioned.ts";
import { deletionProtection } from "./deletion-protection.ts";
import { flowMediaValid } from "./flow-media-valid.ts";
import { flowWithoutCredentials } from "./flow-without-credentials.ts";
import { functionRuntime } from "./function-runtime.ts";
import { functionUrlCors } from "./function-url-cors.ts";
import { logRetention } from "./log-retention.ts";
import { mediaAuthenticationProven } from "./media-authentication-proven.ts";
import { oneRecordingMechanism } from "./one-recording-mechanism.ts";
import { presignedLifetime } from "./presigned-lifetime.ts";
import { recordingCallbackToArchive } from "./recording-callback-to-archive.ts";
import { recordingDualChannel } from "./recording-dual-channel.ts";
import { recordingOn } from "./recording-on.ts";
import { requiredTags } from "./required-tags.ts";
import { reservedConcurrency } from "./reserved-concurrency.ts";
import { resourcePoliciesClosed } from "./resource-policies-closed.ts";
import { roleLeastPrivilege } from "./role-least-privilege.ts";
import { secretsAreSecret } from "./secrets-are-secret.ts";
import { secretsAreSeen } from "./secrets-are-seen.ts";
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
  attachmentsDeclared,
  flowMediaValid,
  flowWithoutCredentials,
  addressToPublishedFlow,
  agentRolePermissions,
  us1OnlyFeatures,
  // AWS
  bucketComplete,
  bucketPrivate,
  bucketEncrypted,
  bucketOwnKeyOnly,
  bucketVersioned,
  bucketTlsOnly,
  bucketRetention,
  bucketCorsExact,
  presignedLifetime,
  functionRuntime,
  functionUrlCors,
  roleLeastPrivilege,
  resourcePoliciesClosed,
  logRetention,
  reservedConcurrency,
  secretsAreSeen,
  secretsAreSecret,
  deletionProtection,
  requiredTags,
];
