import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../../../cli/stack/stack.ts";
import type { PulumiResult } from "../../../../local/engine/run.ts";

/** What the real engine printed once, events that nobody reads left out. */
export function recorded(name: string): string {
  return readFileSync(join(import.meta.dirname, "recorded", `${name}.jsonl`), "utf8");
}

export function printed(...events: object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

export interface Call {
  args: readonly string[];
  env: NodeJS.ProcessEnv | undefined;
}

/** A stack whose Pulumi prints what it is told to, by its first word. */
export function stackThat(prints: Readonly<Record<string, Partial<PulumiResult>>>) {
  const calls: Call[] = [];
  const stack: Stack = {
    name: "dev",
    environment: { AWS_PROFILE: "dev" },
    async pulumi(args, options) {
      calls.push({ args, env: options?.env });
      return { code: 0, stdout: "", stderr: "", ...prints[args[0] ?? ""] };
    },
  };
  return { stack, calls };
}

const urn = "urn:pulumi:dev::flex-media::twilio:studio:Flow::voice";
export const summary = { summaryEvent: { result: "succeeded", PolicyPacks: { "flex-media": "0.1.0" } } };
export const violation = (enforcementLevel: string, policyName = "flow-is-published") => ({
  policyEvent: {
    resourceUrn: urn,
    message: "Flows are published.\nvoice.status: is draft, but…\n",
    policyName,
    enforcementLevel,
  },
});
export const told = (severity: string, message: string) => ({ diagnosticEvent: { severity, message } });

/** A state with resources, as `stack export` prints it. */
export const exported = (pending: object[] = [], resources: object[] = [{}]) => ({
  stdout: JSON.stringify({
    version: 3,
    deployment: { manifest: { time: "2026-01-01T00:00:00Z" }, resources, pending_operations: pending },
  }),
});
