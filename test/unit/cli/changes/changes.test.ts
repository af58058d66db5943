import { expect, test } from "vitest";
import { isRefused, markdownReport, previewOf, textReport } from "../../../../cli/changes/index.ts";
import { printed, recorded, stackThat, summary } from "./stack.ts";

const recordedPreview = () => previewOf(stackThat({ preview: { code: 1, stdout: recorded("changes") } }).stack);

test("what a real preview says is told by meaning, beside the policies that it violates", async () => {
  const preview = await recordedPreview();
  const told = preview.changes.map(({ type, name, operation }) => `${operation} ${type.split(":").at(-1)} ${name}`);
  expect(told).toEqual(
    expect.arrayContaining([
      "delete AddressConfiguration chat web",
      "create AddressConfiguration chat website",
      "update Configuration flex",
      "update Flow voice",
      "replace Bucket recordings",
    ]),
  );
  // Resources that lean on the bucket may be replaced along with it; components are none of them.
  expect(preview.changes.every(({ provider }) => ["twilio", "aws"].includes(provider))).toBe(true);
  expect(isRefused(preview)).toBe(true);
  expect(preview.violations.map(({ policy, level }) => [policy, level])).toEqual([
    ["no-flows", "mandatory"],
    ["no-flows", "mandatory"],
    ["few-alarms", "advisory"],
  ]);

  const text = textReport(preview);
  expect(text).toContain("callRecordingEnabled (call recording): false → true");
  expect(text).toContain("- widget CallRecording: record-call");
  expect(text).toContain("widget Greeting: on audioComplete: CallRecording → SendToFlex");
  expect(text).toMatch(/! S3 bucket recordings is replaced.*the new bucket is empty/);

  const markdown = markdownReport(preview);
  expect(markdown).toContain("<summary>Flow voice: before, after</summary>");
  expect(markdown.match(/```mermaid/g)).toHaveLength(2);
  expect(markdown.length).toBeLessThan(65_000);
});

const type = "aws:s3/bucket:Bucket";
const urn = `urn:pulumi:dev::flex-media::${type}::recordings`;
const step = (op: string, old: object | null, made: object | null, more: object = {}) => ({
  resourcePreEvent: { metadata: { op, urn, type, old, new: made, ...more } },
});
const state = (told: object = {}) => ({ custom: true, id: "recordings-1234567", inputs: {}, outputs: {}, ...told });
const changesIn = async (...events: object[]) =>
  (await previewOf(stackThat({ preview: { stdout: printed(...events, summary) } }).stack)).changes;

test("the parts of a replace are one change, which names the reason and what is kept", async () => {
  const detailedDiff = { objectLockEnabled: { diffKind: "update-replace", inputDiff: true } };
  const old = state({ retainOnDelete: true, inputs: { objectLockEnabled: false } });
  const made = state({ id: "", inputs: { objectLockEnabled: true } });
  const changes = await changesIn(
    step("create-replacement", old, made, { detailedDiff }),
    step("replace", old, made, { detailedDiff }),
    step("delete-replaced", old, null),
  );
  expect(changes).toMatchObject([
    {
      operation: "replace",
      name: "recordings",
      id: "recordings-1234567",
      isRetained: true,
      properties: [{ path: "objectLockEnabled", before: "false", after: "true", replaces: true }],
    },
  ]);
});

test("what is only read, what is external and what providers are made of is no change", async () => {
  const provider = { ...step("update", state(), state()).resourcePreEvent.metadata, type: "pulumi:providers:aws" };
  const changes = await changesIn(
    step("read", null, state({ external: true })),
    { resourcePreEvent: { metadata: provider } },
    step("same", state(), state()),
  );
  expect(changes).toEqual([]);
});

test("what isn't known yet, and what the provider alone can tell apart, is told as that", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const detailedDiff = {
    policy: { diffKind: "update", inputDiff: true },
    "rules[0].days": { diffKind: "add", inputDiff: true },
    tags: { diffKind: "add", inputDiff: true },
    untold: { diffKind: "update", inputDiff: true },
  };
  const old = state({ inputs: { policy: "{}", rules: [] } });
  const made = state({ inputs: { policy: unknown, rules: [{ id: "old", days: 3 }], tags: { team: "x" } } });
  const [change] = await changesIn(step("update", old, made, { detailedDiff }));
  expect(change?.properties).toEqual([
    { path: "policy", before: "{}", after: "[unknown]", replaces: false },
    { path: "rules[old]", before: undefined, after: '{"id":"old","days":3}', replaces: false },
    { path: "tags", before: undefined, after: '{"team":"x"}', replaces: false },
    { path: "untold", before: undefined, after: undefined, replaces: false },
  ]);
});

test("a provider that tells only what changes at the top is taken at its word", async () => {
  const old = state({ inputs: { tags: { a: "1", b: "2" } } });
  const made = state({ inputs: { tags: { a: "1", b: "3" } } });
  const [change] = await changesIn(step("update", old, made, { diffs: ["tags"], detailedDiff: null }));
  expect(change?.properties).toEqual([{ path: "tags.b", before: "2", after: "3", replaces: false }]);
});
