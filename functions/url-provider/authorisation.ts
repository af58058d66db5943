import type { WorkerSid } from "../../media/sid.ts";

/** Who asks, as Twilio's validated token tells it. */
export interface Listener {
  roles: readonly string[];
  /** Absent where the user is no TaskRouter worker. */
  worker?: WorkerSid;
}

/** A role's exact name (`supervisor`), or a family of roles: `wfo.*` means every role that begins with `wfo.`. */
export type RolePattern = string;

export const defaultAllowedRoles: readonly RolePattern[] = ["admin", "supervisor", "wfo.*"];

export function isRolePattern(text: string): text is RolePattern {
  return /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\.\*)?$/.test(text);
}

/** Whether one of the listener's roles is among the allowed ones. Case counts, as it does in Flex. */
export function mayHear(listener: Listener, allowedRoles: readonly RolePattern[]): boolean {
  return listener.roles.some((role) => allowedRoles.some((pattern) => matches(role, pattern)));
}

function matches(role: string, pattern: RolePattern): boolean {
  if (!pattern.endsWith(".*")) return role === pattern;
  const family = pattern.slice(0, -1);
  return role.startsWith(family) && role.length > family.length;
}
