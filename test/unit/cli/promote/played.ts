import { PassThrough } from "node:stream";
import type { StackDrift, StackPreview } from "../../../../cli/changes/index.ts";
import type { CommandContext } from "../../../../cli/commands/context.ts";
import type { DeliveryMeans } from "../../../../cli/commands/delivery.ts";
import { promoteCommand } from "../../../../cli/commands/promote.ts";
import { rollbackCommand } from "../../../../cli/commands/rollback.ts";
import type { StackCheck } from "../../../../cli/verify/index.ts";
import { type Answers, entry, stackThatAnswers } from "./stack.ts";

export const [commit, before] = ["a".repeat(40), "b".repeat(40)];
export const urn = (name: string) => `urn:pulumi:staging::flex-media::twilio:studio:Flow::${name}`;
export const state = { deployment: { manifest: { time: "2026-01-01T00:00:00Z" }, resources: [{}] } };
export const passed: StackCheck = { name: "flow", outcome: "passed", detail: "is published" };
export const failed: StackCheck = { name: "flow", outcome: "failed", detail: "is gone" };

export const preview: StackPreview = {
  stack: "staging",
  changes: ["one", "two"].map((name) => ({
    urn: urn(name),
    type: "twilio:studio:Flow",
    name,
    provider: "twilio",
    operation: "update",
    id: undefined,
    properties: [],
    flow: undefined,
    isRetained: false,
  })),
  unchanged: 3,
  violations: [],
  warnings: [],
};

export const noDrift: StackDrift = { ...preview, changes: [], rotated: [] };

export function step(kind: "resourcePreEvent" | "resOutputsEvent", name: string): object {
  const states = { old: { custom: true }, new: { custom: true } };
  return { [kind]: { metadata: { op: "update", urn: urn(name), type: "twilio:studio:Flow", ...states } } };
}

const summary = { summaryEvent: { result: "succeeded", PolicyPacks: { "flex-media": "0" } } };
export const whole = [
  ...["one", "two"].flatMap((name) => [step("resourcePreEvent", name), step("resOutputsEvent", name)]),
  summary,
];

function account(digit: string): object {
  return { "twilio:accountSid": { value: `AC${digit.repeat(32)}` } };
}

export interface Play {
  dev: Answers;
  staging: Answers;
  means: DeliveryMeans;
  stop: AbortController;
  /** What both stacks' commands run in. */
  environment: NodeJS.ProcessEnv;
}

/** A promotion in which all goes well, but for what the change makes of it. */
export async function run(words: readonly string[], change: (play: Play) => void = () => {}) {
  const dev = stackThatAnswers({ config: account("1"), history: [entry(commit)], state }, "dev");
  const staging = stackThatAnswers(
    { config: account("2"), history: [entry(before)], state, up: { events: whole, code: 0 } },
    "staging",
  );
  const means: DeliveryMeans = {
    readCheckout: async () => ({ head: commit, changes: [], hidden: [] }),
    changesCheckout: async () => false,
    driftOf: async () => noDrift,
    previewOf: async ({ name }) => (name === "dev" ? { ...preview, changes: [] } : preview),
    async *verifyStack() {
      yield passed;
    },
    isTerminal: () => true,
    ask: async () => true,
  };
  const stop = new AbortController();
  const environment = {};
  change({ dev: dev.answers, staging: staging.answers, means, stop, environment });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let code: number | undefined;
  let ticks = 0;
  const context: CommandContext = {
    stack: async (name) => ({ ...(name === "dev" ? dev.stack : staging.stack), environment }),
    open: () => Promise.reject(new Error("There is no archive here.")),
    stdout,
    stderr,
    now: () => Date.parse("2026-01-02T00:00:00Z") + 1000 * ticks++,
    stop: stop.signal,
    setExitCode(given) {
      code = given;
    },
    tuning: { poll: 1 },
  };
  const [name, ...rest] = words;
  const command = name === "promote" ? promoteCommand(context, means) : rollbackCommand(context, means);
  await command.parseAsync(rest, { from: "user" });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return {
    code,
    stdout: text(stdout),
    stderr: text(stderr),
    tags: staging.answers.tags,
    /** What Pulumi was asked about staging, in order. */
    asked: staging.asked,
    ups: staging.asked.filter((asked) => asked.startsWith("up ")),
  };
}

export const promote = ["promote", "--from", "dev", "--to", "staging"];
export const rollback = ["rollback", "--stack", "staging"];
