import { encodeWav } from "../../../local/twilio/api/wav.ts";

export const mebibyte = 1024 * 1024;
const sampleRate = 8_000;
const bytesPerSecond = sampleRate * 2 * 2;

/** A recording of the bench: its SID says how long it is, so that no server has to keep any. */
export interface BenchRecording {
  sid: string;
  bytes: number;
  /** Whole seconds, as Twilio tells them. */
  durationSeconds: number;
}

const header = encodeWav({ channels: 2, sampleRate, samples: Buffer.alloc(0) });

/** So many recordings of so many MiB of audio each, none of which has another's SID. */
export function recordings(count: number, mebibytes: number): BenchRecording[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = `${String(index).padStart(16, "0")}${String(mebibytes).padStart(16, "0")}`;
    const audio = mebibytes * mebibyte;
    return { sid: `RE${digits}`, bytes: header.length + audio, durationSeconds: Math.round(audio / bytesPerSecond) };
  });
}

/** How long a recording is by its SID, in MiB of audio. */
export function mebibytesOf(sid: string): number {
  return Number(sid.slice(-16));
}

/** The head of a two-channel WAV file with so many MiB of audio. */
export function wavHead(mebibytes: number): Buffer {
  const head = Buffer.from(header);
  head.writeUInt32LE(header.length - 8 + mebibytes * mebibyte, 4);
  head.writeUInt32LE(mebibytes * mebibyte, header.length - 4);
  return head;
}
