import { type Change, type StackPreview, textReport } from "../changes/index.ts";
import { isOfCode, notRestored } from "../changes/meaning/restoring.ts";
import type { StackCheck } from "../verify/index.ts";
import type { Attempt } from "./attempt.ts";
import { driftText } from "./change-text.ts";
import { shortHash } from "./checkout.ts";
import type { ConfigurationComparison } from "./configuration/compare.ts";
import type { Delivery, KnownDrift } from "./delivery.ts";

/** What a delivery would do, for people. */
export function reportText(delivery: Delivery & { preview: StackPreview }): string {
  const { preview, commit, from, to, checks, configuration, drift } = delivery;
  const parts = [
    textReport(preview, { commit, fromStack: from, checks }),
    configuration === undefined || from === undefined ? "" : configurationText(configuration, from, to),
    drift === undefined ? "" : knownDriftText(drift, to),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** What was changed behind a stack's back, which an update doesn't see; empty where nothing was. */
export function knownDriftText({ changes, rotated, unknown }: KnownDrift, to: string): string {
  const lines = unknown === undefined ? [...changes.map(knownLine), ...rotated] : [`can't be told: ${unknown}`];
  if (lines.length === 0) return "";
  const refresh =
    `; \`npm run pulumi -- refresh --stack ${to}\`, which writes the stack's state alone, lets the next report show what ` +
    "becomes of it";
  const isShown = unknown !== undefined || changes.some((change) => !isOfCode(change));
  return block(
    `Changed behind the back of ${to}, which this update neither sees nor undoes${isShown ? refresh : ""}`,
    lines,
  );
}

function knownLine(change: Change): string {
  const hidden = isOfCode(change) ? "a refresh hides it from every later report" : undefined;
  return [driftText(change), notRestored(change), hidden].filter((text) => text !== undefined).join("; ");
}

/** Every reason to refuse, a line each. */
export function refusalText({ kind, to, refusals }: Pick<Delivery, "kind" | "to" | "refusals">): string {
  const what = kind === "promotion" ? "promoted to" : "rolled back on";
  const head = `Nothing is ${what} ${to}. ${refusals.length === 1 ? "One thing stands" : `${refusals.length} things stand`} against it:`;
  return block(
    head,
    refusals.map(({ reason }) => reason),
  );
}

/** What came of it, and what to do now. */
export function endText(delivery: Delivery): string {
  const { to, commit, update, verification = [], record } = delivery;
  switch (delivery.end) {
    case "refused":
      return refusalText(delivery);
    case "reported":
      return "";
    case "declined":
      return `Nothing was changed on ${to}.\n`;
    case "failed":
      return update === undefined ? "" : failureText(delivery, update);
    case "unverified": {
      const failed = verification.filter(({ outcome }) => outcome !== "passed").map(checkLine);
      const head = `${to} runs ${shortHash(commit)}, but doesn't pass its verification; recorded as not verified.`;
      const on = delivery.kind === "promotion" ? wayBack(to, record?.previousCommit) : wayForward(to);
      return `${block(head, failed.length > 0 ? failed : ["nothing of it could be tried"])}\n${on}\n`;
    }
    case "unrecorded":
      return block(`${to} runs ${shortHash(commit)}, but that could not be recorded.`, [delivery.unrecorded ?? ""]);
    case "delivered": {
      const count = verification.filter(({ outcome }) => outcome === "passed").length;
      const open = verification.filter(({ outcome }) => outcome !== "passed").map(checkLine);
      const back = delivery.kind === "promotion" ? `\n${wayBack(to, record?.previousCommit)}\n` : "";
      return `${block(`${to} runs ${shortHash(commit)}, and is verified: ${count} checks passed.`, open)}${back}`;
    }
  }
}

/** How `to` is configured otherwise, by meaning. */
export function configurationText(comparison: ConfigurationComparison, from: string, to: string): string {
  const { differences, own } = comparison;
  const lines = differences.map(
    ({ path, from: ours = "nothing", to: theirs, meaning }) =>
      `${path}: ${ours} in ${from}, ${theirs} in ${to} (${meaning})`,
  );
  if (own.length > 0) lines.push(`the account's own, as expected: ${own.join(", ")}`);
  return block(`Configuration of ${to} beside that of ${from}`, lines.length > 0 ? lines : ["the same"]);
}

/** The commands that take a stack back. */
export function wayBack(to: string, previous: string | undefined): string {
  if (previous === undefined) return `No commit is recorded that ${to} could go back to.`;
  return `Back to ${shortHash(previous)}: \`git checkout --detach ${previous} && npm run flex-media -- rollback --stack ${to}\``;
}

/** Where nothing older is recorded. */
function wayForward(to: string): string {
  return (
    `\`npm run pulumi -- up --refresh --stack ${to}\` puts right what was changed behind its back; else the way leads ` +
    "forward, by a promotion."
  );
}

function failureText({ kind, to, commit, from }: Delivery, { done, left, failure, hasBegun }: Attempt): string {
  const again =
    kind === "promotion"
      ? `npm run flex-media -- promote --from ${from} --to ${to}`
      : `npm run flex-media -- rollback --stack ${to}`;
  if (!hasBegun) {
    const head = `The update of ${to} to ${shortHash(commit)} did not begin; ${to} is as it was, and nothing is recorded.`;
    return `${block(head, failure.split("\n"))}\nMend it, and run \`${again}\` once more.\n`;
  }
  const resources = (changes: Attempt["done"]) =>
    changes.map(({ operation, name, type }) => `${operation} ${name} (${type})`);
  return [
    block(
      `The update of ${to} to ${shortHash(commit)} did not come to its end; nothing is recorded.`,
      failure.split("\n"),
    ),
    block("Done:", done.length > 0 ? resources(done) : ["nothing"]),
    block("Not done:", left.length > 0 ? resources(left) : ["nothing that was planned"]),
    `Mend it, and \`${again}\` goes on; \`npm run flex-media -- rollback --stack ${to}\` takes the stack back.\n`,
  ].join("\n");
}

function checkLine({ outcome, name, detail }: StackCheck): string {
  return `${outcome} ${name}: ${detail}`;
}

/** A head with lines below; what has several lines itself keeps them apart from the others. */
function block(head: string, lines: readonly string[]): string {
  return `${[head, ...lines.map((line) => `  - ${line.trim().replace(/\s*\n\s*/g, "\n    | ")}`)].join("\n")}\n`;
}
