/// <reference lib="dom" />
import { peaksOf } from "./peaks.ts";

/** A lane's colour, as a custom property of the page's style. */
const lanes = ["--customer", "--agent"];
/** Pixels from one bar to the next. */
const pitch = 3;

/** Draws a recording's channels one under the other, what was played in full colour, and lets a click seek. */
export class Waveform {
  readonly #canvas: HTMLCanvasElement;
  #channels: Float32Array[] = [];
  #peaks: Float32Array[] = [];
  #played = 0;

  constructor(canvas: HTMLCanvasElement, onSeek: (share: number) => void) {
    this.#canvas = canvas;
    canvas.addEventListener("pointerdown", (event) => onSeek(event.offsetX / canvas.clientWidth));
    new ResizeObserver(() => this.#fit()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  show(audio: AudioBuffer): void {
    this.#channels = Array.from({ length: Math.min(audio.numberOfChannels, lanes.length) }, (_, index) =>
      audio.getChannelData(index),
    );
    this.#played = 0;
    this.#fit();
  }

  /** @param played the share of the whole that lies behind the listener, 0 to 1 */
  moveTo(played: number): void {
    this.#played = played;
    this.#draw();
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    const bars = Math.max(1, Math.floor(clientWidth / pitch));
    this.#peaks = this.#channels.map((samples) => peaksOf(samples, bars));
    this.#draw();
  }

  #draw(): void {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext("2d");
    if (context === null) return;
    const style = getComputedStyle(this.#canvas);
    context.clearRect(0, 0, width, height);
    const laneHeight = height / this.#peaks.length;
    for (const [lane, peaks] of this.#peaks.entries()) {
      // A custom property with light-dark() is resolved where it is used, so it is used.
      this.#canvas.style.color = `var(${lanes[lane]})`;
      context.fillStyle = style.color;
      const middle = laneHeight * (lane + 0.5);
      const barWidth = width / peaks.length;
      for (const [index, peak] of peaks.entries()) {
        context.globalAlpha = index / peaks.length < this.#played ? 1 : 0.4;
        const half = Math.max(devicePixelRatio / 2, peak * laneHeight * 0.45);
        context.fillRect(index * barWidth, middle - half, barWidth * 0.7, half * 2);
      }
    }
  }
}
