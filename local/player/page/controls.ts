/// <reference lib="dom" />
import { button, element, input, write } from "./elements.ts";
import { clock, spokenClock } from "./peaks.ts";
import { TwoEars } from "./sound.ts";
import { Waveform } from "./waveform.ts";

const leapSeconds = 10;

/** The player proper: one recording at a time, heard, seen and moved through. */
export class Controls {
  readonly #audio = new Audio();
  readonly #seek = input("seek");
  readonly #waveform = new Waveform(element("waveform", HTMLCanvasElement), (share) => {
    this.#go(share * this.#length);
  });
  #ears: TwoEars | undefined;
  #seconds = 0;

  constructor(onFailure: () => void) {
    const audio = this.#audio;
    audio.preload = "metadata";
    audio.crossOrigin = "anonymous";
    button("toggle").addEventListener("click", () => void this.#toggle());
    button("back").addEventListener("click", () => this.#go(audio.currentTime - leapSeconds));
    button("forward").addEventListener("click", () => this.#go(audio.currentTime + leapSeconds));
    this.#seek.addEventListener("input", () => this.#go(this.#seek.valueAsNumber));
    for (const name of ["timeupdate", "durationchange", "play", "pause", "ended", "seeked"]) {
      audio.addEventListener(name, () => this.#tell());
    }
    audio.addEventListener("error", () => {
      // Without a source there is nothing that could fail.
      if (audio.hasAttribute("src")) onFailure();
    });
    for (const [ear, side] of [
      [0, "left"],
      [1, "right"],
    ] as const) {
      input(`hear-${side}`).addEventListener("change", ({ target }) => {
        this.#ears?.hear(ear, (target as HTMLInputElement).checked);
      });
    }
  }

  /**
   * Shows a recording, ready to be played.
   * @param whole all of it, to draw it from
   * @param source where the audio element gets it, in the parts that it needs
   */
  load(whole: AudioBuffer, source: string): void {
    this.#seconds = whole.duration;
    this.#audio.src = source;
    this.#waveform.show(whole);
    write("kind", whole.numberOfChannels === 2 ? "2 channels" : "1 channel: not told apart");
    this.#tell();
  }

  unload(): void {
    this.#audio.pause();
    this.#audio.removeAttribute("src");
  }

  get #length(): number {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : this.#seconds;
  }

  async #toggle(): Promise<void> {
    if (!this.#audio.paused) return this.#audio.pause();
    this.#ears ??= new TwoEars(this.#audio);
    await this.#ears.wake();
    await this.#audio.play();
    this.#follow();
  }

  #go(seconds: number): void {
    this.#audio.currentTime = Math.min(Math.max(0, seconds), this.#length);
    this.#tell();
  }

  /** Keeps what moves moving, as often as the screen does. */
  #follow(): void {
    const isSilent = this.#audio.paused;
    const [left, right] = (isSilent ? undefined : this.#ears?.levels) ?? [0, 0];
    element("level-left", HTMLMeterElement).value = left;
    element("level-right", HTMLMeterElement).value = right;
    this.#waveform.moveTo(this.#audio.currentTime / this.#length);
    if (!isSilent) requestAnimationFrame(() => this.#follow());
  }

  #tell(): void {
    const { currentTime, paused } = this.#audio;
    write("time", `${clock(currentTime)} / ${clock(this.#length)}`);
    write("toggle", paused ? "Play" : "Pause");
    this.#seek.max = String(this.#length);
    this.#seek.value = String(currentTime);
    this.#seek.setAttribute("aria-valuetext", `${spokenClock(currentTime)} of ${spokenClock(this.#length)}`);
    this.#waveform.moveTo(this.#length > 0 ? currentTime / this.#length : 0);
  }
}
