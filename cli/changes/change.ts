import type { FlowDefinition } from "../../infra/studio/index.ts";

/** What happens to a resource. A refresh only updates and deletes; a replace makes another one and deletes this. */
export type Operation = "create" | "update" | "replace" | "delete" | "import";

/** One property's change. Values are text: JSON where they are structures, `[secret]` where they are secrets. */
export interface PropertyChange {
  /** As in `channelConfigs[web].cbmAttachments.maxFileSize`: items of lists go by their names. */
  path: string;
  /** Undefined where there was none. */
  before: string | undefined;
  /** Undefined where there will be none; `[unknown]` where that is known only once it is done. */
  after: string | undefined;
  /** Whether it is for this that the resource has to be replaced. */
  replaces: boolean;
}

/** A Studio flow before and after; undefined where there is none, or where it can't be known yet. */
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
  /** What the service knows it by, where it is there already: a SID, a bucket's name. */
  id: string | undefined;
  /** By path; of what is created what is declared, of what is deleted nothing. */
  properties: readonly PropertyChange[];
  /** With Studio flows. */
  flow: FlowChange | undefined;
  /** With deletes and replaces: the stack lets go of it, and the service keeps it. */
  isRetained: boolean;
}

/** A policy that a resource violates. */
export interface Violation {
  policy: string;
  level: "mandatory" | "advisory";
  /** The resource's name; the stack's where it is about all of it. */
  resource: string;
  message: string;
}

/** What an operation would do to a stack, or what happened behind its back. */
export interface StackPreview {
  stack: string;
  /** By provider, type and name. Components have none: what they are made of has. */
  changes: readonly Change[];
  /** How many resources stay as they are. */
  unchanged: number;
  /** Mandatory ones first. */
  violations: readonly Violation[];
  /** What the program and the providers warn of. */
  warnings: readonly string[];
}

/** What happened behind a stack's back. */
export interface StackDrift extends StackPreview {
  /** Those of the warnings that name a secret whose value is another than the stack wrote. */
  rotated: readonly string[];
}

/** Whether what there is differs from what the stack's state says, by `driftOf`. */
export function hasDrift({ changes }: StackPreview): boolean {
  return changes.length > 0;
}

/** Whether a policy is violated that must hold. */
export function isRefused({ violations }: StackPreview): boolean {
  return violations.some(({ level }) => level === "mandatory");
}
