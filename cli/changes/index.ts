import { Mendable } from "../../local/engine/mendable.ts";
import type { Stack } from "../stack/stack.ts";
import type { StackCheck } from "../verify/index.ts";
import type { StackPreview } from "./change.ts";

export {
  type Change,
  type FlowChange,
  hasDrift,
  isRefused,
  type Operation,
  type PropertyChange,
  type StackPreview,
  type Violation,
} from "./change.ts";

/** What a report tells beside the changes themselves. */
export interface ReportSubject {
  /** The commit whose program it is. */
  commit?: string | undefined;
  /** With a promotion, the stack whose commit it is. */
  fromStack?: string | undefined;
  /** What verification found. */
  checks?: readonly StackCheck[] | undefined;
}

/**
 * What `pulumi up` would do to a stack, and which policies that violates. Writes nothing.
 * @param options.policies whether the policy pack judges it; by default it does
 * @throws {Mendable} with Pulumi's own words where the preview fails for another reason than a policy, or where the pack can't be loaded
 */
export async function previewOf(stack: Stack, _options: { policies?: boolean } = {}): Promise<StackPreview> {
  throw new Mendable(`--stack: ${stack.name} can't be previewed yet; use \`pulumi preview\``);
}

/**
 * What was changed or deleted behind the stack's back, by a refresh that writes nothing.
 * @throws {Mendable} where that can't be told: no such stack, an account that can't be reached, operations that are pending
 */
export async function driftOf(stack: Stack): Promise<StackPreview> {
  throw new Mendable(`--stack: ${stack.name} can't be looked at yet; use \`pulumi refresh --preview-only\``);
}

/** A preview as Markdown, fit for one comment on a pull request that is updated: a marker names the stack. */
export function markdownReport(_preview: StackPreview, _about: ReportSubject = {}): string {
  throw new Mendable("--markdown: can't be written yet");
}

/** A preview as text for people. */
export function textReport(_preview: StackPreview, _about: ReportSubject = {}): string {
  throw new Mendable("The report can't be written yet.");
}
