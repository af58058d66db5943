import type { RecordingSid, WorkerSid } from "../../media/sid.ts";

/** Who asks, as Twilio's validated token tells it. */
export interface Listener {
  roles: readonly string[];
  /** Absent where the user is no TaskRouter worker. */
  worker?: WorkerSid;
}

/** What the bucket tells of a recording that lies there. */
export interface StoredRecording {
  sid: RecordingSid;
  /** The workers who spoke; empty where the recording was stored without that. */
  workers: readonly WorkerSid[];
  /** All of its metadata, by S3's names without `x-amz-meta-`. */
  metadata: Readonly<Record<string, string | undefined>>;
}

/** Whether a listener may hear: any recording, none, or those that a function of the recording says `true` to. */
export type Ruling = "allowed" | "denied" | ((recording: StoredRecording) => boolean);

/** Pure: knows nothing but what it is given, and gives the same answer to the same listener. */
export type AccessRule = (listener: Listener) => Ruling;

/** A role's exact name (`supervisor`), or a family of roles: `wfo.*` means every role that begins with `wfo.`. */
export type RolePattern = string;

export const defaultAllowedRoles: readonly RolePattern[] = ["admin", "supervisor", "wfo.*"];

export function isRolePattern(text: string): text is RolePattern {
  return /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\.\*)?$/.test(text);
}

/** Whoever has one of these roles may hear everything. Case counts, as it does in Flex. */
export function byRole(allowedRoles: readonly RolePattern[]): AccessRule {
  return ({ roles }) =>
    roles.some((role) => allowedRoles.some((pattern) => matches(role, pattern))) ? "allowed" : "denied";
}

/** An agent may hear the recordings whose metadata names them as one who spoke. */
export const agentsHearOwn: AccessRule = ({ roles, worker }) =>
  worker !== undefined && roles.includes("agent") ? ({ workers }) => workers.includes(worker) : "denied";

/** Allows what one of the rules allows. */
export function anyOf(...rules: readonly AccessRule[]): AccessRule {
  return (listener) => {
    const rulings = rules.map((rule) => rule(listener));
    if (rulings.includes("allowed")) return "allowed";
    const dependent = rulings.filter((ruling) => typeof ruling === "function");
    // Nothing but true will do: a promise, say, would pass for it.
    return dependent.length > 0 ? (recording) => dependent.some((hears) => hears(recording) === true) : "denied";
  };
}

function matches(role: string, pattern: RolePattern): boolean {
  if (!pattern.endsWith(".*")) return role === pattern;
  const family = pattern.slice(0, -1);
  return role.startsWith(family) && role.length > family.length;
}
