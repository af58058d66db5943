import { FLEX_ORIGIN } from "../../local/player/player.ts";
import { verifyPlayback } from "../verify-playback/checks.ts";
import type { StackCheck } from "./check.ts";
import type { Probe } from "./probe.ts";
import type { Subject } from "./subject.ts";
import { failed, type Limits, skipped, tried } from "./trial.ts";

/** That the probe's recording plays as in Flex Insights for who may listen, and for nobody else. */
export async function* playbackChecks(subject: Subject, probe: Probe, limits: Limits): AsyncGenerator<StackCheck> {
  const { outputs, settings, flexToken, fetch } = subject;
  const missing = whatIsMissing(subject, probe);
  if (missing !== undefined || limits.time.aborted) {
    return yield await tried({ name: "playback", run: async () => skipped(missing ?? "") }, limits);
  }
  const signal = AbortSignal.any([limits.stop, limits.time]);
  const trial = {
    urlProvider: `${outputs.playbackUrl.replace(/\/$/, "")}/?recording=${probe.recording}`,
    token: flexToken ?? "",
    origin: settings.playback.origins[0] ?? FLEX_ORIGIN,
    fetch: (url: URL, init: Parameters<typeof fetch>[1] & { signal: AbortSignal }) =>
      fetch(url, { ...init, signal: AbortSignal.any([signal, init.signal]) }),
  };
  for await (const { name, status, milliseconds, outcome, detail } of verifyPlayback(trial)) {
    limits.stop.throwIfAborted();
    if (limits.time.aborted) return yield await tried({ name: "playback", run: async () => failed("") }, limits);
    const answered = [...(status === undefined ? [] : [`HTTP ${status}`]), ...(detail === "" ? [] : [detail])];
    yield {
      name: `playback: ${name}`,
      outcome,
      ...(milliseconds !== undefined && { milliseconds }),
      detail: answered.join("; "),
    };
  }
}

function whatIsMissing({ flexToken }: Subject, { recording }: Probe): string | undefined {
  if (recording === undefined) return "there is no probe recording to play";
  if (flexToken === undefined) {
    return "FLEX_TOKEN is not set; put the Flex token of somebody who may listen there, say a supervisor's";
  }
  return undefined;
}
