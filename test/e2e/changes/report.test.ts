import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { previewOf } from "../../../cli/changes/index.ts";
import type { Stack } from "../../../cli/stack/stack.ts";
import { recordedBefore } from "../../../local/recorded-before.ts";
import type { OpenedStack } from "../stack/opened-stack.ts";
import { Clicks } from "./clicks.ts";
import { flexMedia, openedForCommands } from "./commands.ts";

let opened: OpenedStack;
let config: string;
const configFile = () => join(opened.folder, "Pulumi.local.yaml");

beforeAll(async () => {
  opened = await openedForCommands();
  recordedBefore(opened.stack.twilio.control);
  config = await readFile(configFile(), "utf8");
  await opened.stack.pulumi.up();
});
afterEach(() => writeFile(configFile(), config));
afterAll(() => opened?.remove());

/** The configuration as a pull request changes it. Each text that goes is there. */
async function changeConfig(...replacements: [before: string, after: string][]): Promise<void> {
  let text = config;
  for (const [before, after] of replacements) {
    expect(text).toContain(before);
    text = text.replace(before, after);
  }
  await writeFile(configFile(), text);
}

/** Flex records calls in place of the flow, customers send smaller files, and the web chat has another address. */
const pullRequest: [string, string][] = [
  ["mechanism: studio\n    turnOffNative: true", "mechanism: native"],
  ["fileSize: 5 MiB\n      totalSize: 10 MiB", "fileSize: 4 MiB\n      totalSize: 8 MiB"],
  ["{type: chat, address: web, name: Web chat}", "{type: chat, address: website, name: Web chat}"],
];

test("a stack as it was brought up has nothing to change", async () => {
  const { code, output } = await flexMedia(opened, "report");
  expect(output).toMatch(/^local: nothing to change, \d+ unchanged/m);
  expect(output).not.toMatch(/[+±-] (Conversations|Studio|S3)/);
  expect(code, output).toBe(0);
});

test("the comment in the documentation is what the tool writes about a pull request", async () => {
  await changeConfig(...pullRequest);
  const [markdown, json] = [join(opened.folder, "report.md"), join(opened.folder, "report.json")];
  const commit = "3f5a1c0d9b7e4a268c1d0e5f7a9b3c2d4e6f8a01";
  const { code, output } = await flexMedia(
    opened,
    "report",
    "--markdown",
    markdown,
    "--json",
    json,
    "--commit",
    commit,
  );
  expect([0, 2], output).toContain(code);

  expect(output).toMatch(/- Conversations address chat web\n/);
  expect(output).toMatch(/\+ Conversations address chat website\n/);
  expect(output).toMatch(/~ Flex Configuration\n +~ callRecordingEnabled \(call recording\): false → true/);
  expect(output).toMatch(/- widget CallRecording: record-call\n/);
  expect(output).toMatch(/~ widget Greeting: on audioComplete: CallRecording → SendToFlex\n/);
  const { changes } = JSON.parse(await readFile(json, "utf8"));
  expect(changes.map(({ operation }: { operation: string }) => operation)).toEqual(
    expect.arrayContaining(["create", "update", "delete"]),
  );
  const password = (await opened.stack.pulumi.config())["twilio:authToken"] ?? "";
  for (const text of [output, await readFile(json, "utf8")]) expect(text).not.toContain(password);

  // Another account has other SIDs and other names for what is made there; none of these are in it.
  await expect(await readFile(markdown, "utf8")).toMatchFileSnapshot("../../../docs/pull-request-comment.md");
});

test("a bucket that is replaced is called out as what it means", async () => {
  const { pulumi } = opened.stack;
  const { deployment } = JSON.parse(await pulumi.succeed(["stack", "export", "--stack", "local"]));
  const urn = deployment.resources.find(({ type }: { type: string }) => type === "aws:s3/bucket:Bucket").urn;
  await pulumi.succeed(["state", "taint", urn, "--yes", "--stack", "local"]);
  const { output } = await flexMedia(opened, "report");
  await pulumi.succeed(["state", "untaint", urn, "--yes", "--stack", "local"]);
  expect(output).toMatch(/! S3 bucket recordings is replaced.*: the new bucket is empty/);
  expect(output).toMatch(/± S3 bucket recordings/);
  expect(output).toMatch(/\d+ to replace/);
});

/** The stack as commands in this process find it. */
function local(): Stack {
  const { pulumi } = opened.stack;
  const environment = { ...process.env, ...pulumi.environment };
  return { name: "local", environment, pulumi: (args, options) => pulumi.run(args, { env: environment, ...options }) };
}

test("mandatory policies are told before advisory ones, beside all that would change", async () => {
  await changeConfig(...pullRequest);
  const preview = await previewOf(local(), { pack: { folder: join(import.meta.dirname, "pack"), config: undefined } });
  expect(preview.violations.map(({ policy, level, resource }) => [policy, level, resource])).toEqual([
    ["no-flows", "mandatory", "messaging"],
    ["no-flows", "mandatory", "voice"],
    ["few-alarms", "advisory", "flex-media-local"],
  ]);
  expect(preview.violations[1]?.message).toBe("voice: is a flow, but there are none; remove it");
  expect(preview.changes.find(({ type }) => type === "twilio:studio:Flow")?.name).toBe("voice");
});

test("a pack that can't be loaded refuses everything", async () => {
  const broken = { folder: join(import.meta.dirname, "broken-pack"), config: undefined };
  await expect(previewOf(local(), { pack: broken })).rejects.toThrow("this pack is broken");
  const none = { folder: join(opened.folder, "no-pack"), config: undefined };
  await expect(previewOf(local(), { pack: none })).rejects.toThrow("no-pack");
});

test("the project's own policies are run by `policy`, and what can't be previewed is no judgement", async () => {
  const { code, output } = await flexMedia(opened, "policy");
  expect(code, output).toBe(0);
  await changeConfig(["mechanism: studio", "mechanism: guesswork"]);
  const markdown = join(opened.folder, "failed.md");
  for (const failed of [await flexMedia(opened, "policy"), await flexMedia(opened, "report", "--markdown", markdown)]) {
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('flex-media:recording.mechanism: is "guesswork"');
    expect(failed.output).not.toMatch(/\n\s+at .*:\d+:\d+/);
  }
  expect(await readFile(markdown, "utf8")).toMatch(
    /^<!-- flex-media report: local -->\n\n## `local`: the preview failed/,
  );
});

test("a preview tells nothing of drift, which is for `drift` to tell", async () => {
  await (await Clicks.on(opened)).greeting("Hello.");
  const { output } = await flexMedia(opened, "report");
  expect(output).not.toContain("Studio flow voice");
});
