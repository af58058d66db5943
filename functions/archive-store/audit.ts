import type { RecordingMessage } from "../archive-queue/message.ts";
import { count, type Line } from "../lambda/metric-line.ts";
import type { ServiceFailure } from "../lambda/service-failure.ts";
import type { Stored } from "./store-recording.ts";

/** What came of one message. */
export type MessageOutcome = Stored | { outcome: "failed"; failure: ServiceFailure; deadLettered: boolean };

export interface Circumstances {
  /** Absent where the message was none. */
  message: RecordingMessage | undefined;
  /** How often the message was received. */
  receiveCount: number;
  milliseconds: number;
}

/** One line of the log: what became of a recording. Never a URL, a credential or a number. */
export interface StoreRecord {
  message: "recording for the archive";
  outcome: MessageOutcome["outcome"];
  reason?: string;
  detail?: string;
  /** No further try would have helped, so the message went to the dead letters at once. */
  deadLettered?: true;
  recording?: string;
  call?: string;
  conference?: string;
  workers?: readonly string[];
  bytes?: number;
  seconds?: number;
  channels?: number;
  /** Twilio had it in one channel only. */
  mono?: true;
  receiveCount: number;
  milliseconds: number;
}

export function storeLine(
  result: MessageOutcome,
  { message, receiveCount, milliseconds }: Circumstances,
): Line<StoreRecord> {
  const { outcome } = result;
  const failed = outcome === "failed" ? result : undefined;
  const present = "audio" in result ? result : undefined;
  const record: StoreRecord = {
    message: "recording for the archive",
    outcome,
    ...(failed && { reason: failed.failure.reason, detail: failed.failure.detail }),
    ...(failed?.deadLettered && { deadLettered: true }),
    ...(message && { recording: message.recordingSid }),
    ...(message?.callSid && { call: message.callSid }),
    ...(message?.conferenceSid && { conference: message.conferenceSid }),
    ...(present && presentFields(present)),
    receiveCount,
    milliseconds,
  };
  const is = (wanted: MessageOutcome["outcome"]) => count(outcome === wanted ? 1 : 0);
  return {
    record,
    metrics: {
      Stored: is("stored"),
      AlreadyThere: is("already_there"),
      Absent: is("absent"),
      Deleted: is("deleted"),
      Failed: is("failed"),
      DeadLettered: count(failed?.deadLettered ? 1 : 0),
      ...(outcome === "stored" && {
        Bytes: { unit: "Bytes", value: result.audio.bytes },
        Seconds: { unit: "Seconds", value: result.audio.seconds },
        StoreLatency: { unit: "Milliseconds", value: milliseconds },
      }),
    },
    ...(failed && { byReason: { Failed: count(1) } }),
  };
}

function presentFields({ audio, isMono, workers }: Extract<Stored, { audio: unknown }>) {
  const { bytes, seconds, channels } = audio;
  return { workers, bytes, seconds, channels, ...(isMono && { mono: true as const }) };
}
