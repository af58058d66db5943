import { encodeWav } from "./twilio/api/wav.ts";
import type { Control } from "./twilio/control/control.ts";

const audio = encodeWav({ channels: 2, sampleRate: 8000, samples: Buffer.alloc(3200) });

/**
 * Makes an account one that has recorded before, as nearly all have: so the first up proves that recordings are given to
 * nobody without credentials. In an account without one that stays open, and the up after the first recording tells it.
 */
export function recordedBefore(control: Control): void {
  if (control.state().recordings.length > 0) return;
  control.recordings.add(audio);
}
