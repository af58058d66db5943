import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Invocation {
  statusCode: number;
  milliseconds: number;
}

/** A function in a process of its own, as Lambda runs it. */
export class FunctionProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves once the function's module is loaded. */
  static async start(file: string, environment: Record<string, string>): Promise<FunctionProcess> {
    const child = fork(join(import.meta.dirname, "invocations.js"), [file], {
      env: environment,
      // Its log would cost as much as the rest.
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error(`${file}: ended before it was ready`))),
    ]);
    return new FunctionProcess(child);
  }

  async invoke(event: object): Promise<Invocation> {
    this.#child.send(event);
    const [answer] = (await once(this.#child, "message")) as [Invocation];
    if (answer.statusCode !== 200) throw new Error(`The function answered ${answer.statusCode}.`);
    return answer;
  }

  async end(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }
}
