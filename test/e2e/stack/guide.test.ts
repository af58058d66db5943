import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type OpenedStack, openStack, withConfig } from "./opened-stack.ts";

const guide = await readFile(join(PROJECT_FOLDER, "docs/flows.md"), "utf8");
const examples = [...guide.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);

let opened: OpenedStack;

beforeAll(async () => {
  opened = await openStack();
});
afterAll(() => opened?.remove());

test.each(examples)("what the guide has for a stack's configuration is taken:\n%s", async (example) => {
  const sections = / {2}flex-media:(?:recording|voice|messaging):\n(?: {4}.*\n)+/g;
  const config = await withConfig(opened, (text) => text.replaceAll(sections, "") + example);
  const { pulumi } = opened.stack;
  const preview = await pulumi.succeed(["preview", "--color=never", "--non-interactive", ...config]);
  expect(preview).toMatch(/\+ +twilio:studio:Flow voice create/);
  const native = example.includes("mechanism: native");
  expect(preview.includes("twilio:voice:DefaultRecordingConfiguration")).toBe(native);
});

test("the guide has an example for each mechanism that this project provides", () => {
  expect(examples.flatMap((text) => /mechanism: (\w+)/.exec(text)?.[1])).toEqual(["studio", "native"]);
});
