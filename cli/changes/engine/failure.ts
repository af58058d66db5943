import type { PulumiResult } from "../../../local/engine/run.ts";
import type { EngineEvent } from "./events.ts";
import { withoutCredentials } from "./values.ts";

/** What the engine says last whenever anything went wrong, a violated policy among it. */
const summaries: ReadonlySet<string> = new Set(["", "preview failed", "refresh failed", "update failed"]);

/** What went wrong besides policies that are violated, in Pulumi's own words; empty where nothing did. */
export function failureOf({ code, stderr }: PulumiResult, events: readonly EngineEvent[]): string {
  if (code === 0) return "";
  const errors = [stderr, ...messages(events, "error")].map(cleaned).filter((text) => !summaries.has(text));
  if (errors.length === 0) return "";
  // A plugin or a policy pack that can't be started says why on its own stderr.
  const reasons = messages(events, "info#err").map(cleaned);
  return [...new Set([...errors, ...reasons])].filter((text) => text !== "").join("\n");
}

/** What the program and the providers warn of. */
export function warningsIn(events: readonly EngineEvent[]): string[] {
  const told = messages(events, "warning").map(cleaned);
  return [...new Set(told)].filter((text) => text !== "").sort();
}

function messages(events: readonly EngineEvent[], severity: string): string[] {
  return events.flatMap(({ diagnosticEvent: told }) =>
    told?.severity === severity && !told.ephemeral ? [told.message] : [],
  );
}

/** Without a mark of severity, colours, credentials, and the stack traces of plugins. */
function cleaned(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .map((line) => line.replace(/^(error|warning): /, ""));
  return withoutCredentials(lines.join("\n").replace(/<\{%[^%]*%\}>/g, "")).trim();
}
