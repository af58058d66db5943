import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewFault } from "../../../../local/twilio/control/faults.ts";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import type { PropertyMap } from "../../../../providers/kit/values.ts";
import { flex, type Opened, opened, type, up } from "./fixture.ts";

const someLimits = fc.record(
  {
    enabled: fc.boolean(),
    numberOfAttachments: fc.integer({ min: 1, max: 10 }),
    maxFileSize: fc.integer({ min: 1, max: 1_000_000 }),
    maxTotalFileSize: fc.integer({ min: 3_000_000, max: 5_000_000 }),
    acceptedExtensions: fc.uniqueArray(fc.constantFrom("pdf", "jpg", "txt"), { minLength: 1 }),
  },
  { requiredKeys: ["enabled", "maxFileSize"], noNullPrototype: true },
);

const declaration: fc.Arbitrary<PropertyMap> = fc.record(
  {
    callRecordingEnabled: fc.boolean(),
    callRecordingWebhookUrl: fc.constantFrom("https://one.example", "https://two.example"),
    channelConfigs: fc.uniqueArray(
      fc.record(
        { addressType: fc.constantFrom("web", "sms", "email"), cbmAttachments: someLimits },
        { noNullPrototype: true },
      ),
      { minLength: 1, selector: ({ addressType }) => addressType },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const fault: fc.Arbitrary<NewFault> = fc
  .record({
    method: fc.constantFrom("GET", "POST"),
    what: fc.constantFrom<NewFault>(
      { drop: true, when: "before" },
      { drop: true, when: "after" },
      { status: 500, when: "before" },
      { status: 500, when: "after" },
      { status: 200, body: "<html>", when: "after" },
      { status: 401 },
      { status: 429 },
    ),
  })
  .map(({ method, what }) => ({ ...flex, method, times: 1, ...what }));

/** A step of a stack's life. */
type Step =
  | { step: "up"; declared: PropertyMap; fault: NewFault | undefined }
  | { step: "refresh" }
  | { step: "somebody else"; url: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant("up" as const),
      declared: declaration,
      fault: fc.option(fault, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant("refresh" as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant("somebody else" as const), url: fc.webUrl() }) },
);

async function live(open: Opened, steps: readonly Step[]): Promise<void> {
  const { provider, control } = open;
  let saved: SavedResource | undefined;
  for (const each of steps) {
    control.faults.clear();
    if (each.step === "somebody else") control.flexConfiguration.change({ crm_callback_url: each.url });
    if (each.step === "refresh" && saved) saved = await provider.read(type, saved);
    if (each.step !== "up") continue;
    if (each.fault) control.faults.add(each.fault);
    const first = await up(provider, saved, each.declared);
    if (first.error !== undefined) expect(each.fault).toBeDefined();
    saved = first.saved;
  }
  control.faults.clear();
  if (saved === undefined) return;

  const last = steps.findLast((each) => each.step === "up")?.declared ?? {};
  const settled = await up(provider, saved, last);
  expect(settled.error).toBeUndefined();
  saved = settled.saved as SavedResource;
  const there = await provider.read(type, saved);
  expect(there && (await provider.diff(type, there, saved.inputs)).detailed).toEqual({});
  await provider.delete(type, saved);
}

test("whatever fails in a stack's life, it ends with what is declared, and destroy with what was there", async () => {
  const open = await opened();
  const { control, account } = open;
  control.flexConfiguration.change({ call_recording_webhook_url: "https://before.example" });
  const fresh = control.flexConfiguration.get();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      control.flexConfiguration.change(fresh);
      const { crm_callback_url: _, ...before } = account();
      await live(open, steps);
      const { crm_callback_url: theirs, ...after } = account();
      expect(after).toEqual(before);
      expect(theirs).toBe(steps.findLast((each) => each.step === "somebody else")?.url ?? null);
    }),
    { numRuns: 150 },
  );
});
