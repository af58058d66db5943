import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { policies } from "../../../policies/pack.ts";
import { type OpenedStack, openStack } from "../stack/opened-stack.ts";
import { batchesOf, toldOf } from "./case.ts";
import { cases } from "./cases/index.ts";
import { type Judged, type Violation, WrongProgram } from "./wrong-program.ts";

let opened: OpenedStack;
let program: WrongProgram;
let first: Judged;

beforeAll(async () => {
  opened = await openStack();
  program = await WrongProgram.make(opened);
  first = await program.preview([]);
  recordedBefore(opened.stack.twilio.control);
  const up = await program.up([]);
  expect(up.code, up.stdout + up.stderr).toBe(0);
  expect(up.violations).toEqual([]);
});
afterAll(async () => {
  await program?.remove();
  await opened?.remove();
});

test("the first preview, in an account without a recording, is refused for want of the proof alone, and says what waits for the up", () => {
  const refusals = first.violations.filter(({ level }) => level === "mandatory");
  expect(refusals.map(({ policy }) => policy)).toEqual(["media-authentication-proven"]);
  expect(refusals[0]?.message).toContain("recordings.proven: is false");
  expect(first.code, first.stdout + first.stderr).not.toBe(0);
  const waiting = first.violations.filter(({ level }) => level !== "mandatory");
  expect(waiting.map(({ policy }) => policy)).toContain("recording-callback-to-archive");
  for (const { message } of waiting) expect(message).toContain("can't be known during preview");
});

test("the shipped program, once it is up, breaks no policy", async () => {
  const preview = await program.preview([]);
  expect(preview.violations).toEqual([]);
  expect(preview.code, preview.stdout + preview.stderr).toBe(0);
  expect(preview.stdout).toContain("✅ flex-media@");
  expect(preview.stdout).toMatch(/Resources:\n {4}\d+ unchanged\n/);
});

test("every policy has a case that breaks it, and no case breaks what is no policy", () => {
  const tried = new Set(cases.map(({ policy }) => policy));
  const judging = policies.filter((policy) => "validateStack" in policy || policy.validateResource !== undefined);
  expect([...tried].toSorted()).toEqual(judging.map(({ name }) => name).toSorted());
  expect(new Set(cases.map(({ wrong }) => wrong)).size).toBe(cases.length);
});

describe("what breaks a policy fails the preview, and is told by that policy alone", () => {
  test.each(batchesOf(cases).map((batch) => [batch.map(({ wrong }) => wrong).join("; "), batch] as const))(
    "%s",
    async (_, batch) => {
      const { code, violations, stdout, stderr } = await program.preview(batch);
      const mandatory = violations.filter(({ level }) => level === "mandatory");
      const expected = batch.flatMap(toldOf);
      const isAbout = ({ policy, message }: Violation, told: { policy: string; says: string }) =>
        told.policy === policy && message.includes(told.says);
      const unexplained = mandatory.filter((violation) => !expected.some((told) => isAbout(violation, told)));
      expect(unexplained, stdout + stderr).toEqual([]);
      const untold = expected.filter((told) => !mandatory.some((violation) => isAbout(violation, told)));
      expect(untold, stdout + stderr).toEqual([]);
      expect(code).not.toBe(0);
    },
  );
});

test("a policy about a resource stops an update before anything of it is written", async () => {
  const wrong = cases.filter(({ policy }) => policy === "attachment-limits");
  expect(wrong).not.toEqual([]);
  opened.stack.twilio.control.requests.clear();
  const before = structuredClone(opened.stack.twilio.control.flexConfiguration.get());
  const { code, violations } = await program.up(wrong);
  expect(code).not.toBe(0);
  expect(violations.map(({ policy }) => policy)).toContain("attachment-limits");
  expect(opened.stack.twilio.control.flexConfiguration.get()).toEqual(before);
  const written = opened.stack.twilio.control.requests.list().filter(({ method }) => method !== "GET");
  expect(written).toEqual([]);
});
