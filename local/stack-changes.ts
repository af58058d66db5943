/** How many resources an operation did what to, in Pulumi's words: `created`, `updated`, `unchanged`, … */
export type StackChanges = Readonly<Record<string, number>>;

/** Reads the summary at the end of what `pulumi up` or `pulumi destroy` prints. */
export function changesIn(output: string): StackChanges {
  const [, summary = ""] = /^Resources:\n((?: {4}.*\n?)+)/m.exec(output) ?? [];
  const counts = [...summary.matchAll(/(\d+) ([a-z]+)/g)].map(([, count, word]) => [word, Number(count)]);
  return Object.fromEntries(counts);
}

/** Whether anything was done to any resource. */
export function anyChange(changes: StackChanges): boolean {
  return Object.entries(changes).some(([word, count]) => word !== "unchanged" && count > 0);
}

/** The changes in one line: `15 created, 2 unchanged`. */
export function describeChanges(changes: StackChanges): string {
  const parts = Object.entries(changes).map(([word, count]) => `${count} ${word}`);
  return parts.length === 0 ? "nothing there" : parts.join(", ");
}
