import type { Audio } from "./wav.ts";

/** The pitch that stands for each voice, in hertz. */
export const voices = { customer: 440, agent: 660 } as const;

const sampleRate = 8_000;
const turnSeconds = 0.5;
const loudness = 0.5 * 32_767;

/**
 * A conversation in tones, as a telephone records it (8 kHz, two channels): the customer on the left, the
 * agent on the right, who speak in turns of half a second, so that each is silent while the other speaks.
 */
export function toneConversation(seconds: number): Audio {
  const frames = Math.round(seconds * sampleRate);
  const speaker = (hertz: number, turn: 0 | 1) =>
    Int16Array.from({ length: frames }, (_, frame) => {
      const speaks = Math.floor(frame / sampleRate / turnSeconds) % 2 === turn;
      return speaks ? Math.round(loudness * Math.sin((2 * Math.PI * hertz * frame) / sampleRate)) : 0;
    });
  return { sampleRate, channels: [speaker(voices.customer, 0), speaker(voices.agent, 1)] };
}

/** How much of a pitch is in the samples: 0 for nothing, 1 for a full-scale tone throughout (Goertzel's algorithm). */
export function toneStrength(samples: Int16Array, rate: number, hertz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    [last, beforeLast] = [sample / 32_767 + coefficient * last - beforeLast, last];
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return samples.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}
