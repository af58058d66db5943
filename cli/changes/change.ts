import type { FlowDefinition } from "../../infra/studio/index.ts";

/** What happens to a resource. Refreshes only update and delete; a replace makes another one and deletes this. */
export type Operation = "create" | "update" | "replace" | "delete" | "read" | "import" | "forget";

/** One property's change. Values are text: JSON where they are structures, `[secret]` where they are secrets. */
export interface PropertyChange {
  /** As in `channelConfigs.web.maxFileSize`. */
  path: string;
  /** Undefined where there was none. */
  before: string | undefined;
  /** Undefined where there will be none; `[unknown]` where that is known only once it is done. */
  after: string | undefined;
  /** Whether it is for this that the resource has to be replaced. */
  replaces: boolean;
}

/** A Studio flow as it was and as it will be, where these are known. */
export interface FlowChange {
  before: FlowDefinition | undefined;
  after: FlowDefinition | undefined;
}

/** What happens to one resource, or has happened to it behind our back. */
export interface Change {
  urn: string;
  /** As in `twilio:flex:Configuration`. */
  type: string;
  name: string;
  /** `twilio`, `aws`, `pulumi` or another package's name. */
  provider: string;
  operation: Operation;
  /** What identifies it with the service, where it is there already: a SID, a bucket's name. */
  id: string | undefined;
  properties: readonly PropertyChange[];
  /** With Studio flows. */
  flow: FlowChange | undefined;
}

/** A policy that a resource violates. */
export interface Violation {
  policy: string;
  level: "mandatory" | "advisory";
  /** The resource's name; the stack's where it is about all of it. */
  resource: string;
  message: string;
}

/** What an operation would do to a stack. */
export interface StackPreview {
  stack: string;
  changes: readonly Change[];
  /** How many resources stay as they are. */
  unchanged: number;
  /** Mandatory ones first. */
  violations: readonly Violation[];
  /** What the program and the providers warn of. */
  warnings: readonly string[];
}

/** Whether what there is differs from what the stack's state says, by a refresh's preview. */
export function hasDrift({ changes }: StackPreview): boolean {
  return changes.length > 0;
}

/** Whether a policy that must hold is violated. */
export function isRefused({ violations }: StackPreview): boolean {
  return violations.some(({ level }) => level === "mandatory");
}
