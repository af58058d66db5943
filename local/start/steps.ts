import type { Writable } from "node:stream";

/** A step that went wrong, by name, so that the reader knows how far it came. */
export class StepFailed extends Error {
  override name = "StepFailed";
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`${step}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.step = step;
  }
}

/** Runs the parts of a job one after the other, and shows each with its time. */
export class Steps {
  readonly #output: Writable;
  readonly #startedAt = performance.now();

  constructor(output: Writable) {
    this.#output = output;
  }

  /** Milliseconds since the first of them began. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  /**
   * Runs a step to its end.
   * @param work Gives the step's value and a few words on what came of it.
   * @throws {StepFailed}
   */
  async run<T>(name: string, work: () => Promise<{ value: T; result: string }>): Promise<T> {
    const startedAt = performance.now();
    try {
      const { value, result } = await work();
      const time = seconds(performance.now() - startedAt).padStart(8);
      this.#output.write(`✓ ${name.padEnd(22)} ${time}  ${result}\n`);
      return value;
    } catch (error) {
      this.#output.write(`✗ ${name}\n`);
      throw new StepFailed(name, error);
    }
  }
}

/** `9400` → `9.4 s` */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
