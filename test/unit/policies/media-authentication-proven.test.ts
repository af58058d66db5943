import { expect, test } from "vitest";
import { mediaAuthenticationProven } from "../../../policies/media-authentication-proven.ts";
import { ask, unknown, violations } from "./asked.ts";

const proof = (props: Record<string, unknown>) => ({
  type: "twilio:voice:MediaAuthentication",
  name: "recordings",
  props,
});
const rest = "but recordings are given to nobody without credentials; have a call of the account recorded";

test("what is proven passes, and what could not be tried yet where the environment says so", async () => {
  expect(await violations(mediaAuthenticationProven, [proof({ proven: true })])).toEqual([]);
  expect(await violations(mediaAuthenticationProven, [proof({ proven: false })], { requireProof: false })).toEqual([]);
});

test("the proof is demanded, with how to get it and how to do without", async () => {
  const [told, ...others] = await violations(mediaAuthenticationProven, [proof({ proven: false })]);
  expect(others).toEqual([]);
  expect(told).toContain(`recordings.proven: is false, ${rest}`);
  expect(told).toMatch(/set requireProof to false in the stack's file under policies\/environments until then$/);
});

test("a stack that never tries is wrong", async () => {
  expect(await violations(mediaAuthenticationProven, [])).toEqual([
    "stack.recording.proveMediaAuthentication: is switched off, but nothing tries whether recordings can be had without credentials; leave proveMediaAuthentication of flex-media:recording out, or set it to true",
  ]);
});

test.each([{}, { proven: null }, { proven: "true" }, { proven: 1 }])("%j is no proof", async (props) => {
  expect(await violations(mediaAuthenticationProven, [proof(props)])).toEqual([expect.stringContaining(rest)]);
});

test("what an update is yet to find out is not known", async () => {
  expect(await ask(mediaAuthenticationProven, [proof({ proven: unknown })])).toEqual({ violations: [], unknown: true });
});
