import type { StackDrift, StackPreview } from "../../../../../cli/changes/index.ts";
import type { Configuration } from "../../../../../cli/promote/configuration/configuration.ts";
import type { PromotionSubject, StackFacts } from "../../../../../cli/promote/facts.ts";
import type { StackHistory, StackUpdate } from "../../../../../cli/promote/history.ts";

export const [commit, other] = ["a".repeat(40), "b".repeat(40)];
export const never = new AbortController().signal;

export const update: StackUpdate = {
  kind: "update",
  result: "succeeded",
  commit,
  isClean: true,
  isPartial: false,
  startTime: "2026-01-01T00:00:00.000Z",
};
export const history = (last: StackUpdate | undefined, running = last): StackHistory => ({
  newest: "1",
  last,
  running,
});
export const preview: StackPreview = { stack: "", changes: [], unchanged: 1, violations: [], warnings: [] };
export const noneFound: StackDrift = { ...preview, rotated: [] };
export const account = (digit: string): Configuration => ({ "twilio:accountSid": `AC${digit.repeat(32)}` });

/** What is known of a stack that is as it should be, but for the changes. */
function facts(name: string, change: Partial<StackFacts> = {}): StackFacts {
  return {
    name,
    environment: {},
    history: async () => history(update),
    state: async () => ({ writtenAt: "", isEmpty: false, pending: [] }),
    configuration: async () => account(name === "dev" ? "1" : "2"),
    record: async () => ({ isVerified: false }),
    drift: async () => noneFound,
    outstanding: async () => preview,
    verification: async () => [{ name: "flow", outcome: "passed", detail: "" }],
    preview: async () => preview,
    ...change,
  };
}

/** What a promotion from dev to staging is about, against which nothing stands but for the changes. */
export function subject(
  change: Partial<Record<"from" | "to", Partial<StackFacts>>> = {},
  changes: string[] = [],
): PromotionSubject {
  return {
    from: facts("dev", change.from),
    to: facts("staging", change.to),
    checkout: { head: commit, changes, hidden: [] },
  };
}
