import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process of the bench. It says something once it is ready, answers each message with one, and ends when it is alone. */
export class BenchProcess<Ready> {
  readonly #child: ChildProcess;
  readonly ready: Ready;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
  }

  /** @param execArgv options for Node itself, say those of a profile */
  static async start<Ready>(file: string, words: string[], execArgv: string[] = []): Promise<BenchProcess<Ready>> {
    const child = fork(join(import.meta.dirname, file), words, { execArgv });
    return new BenchProcess(child, await said<Ready>(child));
  }

  async ask<Answer>(message: object | string): Promise<Answer> {
    const answer = said<Answer>(this.#child);
    this.#child.send(message);
    return answer;
  }

  async end(): Promise<void> {
    if (!this.#child.connected) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }
}

async function said<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(child, "message", { signal }).then(([message]) => message as T),
      once(child, "exit", { signal }).then(() => Promise.reject(new Error("A process of the bench ended too early."))),
    ]);
  } finally {
    over.abort();
  }
}
