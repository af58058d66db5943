import type { Violation } from "../change.ts";
import type { EngineEvent } from "./events.ts";
import { nameOf } from "./steps.ts";
import { withoutCredentials } from "./values.ts";

/** Who violates what, mandatory ones first, each once. A level that is not known here counts as mandatory. */
export function violationsIn(events: readonly EngineEvent[]): Violation[] {
  const found = new Map<string, Violation>();
  for (const { policyEvent } of events) {
    if (policyEvent === undefined || policyEvent.enforcementLevel === "disabled") continue;
    const { policyName: policy, enforcementLevel, resourceUrn, message } = policyEvent;
    const level = ["advisory", "warning"].includes(enforcementLevel) ? "advisory" : "mandatory";
    const violation: Violation = { policy, level, resource: nameOf(resourceUrn), message: seen(message) };
    found.set(JSON.stringify(violation), violation);
  }
  return [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The engine puts the policy's description above what was seen, which says all of it. */
function seen(message: string): string {
  const lines = message.trim().split("\n");
  return withoutCredentials((lines.length > 1 ? lines.slice(1) : lines).join("\n").trim());
}

function keyOf({ policy, level, resource, message }: Violation): string {
  return [level === "mandatory" ? "0" : "1", policy, resource, message].join("\u0000");
}
