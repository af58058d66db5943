import type { ProgramResource } from "../../e2e/twilio-provider/project.ts";

/** A mix of TaskRouter resources that a plain program and the provider can both make. */
export function mixedResources(count: number, workspaceSid: string): ProgramResource[] {
  const kinds = [
    (name: string) => ({
      type: "twilio:taskrouter:TaskQueue",
      inputs: { workspaceSid, friendlyName: name, targetWorkers: `skill == "${name}"` },
    }),
    (name: string) => ({
      type: "twilio:taskrouter:TaskChannel",
      inputs: { workspaceSid, friendlyName: name, uniqueName: name },
    }),
    (name: string) => ({
      type: "twilio:taskrouter:Activity",
      inputs: { workspaceSid, friendlyName: name, available: true },
    }),
  ];
  return Array.from({ length: count }, (_, index) => {
    const name = `bench-${index}`;
    return { name, ...(kinds[index % kinds.length] as (typeof kinds)[0])(name) };
  });
}
