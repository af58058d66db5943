import { type AccessRule, agentsHearOwn, anyOf, byRole } from "./authorisation.ts";
import type { Settings } from "./settings.ts";

/**
 * Who may hear recordings. This module is the place for a team's own rules: add one to `anyOf`, or give
 * `lambdaHandler` another function of this shape. A rule is pure; one that throws is a 503 and no URL.
 */
export function accessRule({ allowedRoles, agentsHearOwn: own }: Settings): AccessRule {
  return anyOf(byRole(allowedRoles), ...(own ? [agentsHearOwn] : []));
}
