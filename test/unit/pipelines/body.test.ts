import fc from "fast-check";
import { expect, test } from "vitest";
import { markerOf } from "../../../cli/changes/markdown/marker.ts";
import { bodyOf, longestBody } from "../../../pipelines/github/body.ts";

const marker = markerOf("report", "dev");

test("what fits stays as it is", () => {
  expect(bodyOf(marker, "## dev\n", "The end.")).toBe(`${marker}\n## dev\n\nThe end.\n`);
  const room = longestBody - `${marker}\n\n\nThe end.\n`.length;
  expect(bodyOf(marker, "a".repeat(room), "The end.")).toHaveLength(longestBody);
});

test("a report that begins with its marker has it once", () => {
  const whole = bodyOf(marker, `${marker}\n## dev\n`, "The end.");
  expect(whole).toBe(`${marker}\n## dev\n\nThe end.\n`);
  const long = bodyOf(marker, `${marker}\n${"a line\n".repeat(longestBody / 4)}`, "The end.");
  expect(long.split(marker)).toHaveLength(2);
  expect(long.startsWith(`${marker}\na line\n`)).toBe(true);
  const others = markerOf("report", "prod");
  expect(bodyOf(marker, others, "The end.")).toBe(`${marker}\n${others}\n\nThe end.\n`);
});

test("a single line that is too long is left out whole", () => {
  expect(bodyOf(marker, `## dev\n${"a".repeat(longestBody)}`, "The end.")).toBe(
    `${marker}\n## dev\n\nThe rest is too long to be shown here. The end.\n`,
  );
});

test("whatever is cut, the body fits and leaves nothing open", () => {
  const line = fc.oneof(
    fc.constantFrom("```json", "```", "~~~~", "<details><summary>Flow</summary>", "</details>", "", "    ```"),
    fc.string({ maxLength: 200 }).map((text) => text.replaceAll(/[\n<`~]/g, " ")),
    fc.constant("📞".repeat(5000)),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (lines) => {
      const report = lines.join("\n").repeat(12);
      const body = bodyOf(marker, report, "The end.");
      expect(body.length).toBeLessThanOrEqual(longestBody);
      expect(body.startsWith(`${marker}\n`)).toBe(true);
      expect(body.endsWith("The end.\n")).toBe(true);
      if (!body.includes("The rest is too long")) return;
      const shown = body.slice(marker.length + 1).split("\n");
      const last = shown.lastIndexOf("The rest is too long to be shown here. The end.");
      expect(openAt(shown.slice(0, last))).toEqual({ fence: "", isDeep: false });
    }),
    { numRuns: 300 },
  );
});

/** What a text leaves open, by the plain rules of CommonMark for fences. */
function openAt(lines: readonly string[]): { fence: string; isDeep: boolean } {
  let fence = "";
  let depth = 0;
  for (const line of lines) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    if (fence !== "") {
      if (mark.startsWith(fence) && line.trim() === mark) fence = "";
    } else if (mark !== "") fence = mark;
    else depth += (line.match(/<details/g)?.length ?? 0) - (line.match(/<\/details>/g)?.length ?? 0);
  }
  return { fence, isDeep: depth > 0 };
}
