import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { attachmentLimits } from "./attachment-limits.ts";

/** Every policy of the pack. Their names are the keys of the files in environments/. */
export const policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[] = [
  // Twilio
  attachmentLimits,
  // AWS
];
