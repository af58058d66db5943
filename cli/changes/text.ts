import type { StackCheck } from "../verify/index.ts";
import { type Change, hasDrift, type Operation, type StackPreview } from "./change.ts";
import { cautionsOf } from "./meaning/consequences.ts";
import { type Detail, detailsOf, excerpts } from "./meaning/details.ts";
import { pageOf, titleOf } from "./meaning/resources.ts";
import { hasExceptions, notRestored } from "./meaning/restoring.ts";
import { byService, countsText, type ReportSubject, violationsText } from "./subject.ts";

/** Characters of a value. */
const most = 400;

const signs: Readonly<Record<Operation, string>> = { create: "+", update: "~", replace: "±", delete: "-", import: "=" };

/** A preview as text for people: what changes where, what that means, which policies it violates. */
export function textReport(preview: StackPreview, about: ReportSubject = {}): string {
  const { stack, changes, warnings } = preview;
  const cautions = cautionsOf(changes).map(({ text }) => indented(`! ${text}`, 0));
  const blocks = [
    [`${stack}: ${countsText(preview)}`, ...subjectLines(about)],
    cautions,
    violationLines(preview),
    ...byService(changes).map(([service, some]) => [service, ...some.flatMap(changeLines)]),
    warningLines(warnings),
    checkLines(about.checks ?? []),
  ];
  return joined(blocks);
}

/** Violated policies as text. */
export function policyText(preview: StackPreview): string {
  if (preview.violations.length === 0) return `${preview.stack}: no policy is violated.\n`;
  return joined([[preview.stack], violationLines(preview)]);
}

/** What was changed behind a stack's back, as text. */
export function driftText(preview: StackPreview): string {
  const { stack, changes, unchanged, warnings } = preview;
  const told = warningLines(warnings);
  if (!hasDrift(preview)) {
    return joined([[`${stack}: no drift; ${unchanged} resources are as they were brought up.`], told]);
  }
  const blocks = byService(changes).map(([service, some]) => [service, ...some.flatMap(driftLines)]);
  const isRestored = changes.some((change) => notRestored(change) === undefined);
  const hint = `\`npm run pulumi -- up --refresh --stack ${stack}\` puts ${hasExceptions(changes) ? "the rest" : "it"} right; what is to stay belongs into the settings first.`;
  return joined([
    [`${stack}: ${changes.length} changed elsewhere, ${unchanged} as they were brought up`],
    ...blocks,
    told,
    isRestored ? [hint] : [],
  ]);
}

function subjectLines({ commit, fromStack }: ReportSubject): string[] {
  if (commit === undefined) return fromStack === undefined ? [] : [`From ${fromStack}.`];
  return [`Commit ${commit}${fromStack === undefined ? "" : `, which ${fromStack} runs`}.`];
}

function violationLines(preview: StackPreview): string[] {
  const { violations } = preview;
  if (violations.length === 0) return [];
  const lines = violations.map(({ level, policy, resource, message }) =>
    indented(`${level} ${policy}, ${resource}\n${message}`, 2),
  );
  return [`Policies: ${violationsText(preview)}`, ...lines];
}

function changeLines(change: Change): string[] {
  const isWhole = change.operation === "create" || change.operation === "import";
  // What is made is best read in the program; of a flow the widgets are told.
  const details = detailsOf(change).filter(({ what }) => !isWhole || what.startsWith("widget "));
  return [
    indented(`${signs[change.operation]} ${titleOf(change)}`, 2),
    ...details.map((detail) => indented(detailLine(detail), 6)),
  ];
}

function detailLine(detail: Detail): string {
  const { before, after } = excerpts(detail, most);
  const what = detail.label === undefined ? detail.what : `${detail.what} (${detail.label})`;
  if (before === undefined) return `+ ${what}: ${after ?? ""}`;
  if (after === undefined) return `- ${what}: ${before}`;
  if (detail.before === detail.after) return `~ ${what}: ${sameText(before)}`;
  return `~ ${what}: ${before} → ${after}`;
}

/** For what differs, and looks alike. */
export function sameText(shown: string): string {
  return shown === "[secret]" ? "a secret, changed" : "changed in what is not shown";
}

function driftLines(change: Change): string[] {
  const page = pageOf(change);
  const head = indented(`${titleOf(change)}${page === undefined ? "" : ` (${page})`}`, 2);
  if (change.operation === "delete") return [head, "      was deleted"];
  const lines = detailsOf(change).map((detail) => indented(`~ ${driftLine(detail)}`, 6));
  const exception = notRestored(change);
  return [
    head,
    ...(lines.length > 0 ? lines : ["      ~ is different, in what the provider does not name"]),
    ...(exception === undefined ? [] : [indented(`! ${exception}`, 6)]),
  ];
}

function driftLine(detail: Detail): string {
  const { before, after } = excerpts(detail, most);
  const what = detail.label === undefined ? detail.what : `${detail.what} (${detail.label})`;
  if (before !== undefined && detail.before === detail.after) return `${what}: ${sameText(before)}`;
  return `${what}: declared ${before || "nothing"}, found ${after || "nothing"}`;
}

function warningLines(warnings: readonly string[]): string[] {
  return warnings.length > 0 ? ["Warnings", ...warnings.map((warning) => indented(`- ${warning}`, 2))] : [];
}

function checkLines(checks: readonly StackCheck[]): string[] {
  if (checks.length === 0) return [];
  return ["Verification", ...checks.map(({ outcome, name, detail }) => indented(`${outcome} ${name}: ${detail}`, 2))];
}

/** Every line of it, so that what comes from elsewhere passes neither for a line of the report nor for a command to CI. */
function indented(text: string, by: number): string {
  const [first = "", ...more] = text.split(/\r\n|[\n\r\u2028\u2029]/).map(printable);
  return [" ".repeat(by) + first, ...more.map((line) => `${" ".repeat(by)}| ${line}`)].join("\n");
}

/** Without what would steer the terminal or what runs a pipeline, or turn the order of what is read. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD").replace(/##(?=\[)/g, "# #");
}

function joined(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}
