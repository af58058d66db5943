/** What `promote` and `rollback` have in common: where a report goes, who is asked, which exit code it comes to. */

import type { Command } from "commander";
import { Mendable } from "../../local/engine/mendable.ts";
import { driftOf, previewOf } from "../changes/index.ts";
import { isGivenUp, terminalPrompts } from "../init/prompts.ts";
import { changesCheckout, readCheckout } from "../promote/checkout.ts";
import { checkConsent, consentTo } from "../promote/consent.ts";
import type { Delivery, DeliveryTools } from "../promote/delivery.ts";
import { factsOf } from "../promote/facts.ts";
import { deliveryMarkdown } from "../promote/markdown.ts";
import { endText, reportText } from "../promote/report.ts";
import { flexTokenOf } from "../promote/verification.ts";
import type { Stack } from "../stack/stack.ts";
import { interrupted } from "../terminal/interrupt.ts";
import { writeTextFile } from "../terminal/text-file.ts";
import { lastOf, type StackCheck } from "../verify/check.ts";
import type { VerifyOptions, verifyStack } from "../verify/index.ts";
import type { CommandContext } from "./context.ts";
import type { Options } from "./options.ts";

/** What the work is done with. */
export interface DeliveryMeans {
  readCheckout: DeliveryTools["readCheckout"];
  changesCheckout(file: string): Promise<boolean>;
  driftOf: typeof driftOf;
  previewOf: typeof previewOf;
  verifyStack: typeof verifyStack;
  isTerminal(): boolean;
  ask(question: string, stop: AbortSignal): Promise<boolean>;
}

export const deliveryMeans: DeliveryMeans = {
  readCheckout: () => readCheckout(),
  changesCheckout: (file) => changesCheckout(file),
  driftOf,
  previewOf,
  async *verifyStack(stack, options) {
    // Pulumi's library comes with the settings, and is slow to load for commands that refuse in a second.
    const { verifyStack: verify } = await import("../verify/index.ts");
    yield* verify(stack, options);
  },
  isTerminal: () => process.stdin.isTTY === true && process.stderr.isTTY === true,
  ask: (message, stop) => terminalPrompts(stop).confirm({ message, current: false }),
};

export interface DeliveryOptions {
  isGiven: boolean;
  isDry: boolean;
  markdown: string | undefined;
  json: string | undefined;
  /** Seconds for which checks that failed after the update are made again. */
  patience: number;
}

/** Declares what {@link deliveryOptions} reads. */
export function withDeliveryOptions(command: Command): Command {
  return command
    .option("-y, --yes", "ask nothing")
    .option("--dry-run", "end after the report")
    .option("--markdown <file>", "write the report there too, as Markdown")
    .option("--json <file>", "write it there too")
    .option("--patience <seconds>", "how long checks that fail right after the update are made again, 0 to 3600 (60)");
}

export function deliveryOptions(options: Options): DeliveryOptions {
  return {
    isGiven: options.flag("yes"),
    isDry: options.flag("dryRun"),
    markdown: options.optionalText("markdown"),
    json: options.optionalText("json"),
    patience: options.wholeNumber("patience", 0, 3600, 60),
  };
}

const exitCodes: Readonly<Record<Delivery["end"], number>> = {
  delivered: 0,
  reported: 0,
  refused: 1,
  declined: 1,
  failed: 1,
  unrecorded: 1,
  unverified: 2,
};

/** Runs a delivery with its report on the terminal and in files. */
export async function runDelivery(
  context: CommandContext,
  means: DeliveryMeans,
  { isGiven, isDry, markdown, json, patience }: DeliveryOptions,
  deliver: (tools: DeliveryTools & { now(): number }) => Promise<Delivery>,
): Promise<void> {
  const { stop, stderr, stdout, now, tuning } = context;
  const consent = { isGiven, isDry, isTerminal: means.isTerminal(), ask: (text: string) => means.ask(text, stop) };
  checkConsent(consent);
  await checkFiles({ markdown, json }, means);
  const onProgress = (line: string) => void stderr.write(`${line}\n`);
  const verify = (stack: Stack, given: Pick<VerifyOptions, "patience" | "withoutCall">) =>
    checksOf(stack, means, { stop, poll: tuning?.poll, pause: tuning?.poll, ...given }, onProgress);
  const write = async (delivery: Delivery) => {
    if (markdown !== undefined) await writeTextFile("markdown", markdown, deliveryMarkdown(delivery));
    if (json !== undefined) await writeTextFile("json", json, deliveryJson(delivery));
  };
  const delivery = await deliver({
    now,
    stop,
    onProgress,
    readCheckout: () => means.readCheckout(),
    factsOf: (stack) =>
      factsOf(stack, {
        driftOf(one) {
          onProgress(`${one.name}: looking for drift`);
          return means.driftOf(one, stop);
        },
        previewOf(one, { policies = true }) {
          onProgress(`${one.name}: previewing${policies ? ", with the policies" : ""}`);
          return means.previewOf(one, { policies, stop });
        },
        // Whoever only looks has nobody called.
        verificationOf: (one) => verify(one, { withoutCall: isDry }),
      }),
    async report(seen) {
      if (seen.preview !== undefined) stdout.write(reportText({ ...seen, preview: seen.preview }));
      await write(seen);
    },
    consent: ({ to, commit }) => consentTo(`Bring ${to} up with ${commit}?`, consent),
    verify: (stack) => verify(stack, { patience: patience * 1000 }),
  }).catch((error: unknown) => {
    // Ctrl-C at the question reaches the question alone.
    if (isGivenUp(error)) return undefined;
    throw error;
  });
  if (delivery === undefined) {
    stderr.write("\nNothing was changed.\n");
    return context.setExitCode(interrupted);
  }
  const told = endText(delivery);
  if (told !== "") (delivery.end === "delivered" ? stdout : stderr).write(told);
  await write(delivery);
  context.setExitCode(stop.aborted ? interrupted : exitCodes[delivery.end]);
}

/** A report that makes the checkout unclean would be the reason to refuse what it reports on. */
async function checkFiles(
  files: Readonly<Record<"markdown" | "json", string | undefined>>,
  { changesCheckout: isChange }: Pick<DeliveryMeans, "changesCheckout">,
): Promise<void> {
  const wrong: string[] = [];
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined || !(await isChange(file))) continue;
    wrong.push(
      `--${option}: ${file} would be a change of the checkout, which has to stay as its commit is; put it into .flex-media/, ` +
        "which git ignores, or elsewhere",
    );
  }
  if (wrong.length > 0) throw new Mendable(wrong.join("\n"));
}

async function checksOf(
  stack: Stack,
  { verifyStack: verify }: DeliveryMeans,
  options: VerifyOptions,
  onProgress: (line: string) => void,
): Promise<readonly StackCheck[]> {
  onProgress(`${stack.name}: verifying`);
  const flexToken = flexTokenOf(stack.name, stack.environment);
  const checks: StackCheck[] = [];
  for await (const check of verify(stack, { ...options, flexToken })) {
    checks.push(check);
    onProgress(`${stack.name}: ${check.outcome} ${check.name}`);
  }
  return lastOf(checks);
}

/** Flows' definitions stay out: what differs in them is among the properties. */
function deliveryJson(delivery: Delivery): string {
  return `${JSON.stringify(delivery, (key, value) => (key === "flow" ? undefined : value), 2)}\n`;
}
