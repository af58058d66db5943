import type { StackCheck } from "../verify/index.ts";
import type { Change, Operation, StackPreview } from "./change.ts";
import { serviceOf } from "./meaning/resources.ts";

/** What a report tells beside the changes themselves. */
export interface ReportSubject {
  /** The commit whose program it is. */
  commit?: string | undefined;
  /** With a promotion, the stack whose commit it is. */
  fromStack?: string | undefined;
  /** What verification found. */
  checks?: readonly StackCheck[] | undefined;
}

/** In the order in which people want to know of them. */
const counted: readonly (readonly [Operation, string])[] = [
  ["create", "to create"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["delete", "to delete"],
  ["import", "to import"],
];

/** `1 to create, 2 to change, 44 unchanged` */
export function countsText({ changes, unchanged }: Pick<StackPreview, "changes" | "unchanged">): string {
  const counts = counted.flatMap(([operation, words]) => {
    const count = changes.filter((change) => change.operation === operation).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return [...(counts.length > 0 ? counts : ["nothing to change"]), `${unchanged} unchanged`].join(", ");
}

/** Changes by the service that they are at, in the order that they have. */
export function byService(changes: readonly Change[]): [service: string, changes: Change[]][] {
  return [...Map.groupBy(changes, ({ provider }) => serviceOf(provider))];
}

/** `1 mandatory, 2 advisory` */
export function violationsText({ violations }: Pick<StackPreview, "violations">): string {
  const count = (level: string) => violations.filter((violation) => violation.level === level).length;
  return `${count("mandatory")} mandatory, ${count("advisory")} advisory`;
}
