import { markdownReport } from "../changes/index.ts";
import { code, prose } from "../changes/markdown/escape.ts";
import type { ConfigurationComparison } from "./configuration/compare.ts";
import type { Delivery } from "./delivery.ts";
import { endText, knownDriftText } from "./report.ts";

/** A delivery as Markdown, for a pipeline's summary or a comment: what it does, what stands against it, what came of it. */
export function deliveryMarkdown(delivery: Delivery): string {
  const { preview, from, to, commit, checks, configuration, drift } = delivery;
  const parts = [
    preview === undefined ? `## ${code(to)}` : markdownReport(preview, { commit, fromStack: from, checks }).trimEnd(),
    configuration === undefined || from === undefined ? "" : configurationMarkdown(configuration, from, to),
    drift === undefined ? "" : quoted("Changed elsewhere", knownDriftText(drift, to)),
    quoted(headings[delivery.end], endText(delivery)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function configurationMarkdown({ differences, own }: ConfigurationComparison, from: string, to: string): string {
  const rows = differences.map(
    ({ path, from: ours, to: theirs, meaning }) =>
      `| ${code(path)} | ${ours === undefined ? "" : code(ours)} | ${code(theirs)} | ${prose(meaning)} |`,
  );
  const table =
    rows.length === 0
      ? ["The same, but for what is the account's own."]
      : [`| key | ${prose(from)} | ${prose(to)} | that is |`, "| --- | --- | --- | --- |", ...rows];
  const list = (title: string, paths: readonly string[]) =>
    paths.length > 0 ? ["", `${title}: ${paths.map(code).join(", ")}`] : [];
  return ["### Configuration", "", ...table, ...list("The account's own", own)].join("\n");
}

/** What is told to people is quoted as it is. */
function quoted(heading: string, text: string): string {
  const told = text.trim();
  if (told === "") return "";
  const fence = "`".repeat(Math.max(3, ...[...told.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [`### ${heading}`, "", `${fence}text`, told, fence].join("\n");
}

const headings: Readonly<Record<Delivery["end"], string>> = {
  refused: "Refused",
  reported: "",
  declined: "Declined",
  failed: "Failed",
  unrecorded: "Not recorded",
  unverified: "Not verified",
  delivered: "Done",
};
