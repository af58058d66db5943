import type { Storage } from "../../infra/settings/storage.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { newestCompleted } from "../../providers/twilio/voice/media-access.ts";
import { ArchiveWatch } from "./archive-watch.ts";
import { reportAgain } from "./probe-archive.ts";
import { placeProbeCall } from "./probe-call.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, skipped, type Trial } from "./trial.ts";

/** The recording that verification brings through archive and playback, once there is one. */
export interface Probe {
  recording?: RecordingSid;
  /** Whether a call was placed for it. Another one would cost as much, and disturb agents once more. */
  isCalled?: boolean;
  /** Whether no call is to be placed for it, whatever the settings say. */
  withoutCall?: boolean | undefined;
}

/** That a recording goes through the archive: one of a call of its own, or the newest once more. */
export function* probeTrials(subject: Subject, probe: Probe): Generator<Trial> {
  const wanted = subject.settings.verification.probe;
  const kind = wanted === "call" && probe.withoutCall ? "recent" : wanted;
  if (kind === "none") {
    yield { name: "probe", run: async () => skipped("flex-media:verification.probe is none") };
    return;
  }
  yield {
    name: "probe: recording",
    run: (signal) => (kind === "call" ? called(subject, probe, signal) : newest(subject, probe, signal)),
    isRepeatable: () => probe.isCalled !== true,
  };
  yield { name: "probe: archive", run: (signal) => archived(subject, probe, kind, signal) };
}

async function newest({ twilio, settings }: Subject, probe: Probe, signal: AbortSignal): Promise<Finding> {
  const recording = await newestCompleted({ client: twilio, signal });
  if (recording === undefined || !isRecordingSid(recording.sid)) {
    return skipped("the account has no completed recording to try; run it again after a call");
  }
  const days = Math.floor((Date.now() - Date.parse(String(recording.date_created))) / 86_400_000);
  const tooOld = whyTooOld(settings.storage, days);
  if (tooOld !== undefined) return skipped(`the newest recording is ${days} days old, and ${tooOld}`);
  probe.recording = recording.sid;
  return passed(`the newest of the account, ${recording.sid}`);
}

/** What retention has deleted must not come back, and what lies in a vault can't be read at once. */
function whyTooOld({ retention, tiering }: Pick<Storage, "retention" | "tiering">, days: number): string | undefined {
  if (typeof retention === "object" && days >= retention.days)
    return "retention has deleted it; run it again after a call";
  const vault = tiering.find(
    ({ storageClass, afterDays }) => ["GLACIER", "DEEP_ARCHIVE"].includes(storageClass) && days >= afterDays,
  );
  return vault && `lies in ${vault.storageClass}, where nothing plays; run it again after a call`;
}

async function called(subject: Subject, probe: Probe, signal: AbortSignal): Promise<Finding> {
  const { voice, recording, verification } = subject.settings;
  const [to] = voice?.numbers ?? [];
  if (to === undefined) return skipped("flex-media:voice is not set, so that there is no number to call");
  if (recording?.mechanism !== "studio") {
    return skipped("only the voice flow records a call that no agent takes; set flex-media:verification.probe: recent");
  }
  if (verification.from === to) {
    return failed("flex-media:verification.from: is the number that is called, and none can call itself; name another");
  }
  const onPlaced = () => {
    probe.isCalled = true;
  };
  const made = await placeProbeCall(subject, { to, from: verification.from, onPlaced }, signal);
  probe.recording = made.recording;
  return passed(`${made.recording}, of a call from ${made.from} to ${to}`);
}

async function archived(
  subject: Subject,
  { recording }: Probe,
  kind: "recent" | "call",
  signal: AbortSignal,
): Promise<Finding> {
  if (recording === undefined) return skipped("there is no probe recording");
  if (subject.settings.archive === undefined)
    return skipped("flex-media:archive is not on, so nothing brings it there");
  const watch = await ArchiveWatch.begin(subject, recording, kind === "call", signal);
  const refusal = kind === "recent" ? await reportAgain(subject, recording, signal) : undefined;
  return refusal === undefined ? await watch.finding() : failed(refusal);
}
