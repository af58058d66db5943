import { mermaidOf } from "../../../infra/studio/mermaid.ts";
import type { StackCheck } from "../../verify/index.ts";
import type { Change, FlowChange, Operation, StackPreview, Violation } from "../change.ts";
import { cautionsOf } from "../meaning/consequences.ts";
import { type Detail, detailsOf, excerpts } from "../meaning/details.ts";
import { pageOf, titleOf } from "../meaning/resources.ts";
import { hasExceptions, notRestored } from "../meaning/restoring.ts";
import { byService, countsText, type ReportSubject, violationsText } from "../subject.ts";
import { sameText } from "../text.ts";
import { type DetailLevel, detailLevels, first, leftOut } from "./detail-level.ts";
import { abbreviated, code, prose } from "./escape.ts";
import { markerOf } from "./marker.ts";

/** GitHub takes 65,536 characters for a comment. */
const longest = 65_000;

const words: Readonly<Record<Operation, string>> = {
  create: "created",
  update: "changed",
  replace: "**replaced**",
  delete: "**deleted**",
  import: "imported",
};

/**
 * A preview as Markdown, fit for one comment on a pull request. It begins with the stack's marker, has at most 65,000
 * characters, for which it drops detail and says so, and identifiers of accounts are shortened in it.
 */
export function markdownReport(preview: StackPreview, about: ReportSubject = {}): string {
  return fitting(markerOf("report", preview.stack), preview.stack, (level) => [
    `## ${code(preview.stack)}: ${countsText(preview)}`,
    subjectText(about),
    ...cautions(preview.changes, level),
    ...violations(preview, level),
    ...byService(preview.changes).flatMap(([service, some]) => [
      `### ${prose(service)}`,
      changeTable(some, level, words),
      ...some.flatMap((change) => pictures(change, level)),
    ]),
    ...warnings(preview.warnings, level),
    ...verification(about.checks ?? [], level),
  ]);
}

/** What was changed behind a stack's back, as Markdown: fit for an issue, with the same limits. */
export function markdownDrift(preview: StackPreview): string {
  const { stack, changes, unchanged } = preview;
  const found = { ...words, update: "changed elsewhere", delete: "**deleted elsewhere**" };
  return fitting(markerOf("drift", stack), stack, (level) => [
    `## ${code(stack)}: ${changes.length === 0 ? "no drift" : `${changes.length} changed elsewhere`}`,
    changes.length === 0
      ? `All ${unchanged} resources are as they were brought up.`
      : `${code(`npm run pulumi -- up --refresh --stack ${stack}`)} puts ${hasExceptions(changes) ? "right what is not named below" : "it right"}; what is to stay belongs into the settings first.`,
    exceptions(changes, level),
    ...byService(changes).flatMap(([service, some]) => [
      `### ${prose(service)}`,
      changeTable(some, level, found, ["declared", "found"]),
      ...some.flatMap((change) => pictures(change, level)),
    ]),
    ...warnings(preview.warnings, level),
  ]);
}

/** What is put right in another way. */
function exceptions(changes: readonly Change[], level: DetailLevel): string {
  const told = changes.flatMap((change) => {
    const exception = notRestored(change);
    return exception === undefined ? [] : [sentence(`${titleOf(change)}: ${exception}`, level)];
  });
  const { shown, more } = first(told, level.rows);
  return listed(shown, more).join("\n");
}

/** That a preview failed, in Pulumi's words, for the comment that would have told of it. */
export function markdownFailure(stack: string, reason: string): string {
  const lines = reason.split(/\r\n|[\n\r]/).slice(0, 50);
  const said = lines.map((line) => code(cut(abbreviated(line), 1000)));
  return `${[markerOf("report", stack), `## ${code(stack)}: the preview failed`, said.join("<br>\n")].join("\n\n")}\n`;
}

/** The most telling version that is short enough. */
function fitting(marker: string, stack: string, blocks: (level: DetailLevel) => (string | undefined)[]): string {
  let text = "";
  for (const level of detailLevels) {
    const all = [marker, ...blocks(level), leftOut(level, stack)];
    text = `${all.filter((block) => block !== undefined && block !== "").join("\n\n")}\n`;
    if (text.length <= longest) break;
  }
  return text;
}

function subjectText({ commit, fromStack }: ReportSubject): string | undefined {
  if (commit === undefined) return fromStack === undefined ? undefined : `From ${code(fromStack)}.`;
  // GitHub makes a link of a commit's own digits.
  const shown = /^[0-9a-f]{7,40}$/.test(commit) ? commit : code(commit);
  return `Commit ${shown}${fromStack === undefined ? "" : `, which ${code(fromStack)} runs`}.`;
}

function cautions(changes: readonly Change[], level: DetailLevel): string[] {
  const all = cautionsOf(changes);
  if (all.length === 0) return [];
  const { shown, more } = first(all, level.rows);
  const lines = listed(
    shown.map(({ text }) => sentence(text, level)),
    more,
  );
  return [["> [!CAUTION]", ...lines.map((line) => `> ${line}`)].join("\n")];
}

function violations(preview: StackPreview, level: DetailLevel): string[] {
  const { shown, more } = first(preview.violations, level.rows);
  if (shown.length === 0) return [];
  const rows = shown.map(({ level: weight, policy, resource, message }: Violation) => [
    weight === "mandatory" ? "⛔ mandatory" : "advisory",
    code(policy),
    code(abbreviated(resource)),
    sentence(message, level),
  ]);
  return [`### Policies: ${violationsText(preview)}`, table(["", "policy", "resource", "what is wrong"], rows, more)];
}

function changeTable(
  changes: readonly Change[],
  level: DetailLevel,
  said: Readonly<Record<Operation, string>>,
  sides: readonly [string, string] = ["before", "after"],
): string {
  const { shown, more } = first(changes, level.rows);
  const rows = shown.flatMap((change) => {
    const page = pageOf(change);
    const title =
      prose(cut(titleOf(change), level.value)) + (page === undefined ? "" : `<br><sub>${prose(page)}</sub>`);
    return detailRows(change, level).map(([what, before, after], at) =>
      at === 0 ? [said[change.operation], title, what, before, after] : ["", "", what, before, after],
    );
  });
  return table(["", "resource", "what", ...sides], rows, more);
}

/** At least one, so that the resource has a row. */
function detailRows(change: Change, level: DetailLevel): [what: string, before: string, after: string][] {
  const isWhole = change.operation === "create" || change.operation === "import";
  const all = detailsOf(change).filter(({ what }) => !isWhole || what.startsWith("widget "));
  const { shown, more } = first(all, level.properties);
  const rows = shown.map((detail) => detailRow(detail, level));
  if (more > 0 && rows.length > 0) rows.push([`and ${more} more`, "", ""]);
  return rows.length > 0 ? rows : [["", "", ""]];
}

function detailRow(detail: Detail, { value }: DetailLevel): [what: string, before: string, after: string] {
  const label = detail.label === undefined ? "" : `<br><sub>${prose(detail.label)}</sub>`;
  const what = `${code(cut(abbreviated(detail.what), value * 2))}${label}`;
  const [was, is] = [detail.before, detail.after].map((side) => (side === undefined ? undefined : abbreviated(side)));
  if (was !== undefined && was === is) return [what, "", prose(sameText(detail.before === detail.after ? was : ""))];
  const { before, after } = excerpts({ before: was, after: is }, value);
  return [what, before === undefined ? "" : code(before), after === undefined ? "" : code(after)];
}

function pictures({ flow, name }: Change, level: DetailLevel): string[] {
  if (!level.pictures || flow === undefined) return [];
  const drawings = drawingsOf(flow);
  if (drawings.length === 0) return [];
  const blocks = drawings.map(([caption, drawing]) => `${caption}\n\n\`\`\`mermaid\n${drawing}\`\`\``);
  const summary = `<summary>Flow ${prose(name)}: ${drawings.map(([caption]) => caption.toLowerCase()).join(", ")}</summary>`;
  return [`<details>${summary}\n\n${blocks.join("\n\n")}\n\n</details>`];
}

function drawingsOf({ before, after }: FlowChange): [caption: string, drawing: string][] {
  const [was, is] = [before, after].map((flow) => (flow === undefined ? undefined : mermaidOf(flow)));
  if (was !== undefined && was === is) return [["Before and after, as its widgets and transitions stay", was]];
  return [
    ...(was === undefined ? [] : [["Before", was] as [string, string]]),
    ...(is === undefined ? [] : [["After", is] as [string, string]]),
  ];
}

function warnings(all: readonly string[], level: DetailLevel): string[] {
  const { shown, more } = first(all, level.rows);
  if (shown.length === 0) return [];
  const lines = listed(
    shown.map((warning) => sentence(warning, level)),
    more,
  );
  return ["### Warnings", lines.join("\n")];
}

/** A list, which says how many it leaves out. */
function listed(items: readonly string[], more: number): string[] {
  return [...items, ...(more > 0 ? [`and ${more} more`] : [])].map((item) => `- ${item}`);
}

function verification(checks: readonly StackCheck[], level: DetailLevel): string[] {
  const { shown, more } = first(checks, level.rows);
  if (shown.length === 0) return [];
  const marks = { passed: "✅", failed: "❌", warned: "⚠️", skipped: "⏭️" } as const;
  const rows = shown.map(({ name, outcome, detail }) => [
    `${marks[outcome]} ${outcome}`,
    sentence(name, level),
    sentence(detail, level),
  ]);
  return ["### Verification", table(["", "check", "what was seen"], rows, more)];
}

function sentence(text: string, level: DetailLevel): string {
  return prose(cut(abbreviated(text), level.sentence));
}

function cut(text: string, most: number): string {
  return excerpts({ before: text, after: undefined }, most).before ?? "";
}

function table(head: readonly string[], rows: readonly (readonly string[])[], more: number): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rest = more > 0 ? [line([`and ${more} more`, ...head.slice(1).map(() => "")])] : [];
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ...rest].join("\n");
}
