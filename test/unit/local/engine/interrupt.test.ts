import { ChildProcess } from "node:child_process";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { handOnInterrupts } from "../../../../local/engine/interrupt.ts";

class RunningChild extends ChildProcess {
  readonly signals: unknown[] = [];

  override kill(signal?: NodeJS.Signals | number): boolean {
    this.signals.push(signal);
    return true;
  }
}

let release: (() => void) | undefined;

afterEach(() => release?.());

function watched({ onTerminal = false, signal = undefined as AbortSignal | undefined } = {}): RunningChild {
  const child = new RunningChild();
  release = handOnInterrupts(child, signal, onTerminal);
  return child;
}

describe("an interrupt of this process", () => {
  it("is handed on where no terminal does so", () => {
    const child = watched();
    process.emit("SIGINT");
    expect(child.signals).toEqual(["SIGINT"]);
  });

  it("is left to the terminal where there is one", () => {
    const child = watched({ onTerminal: true });
    process.emit("SIGINT");
    expect(child.signals).toEqual([]);
  });

  it("is no more our matter after the command's end", () => {
    const listening = process.listenerCount("SIGINT");
    const child = watched();
    release?.();
    expect(process.listenerCount("SIGINT")).toBe(listening);
    expect(child.signals).toEqual([]);
  });
});

it.each([true, false])("a termination is handed on, terminal or not (%j)", (onTerminal) => {
  const child = watched({ onTerminal });
  process.emit("SIGTERM");
  expect(child.signals).toEqual(["SIGTERM"]);
});

describe("an aborted signal", () => {
  it("interrupts the command", async () => {
    const controller = new AbortController();
    const child = watched({ onTerminal: true, signal: controller.signal });
    controller.abort();
    await turn();
    expect(child.signals).toEqual(["SIGINT"]);
  });

  it.each([
    ["SIGINT", true, []],
    ["SIGINT", false, ["SIGINT"]],
    ["SIGTERM", true, ["SIGTERM"]],
    ["SIGTERM", false, ["SIGTERM"]],
  ] as const)("adds nothing to the %s that it stems from (on a terminal: %j)", async (signal, onTerminal, reaching) => {
    const controller = new AbortController();
    process.once(signal, () => controller.abort());
    const child = watched({ onTerminal, signal: controller.signal });
    process.emit(signal);
    await turn();
    expect(child.signals).toEqual(reaching);
  });

  it("means nothing after the command's end", async () => {
    const controller = new AbortController();
    const child = watched({ signal: controller.signal });
    release?.();
    controller.abort();
    await turn();
    expect(child.signals).toEqual([]);
  });
});
