import type { ResourceValidationPolicy } from "@pulumi/policy";
import { noteSecrets } from "./judging/secrecy.ts";

/**
 * Sees which values are secrets, for `secrets-are-secret` to judge: Pulumi opens them for policies, and tells only
 * remediations which they are. It changes nothing, and at any other level than `remediate` it sees nothing.
 */
export const secretsAreSeen: ResourceValidationPolicy = {
  name: "secrets-are-seen",
  description: "Sees which values are secrets, and changes none of them.",
  enforcementLevel: "remediate",
  remediateResource({ urn, props }) {
    noteSecrets(urn, props);
  },
};
