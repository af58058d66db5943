import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Change,
  markdownDrift,
  markdownFailure,
  markdownReport,
  markerOf,
  type StackPreview,
} from "../../../../cli/changes/index.ts";
import { change, previewWith } from "./preview.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("a | b", "`", "```\n@team #1", "</details>", "\\|", "x".repeat(3000), "|".repeat(2000), "{{a}}", ""),
);
const operation = fc.constantFrom("create", "update", "replace", "delete", "import") as fc.Arbitrary<
  Change["operation"]
>;
const property = fc.record({
  path: text,
  before: fc.option(text, { nil: undefined }),
  after: fc.option(text, { nil: undefined }),
  replaces: fc.boolean(),
});
const widget = fc.record({
  name: text,
  type: text,
  properties: fc.constant({}),
  transitions: fc.array(fc.record({ event: text, next: text }), { maxLength: 2 }),
});
const definition = fc.record({
  description: text,
  initial_state: text,
  flags: fc.constant({ allow_concurrent_calls: true }),
  states: fc.array(widget, { maxLength: 4 }),
});
const changes = fc.record({
  type: fc.oneof(text, fc.constantFrom("twilio:studio:Flow", "aws:s3/bucket:Bucket", "twilio:flex:Configuration")),
  name: text,
  provider: fc.constantFrom("twilio", "aws", "other|`"),
  operation,
  properties: fc.array(property, { maxLength: 4 }),
  flow: fc.option(fc.record({ before: definition, after: definition }), { nil: undefined }),
  isRetained: fc.boolean(),
});
const previews: fc.Arbitrary<StackPreview> = fc.record({
  stack: text,
  changes: fc.array(
    changes.map((told) => change(told)),
    { maxLength: 6 },
  ),
  unchanged: fc.nat(),
  violations: fc.array(
    fc.record({ policy: text, level: fc.constantFrom("mandatory", "advisory"), resource: text, message: text }),
    { maxLength: 4 },
  ) as fc.Arbitrary<StackPreview["violations"]>,
  warnings: fc.array(text, { maxLength: 3 }),
});

/** What of a document is neither code nor a picture. */
function outsideOfCode(markdown: string): string {
  return markdown
    .replace(/```mermaid\n[^`]*```/g, "")
    .replace(/`[^`\n]+`/g, "")
    .replace(/<code>[^<]*<\/code>/g, "");
}

function expectSound(markdown: string): void {
  expect(markdown.length).toBeLessThanOrEqual(65_000);
  expect(markdown.match(/```/g)?.length ?? 0).toBe((markdown.match(/^```mermaid$/gm)?.length ?? 0) * 2);
  const rest = outsideOfCode(markdown);
  expect(rest).not.toMatch(/[`@\\]/);
  expect(rest.match(/<details>/g)?.length).toBe(rest.match(/<\/details>/g)?.length);
  const tags = rest.match(/<[^>]*>/g) ?? [];
  for (const tag of tags)
    expect(tag).toMatch(/^<(!-- flex-media (report|drift): [\w./-]* --|\/?(details|summary|sub)|br)>$/);
  for (const table of markdown.matchAll(/(?:^\|.*\|\n?)+/gm)) {
    const bars = table[0]
      .trimEnd()
      .split("\n")
      .map((line) => line.split("|").length);
    expect(new Set(bars).size).toBe(1);
  }
}

test("nothing that comes from settings or policies breaks out of its place, and a comment never gets too long", () => {
  fc.assert(
    fc.property(previews, text, (preview, commit) => {
      expectSound(markdownReport(preview, { commit, fromStack: commit }));
      expectSound(markdownDrift(preview));
      expectSound(markdownFailure(preview.stack, commit));
    }),
    { numRuns: 300 },
  );
});

test("detail is dropped, and said to be, until a comment fits", () => {
  const many = (count: number, length: number) =>
    Array.from({ length: count }, (_, at) =>
      change({
        name: `address ${at}`,
        type: "aws:lambda/function:Function",
        properties: [{ path: "timeout", before: "1".repeat(length), after: "2".repeat(length), replaces: false }],
      }),
    );
  const short = markdownReport(previewWith({ changes: many(3, 10) }));
  expect(short).not.toContain("Left out");
  for (const [count, length] of [
    [90, 5000],
    [400, 500],
    [20_000, 100],
  ] as const) {
    const long = markdownReport(previewWith({ changes: many(count, length) }));
    expect(long.length).toBeLessThanOrEqual(65_000);
    expect(long).toContain("Left out, as a comment has an end");
    expect(long).toContain(`${count} to change`);
    expect(long).toContain("`npm run flex-media -- report --stack dev`");
  }
});

test("the marker is the first line, one for each stack, and holds nothing that ends it", () => {
  expect(markdownReport(previewWith()).split("\n")[0]).toBe("<!-- flex-media report: dev -->");
  expect(markerOf("report", "org/dev")).not.toBe(markerOf("report", "org/prod"));
  expect(markerOf("drift", "a--> <b>")).toMatch(/^<!-- flex-media drift: [\w.-]+ -->$/);
});

test("what is replaced or deleted is called out before all else, with what it means", () => {
  const bucket = change({
    type: "aws:s3/bucket:Bucket",
    name: "recordings",
    operation: "replace",
    properties: [{ path: "objectLockEnabled", before: "false", after: "true", replaces: true }],
  });
  const flex = change();
  const report = markdownReport(previewWith({ changes: [flex, bucket] }));
  expect(report.indexOf("> [!CAUTION]")).toBeLessThan(report.indexOf("### Twilio"));
  expect(report).toContain("S3 bucket recordings is replaced for objectLockEnabled: the new bucket is empty");
  expect(report).toContain("changes for all agents at once");
  const kept = markdownReport(previewWith({ changes: [{ ...bucket, operation: "delete", isRetained: true }] }));
  expect(kept).toContain("it stays as it is, and nothing manages it any more");
});

test("what looks alike and differs is told as that", () => {
  const properties = [
    { path: "environment.variables.KEY", before: "[secret]", after: "[secret]", replaces: false },
    { path: "role", before: `AC${"0".repeat(32)}`, after: `AC${"1".repeat(32)}`, replaces: false },
  ];
  const report = markdownReport(
    previewWith({ changes: [change({ type: "aws:lambda/function:Function", properties })] }),
  );
  expect(report).toContain("a secret, changed");
  expect(report).toContain("changed in what is not shown");
});

test("verification and warnings are told beside the changes", () => {
  const checks = [{ name: "voice flow: number", outcome: "failed" as const, detail: "leads to @nobody" }];
  const report = markdownReport(previewWith({ warnings: ["a | b"] }), {
    checks,
    commit: "0123456789abcdef",
    fromStack: "dev",
  });
  expect(report).toContain("Commit 0123456789abcdef, which `dev` runs.");
  expect(report).toContain("❌ failed");
  expect(report).toContain("- a &#124; b");
});
