/// <reference lib="dom" />

/** Rate at which a recording is looked at: what telephones send, and little memory for a long call. */
const drawnRate = 8_000;

/** Decodes whatever audio format the browser knows; undefined where this is none of them. */
export async function decode(bytes: Uint8Array): Promise<AudioBuffer | undefined> {
  try {
    return await new OfflineAudioContext(2, 1, drawnRate).decodeAudioData(new Uint8Array(bytes).buffer);
  } catch {
    return undefined;
  }
}

/** Leads both channels of an audio element to their own ear, and turns either down where it isn't to be heard. */
export class TwoEars {
  readonly #context = new AudioContext();
  readonly #gains = [this.#context.createGain(), this.#context.createGain()] as const;
  readonly #meters = [this.#context.createAnalyser(), this.#context.createAnalyser()] as const;

  constructor(audio: HTMLAudioElement) {
    const merger = this.#context.createChannelMerger(2);
    const splitter = this.#context.createChannelSplitter(2);
    // A splitter would leave one channel on the left alone; this hands it to both ears.
    const both = new GainNode(this.#context, { channelCount: 2, channelCountMode: "explicit" });
    this.#context.createMediaElementSource(audio).connect(both).connect(splitter);
    for (const [ear, gain] of this.#gains.entries()) {
      splitter.connect(gain, ear);
      gain.connect(merger, 0, ear);
      gain.connect(this.#meters[ear === 0 ? 0 : 1]);
    }
    merger.connect(this.#context.destination);
  }

  /** A browser lets nothing sound before the listener has done something. */
  async wake(): Promise<void> {
    await this.#context.resume();
  }

  hear(ear: 0 | 1, audible: boolean): void {
    this.#gains[ear].gain.value = audible ? 1 : 0;
  }

  /** How loud each ear is at this moment, 0 to 1. */
  get levels(): [left: number, right: number] {
    const [left, right] = this.#meters.map((meter) => {
      const samples = new Float32Array(meter.fftSize);
      meter.getFloatTimeDomainData(samples);
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    });
    return [left ?? 0, right ?? 0];
  }
}
