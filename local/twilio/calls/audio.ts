import { toneConversation } from "../../player/tones.ts";
import { encodeWav as encodeAudio } from "../../player/wav.ts";
import { encodeWav, mixToMono, parseWav } from "../api/wav.ts";

const bytesPerSample = 2;
/** As loud as silence may be, of 32,767. */
const silence = 64;

export interface Wanted {
  readonly channels: 1 | 2;
  readonly trim: "trim-silence" | "do-not-trim";
}

/** What a call of that length sounds like, or what it is said to sound like; undefined where nothing is left of it. */
export function audioOf(given: Buffer | undefined, seconds: number, { channels, trim }: Wanted): Buffer | undefined {
  if (seconds === 0) return undefined;
  const dual = given ?? Buffer.from(encodeAudio(toneConversation(seconds)));
  const audio = channels === 1 ? mixToMono(dual) : dual;
  return trim === "trim-silence" ? trimmed(audio) : audio;
}

/** Without the silence at both ends. */
function trimmed(file: Buffer): Buffer | undefined {
  const wav = parseWav(file);
  const frame = wav.channels * bytesPerSample;
  let [from, to] = [0, wav.samples.length];
  while (from < to && isSilent(wav.samples, from, frame)) from += frame;
  while (to > from && isSilent(wav.samples, to - frame, frame)) to -= frame;
  return from === to ? undefined : encodeWav({ ...wav, samples: wav.samples.subarray(from, to) });
}

function isSilent(samples: Buffer, at: number, frame: number): boolean {
  for (let channel = 0; channel < frame; channel += bytesPerSample) {
    if (Math.abs(samples.readInt16LE(at + channel)) > silence) return false;
  }
  return true;
}
