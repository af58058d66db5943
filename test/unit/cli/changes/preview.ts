import type { Change, StackPreview } from "../../../../cli/changes/index.ts";

/** A change of which only what matters is told. */
export function change(told: Partial<Change> = {}): Change {
  const type = told.type ?? "twilio:flex:Configuration";
  const name = told.name ?? "flex";
  return {
    urn: `urn:pulumi:dev::flex-media::${type}::${name}`,
    type,
    name,
    provider: type.split(":")[0] ?? "",
    operation: "update",
    id: undefined,
    properties: [],
    flow: undefined,
    isRetained: false,
    ...told,
  };
}

export function previewWith(told: Partial<StackPreview> = {}): StackPreview {
  return { stack: "dev", changes: [], unchanged: 3, violations: [], warnings: [], ...told };
}
