import type { StackPulumi } from "../../../../cli/stack/pulumi.ts";
import type { Stack } from "../../../../cli/stack/stack.ts";

/** What Pulumi answers, by what it is asked. */
export interface Answers {
  config?: object;
  /** Newest first. */
  history?: readonly object[];
  state?: object;
  tags?: Record<string, string>;
  /** Of `pulumi up`: engine events, and the exit code. */
  up?: { events: readonly object[]; code: number };
  /** Is called before a command is answered. Whatever it returns, Pulumi fails with. */
  before?: (command: string) => string | undefined;
}

const emptyState = { deployment: { manifest: { time: "2026-01-01T00:00:00Z" } } };

/** A stack whose Pulumi is played: it keeps tags and notes what it was asked; `answers` may be changed on the way. */
export function stackThatAnswers(
  answers: Answers = {},
  name = "staging",
): { stack: Stack; asked: string[]; answers: Answers } {
  const asked: string[] = [];
  const pulumi: StackPulumi = async (args, options) => {
    const command = args.slice(0, args.indexOf("--stack")).join(" ");
    asked.push(command);
    const failure = answers.before?.(command);
    if (failure !== undefined) return { code: 1, stdout: "", stderr: `error: ${failure}\n` };
    if (args[0] === "up") {
      const { events, code } = answers.up ?? { events: [], code: 0 };
      const stdout = events.map((event) => `${JSON.stringify(event)}\n`).join("");
      options?.onOutput?.(stdout, "stdout");
      return { code, stdout, stderr: code === 0 ? "" : "error: update failed" };
    }
    const answer = answered(answers, args);
    if (answer === undefined) return { code: 255, stdout: "", stderr: `error: no stack named '${name}' found\n` };
    return { code: 0, stdout: JSON.stringify(answer), stderr: "" };
  };
  return { stack: { name, environment: {}, pulumi }, asked, answers };
}

function answered(answers: Answers, args: readonly string[]): unknown {
  const [first, second, third, tag = "", value = ""] = args;
  if (first === "config") return answers.config ?? {};
  if (second === "export") return answers.state ?? emptyState;
  if (second === "history") {
    const [size, page] = ["--page-size", "--page"].map((flag) => Number(args[args.indexOf(flag) + 1]));
    return answers.history?.slice((page ?? 1) * (size ?? 0) - (size ?? 0), (page ?? 1) * (size ?? 0));
  }
  if (third === "ls") return answers.tags ?? {};
  const { [tag]: _, ...others } = answers.tags ?? {};
  answers.tags = third === "set" ? { ...others, [tag]: value } : others;
  return {};
}

/** An entry of a stack's history, as `pulumi stack history --json` has it. */
export function entry(
  commit: string | undefined,
  change: {
    kind?: string;
    result?: string;
    dirty?: string;
    environment?: Record<string, string>;
    minute?: number;
  } = {},
): object {
  const { kind = "update", result = "succeeded", dirty = "false", environment = {}, minute = 0 } = change;
  return {
    version: 0,
    kind,
    startTime: `2026-01-01T00:${String(minute).padStart(2, "0")}:00.000Z`,
    endTime: `2026-01-01T00:${String(minute).padStart(2, "0")}:30.000Z`,
    message: "",
    environment: { ...(commit && { "git.head": commit, "git.dirty": dirty }), ...environment },
    config: {},
    result,
  };
}
