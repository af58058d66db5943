import type { NewFault } from "../../../../local/twilio/control/faults.ts";

/** The ways in which a call to Twilio fails at once. `after` means that Twilio did it all the same. */
export const faults: Readonly<Record<string, NewFault>> = {
  "429": { status: 429, code: 20429, message: "Too many requests", headers: { "retry-after": "0" } },
  "500 before": { status: 500, code: 20500, message: "Internal error", when: "before" },
  "500 after": { status: 500, code: 20500, message: "Internal error", when: "after" },
  "dropped before": { drop: true, when: "before" },
  "dropped after": { drop: true, when: "after" },
};

/** The ways in which a call to Twilio gets no answer. */
export const silences: Readonly<Record<string, NewFault>> = {
  "no answer before": { delayMs: 600_000, when: "before" },
  "no answer after": { delayMs: 600_000, when: "after" },
};

/** A call as it is recognised again in another account: IDs in its path stand for any ID. */
export interface ApiCall {
  method: string;
  host: string;
  pathPattern: string;
}

const anyId = "(?:[A-Z]{2}|voice_recordingconfiguration_)[0-9a-f]{26,32}";

export function apiCall({ method, host, path }: { method: string; host: string; path: string }): ApiCall {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return { method, host, pathPattern: `^${escaped.replace(new RegExp(anyId, "g"), anyId)}$` };
}

export function nameOf({ method, host, pathPattern }: ApiCall): string {
  return `${method} ${host}${pathPattern
    .replace(/^\^|\$$/g, "")
    .replaceAll(anyId, "ID")
    .replaceAll("\\", "")}`;
}
