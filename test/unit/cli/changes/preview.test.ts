import { expect, test } from "vitest";
import { driftOf, hasDrift, isRefused, previewOf } from "../../../../cli/changes/index.ts";
import { exported, printed, stackThat, summary, told, violation } from "./stack.ts";

const failing = (...events: object[]) => ({
  code: 1,
  stdout: printed(...events, told("error", "preview failed\n"), {
    summaryEvent: { ...summary.summaryEvent, result: "failed" },
  }),
});

test("a preview is judged by the stack's own pack, and streams its events in the stack's environment", async () => {
  const { stack, calls } = stackThat({ preview: { stdout: printed(summary) } });
  await previewOf({ ...stack, name: "prod" });
  const [{ args, env }] = calls as [(typeof calls)[0]];
  expect(args).toEqual(expect.arrayContaining(["preview", "--json", "--non-interactive", "--stack", "prod"]));
  expect(args.join(" ")).toMatch(
    /--policy-pack=\S+policies --policy-pack-config=\S+policies\/environments\/prod\.json/,
  );
  expect(env).toMatchObject({ AWS_PROFILE: "dev", PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" });
});

test("a stack that no file is about gets every policy as it is, and none where none is wanted", async () => {
  const { stack, calls } = stackThat({ preview: { stdout: printed(summary) } });
  await previewOf({ ...stack, name: "somebody-s" });
  await previewOf(stack, { policies: false });
  expect(calls[0]?.args.join(" ")).toContain("--policy-pack=");
  expect(calls[0]?.args.join(" ")).not.toContain("--policy-pack-config");
  expect(calls[1]?.args.join(" ")).not.toContain("--policy-pack");
});

test("a violated mandatory policy is a finding, not a failure", async () => {
  const { stack } = stackThat({ preview: failing(violation("advisory", "a"), violation("mandatory", "z")) });
  const preview = await previewOf(stack);
  expect(isRefused(preview)).toBe(true);
  expect(preview.violations.map(({ policy, level }) => [policy, level])).toEqual([
    ["z", "mandatory"],
    ["a", "advisory"],
  ]);
  expect(preview.violations[0]).toMatchObject({ resource: "voice", message: "voice.status: is draft, but…" });
});

test("a level that is not known counts as mandatory, and one that is switched off as nothing", async () => {
  const { stack } = stackThat({ preview: failing(violation("unheard-of"), violation("disabled")) });
  const { violations } = await previewOf(stack);
  expect(violations.map(({ level }) => level)).toEqual(["mandatory"]);
});

test.each([
  ["another error beside a violation", failing(violation("mandatory"), told("error", "twilio: 401")), "twilio: 401"],
  ["an error of the program", failing(told("error", "flex-media:voice: is missing\n")), "flex-media:voice: is missing"],
  ["no stack", { code: 6, stderr: "error: no stack named 'dev' found\n" }, "no stack named 'dev' found"],
  [
    "a pack that can't be loaded",
    {
      code: 1,
      stderr: "error: policy pack not started",
      stdout: printed(told("info#err", "Error: broken\n    at x:1:2\n")),
    },
    "policy pack not started\nError: broken",
  ],
  ["nothing at all", { code: 0 }, "told nothing of dev"],
  ["no violation, and yet a failure", failing(), "told nothing of dev"],
  ["only advisory ones, and yet a failure", failing(violation("advisory")), "told nothing of dev"],
])("%s is a failure, in Pulumi's words", async (_, result, words) => {
  const { stack } = stackThat({ preview: result, refresh: result, stack: exported() });
  await expect(previewOf(stack)).rejects.toThrow(words);
  await expect(previewOf(stack)).rejects.toMatchObject({ name: "Mendable" });
  await expect(driftOf(stack)).rejects.toThrow(words);
  await expect(previewOf(stack)).rejects.not.toThrow(/\n\s+at |preview failed/);
});

test("a pack that was not run judges nothing", async () => {
  const { stack } = stackThat({
    preview: { stdout: printed({ summaryEvent: { result: "succeeded", PolicyPacks: {} } }) },
  });
  await expect(previewOf(stack)).rejects.toThrow("the policies were not run on dev");
  expect(await previewOf(stack, { policies: false })).toMatchObject({ violations: [] });
});

test("credentials in what Pulumi says stay out", async () => {
  const { stack } = stackThat({ preview: failing(told("error", "GET https://a:b@example.com/?token=x failed")) });
  await expect(previewOf(stack)).rejects.toThrow("GET https://…@example.com/?token=… failed");
});

test("drift is what a refresh finds that writes nothing", async () => {
  const { stack, calls } = stackThat({ stack: exported(), refresh: { stdout: printed(summary) } });
  expect(hasDrift(await driftOf(stack))).toBe(false);
  expect(calls[1]?.args).toEqual(expect.arrayContaining(["refresh", "--preview-only", "--non-interactive"]));
});

test("pending operations are named, and an empty stack has nothing to drift", async () => {
  const resource = { urn: "urn:pulumi:dev::flex-media::aws:s3/bucket:Bucket::recordings" };
  const pending = stackThat({ stack: exported([{ type: "creating", resource }]) });
  await expect(driftOf(pending.stack)).rejects.toThrow("recordings (creating)");
  expect(pending.calls).toHaveLength(1);
  await expect(driftOf(stackThat({ stack: exported([], []) }).stack)).rejects.toThrow(
    "has no resources that could drift",
  );
  await expect(
    driftOf(stackThat({ stack: { code: 6, stderr: "error: no stack named 'dev' found" } }).stack),
  ).rejects.toThrow("no stack named");
});

test("an interrupt is no failure of the stack", async () => {
  const stop = new AbortController();
  const { stack } = stackThat({ stack: exported() });
  const interrupted = {
    ...stack,
    async pulumi() {
      stop.abort(new Error("interrupted"));
      return { code: 1, stdout: "", stderr: "error: preview canceled" };
    },
  };
  await expect(previewOf(interrupted, { stop: stop.signal })).rejects.toThrow("interrupted");
});
