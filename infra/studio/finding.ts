import { RunError } from "@pulumi/pulumi";
import type { Finding } from "../../media/index.ts";
import { formatPath } from "../../providers/kit/index.ts";

export type { Finding };

/** A finding in one line: its path, what is wrong, what to do. */
export function findingText({ path, reason }: Finding): string {
  return `${formatPath(path)}: ${reason}`;
}

/** All that is wrong with a flow. Pulumi shows such an error without a stack trace. */
export class FlowError extends RunError {
  readonly findings: readonly Finding[];

  /** @param flow What the flow is called. */
  constructor(flow: string, findings: readonly Finding[]) {
    super(`The flow "${flow}" is wrong:\n${findings.map(findingText).join("\n")}`);
    this.findings = findings;
  }
}

/** Names a few things that would do, for the end of a remedy. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 6).join(", ");
  return all.length > 6 ? `${shown}, …` : shown;
}
