import type { Change } from "../changes/index.ts";

/** `: files from 2 to 7, enabled from true to false`; empty where the provider names no property. */
export function propertiesText({ properties }: Pick<Change, "properties">): string {
  const changes = properties.map(
    ({ path, before = "nothing", after = "nothing" }) => `${path} from ${before} to ${after}`,
  );
  return changes.length > 0 ? `: ${changes.join(", ")}` : "";
}

/** What was changed behind a stack's back, in words. */
export function driftText(change: Change): string {
  const { name, type, operation } = change;
  return operation === "delete"
    ? `${name} (${type}) is gone`
    : `${name} (${type}) was changed${propertiesText(change)}`;
}
