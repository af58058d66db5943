import type { MediaType } from "../entry.ts";
import type { Path, Severity } from "../finding.ts";

/** What is known about the Task that the media is attached to. */
export interface MediaContext {
  /** What the conversation is. Left out, a recording or a transcript is taken for its original. */
  readonly conversation?: "call" | "chat";
  /** Whether what the links show may be protected health information. True where it is left out. */
  readonly mayHoldPhi?: boolean;
}

/** An entry as Task attributes hold it: anything may stand in it. */
export type WireEntry = Readonly<Record<string, unknown>>;

/** What a rule finds. Its path begins at what the rule was given. */
export interface Found {
  readonly path: Path;
  /** What is wrong; what to do. */
  readonly reason: string;
}

export interface RuleText {
  /** As findings name it. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence that says what holds, for a table of all rules. */
  readonly holds: string;
}

/** A rule about a list of media. */
export interface MediaRule extends RuleText {
  /** What breaks it can't be made into entries at all. */
  readonly shape: boolean;
  check(media: readonly WireEntry[], context: MediaContext): Iterable<Found>;
}

type EntryCheck = (entry: WireEntry, context: MediaContext) => Iterable<Found>;

/** A rule about each entry for itself. */
export function entryRule(rule: RuleText & { shape?: true; check: EntryCheck }): MediaRule {
  const { name, severity, holds, shape = false, check } = rule;
  return {
    name,
    severity,
    holds,
    shape,
    *check(media, context) {
      for (const [index, entry] of media.entries()) {
        for (const { path, reason } of check(entry, context)) yield { path: [index, ...path], reason };
      }
    },
  };
}

/** A rule about the list as a whole. */
export function listRule(rule: RuleText & Pick<MediaRule, "check">): MediaRule {
  return { ...rule, shape: false };
}

/** Whether an entry is of one of these types. */
export function isType(entry: WireEntry, ...types: readonly MediaType[]): boolean {
  return types.some((type) => entry.type === type);
}
