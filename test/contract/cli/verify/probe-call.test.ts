import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { VerifyOptions } from "../../../../cli/verify/index.ts";
import { Cleanup } from "../../local-aws/fixture.ts";
import { availableWorker, state } from "../../local-twilio/flow-fixture.ts";
import { type Account, broughtUp, nowhere, number } from "./account.ts";

const byCall = { verification: { probe: "call" } };

let it: Account;
beforeEach(async () => {
  const cleanup = new Cleanup();
  onTestFinished(() => cleanup.run());
  it = await broughtUp(cleanup, await nowhere(cleanup));
});

/** What came of the probe, and what it left behind. */
async function probed(changes: Record<string, unknown> = byCall, options: Partial<VerifyOptions> = {}) {
  const check = (await it.checks(changes, { poll: 5, ...options })).find(({ name }) => name === "probe: recording");
  const { calls, taskRouter } = it.twilio.control.state();
  return {
    check,
    found: `${check?.outcome}: ${check?.detail}`,
    going: calls.filter(({ status }) => ["queued", "ringing", "in-progress"].includes(status)).length,
    calls: calls.length,
    tasks: taskRouter.tasks.map(({ assignment_status: status }) => status),
    reservations: taskRouter.reservations.map(({ reservation_status: status }) => status),
  };
}

const nothingLeft = { going: 0, calls: 2, tasks: ["canceled"] };

test("a call is placed from another number of the account, and nothing of it is left", async () => {
  const after = await probed();
  expect(after.found).toMatch(/^passed: RE\w{32}, of a call from \+14155550101 to \+14155550100$/);
  expect(after).toMatchObject({ ...nothingLeft, reservations: [] });
});

test("an agent who is offered it has it taken away again", async () => {
  await availableWorker({ ...it.twilio, call: caller() } as never);
  const after = await probed();
  expect(after.check?.outcome).toBe("passed");
  expect(after).toMatchObject({ ...nothingLeft, reservations: ["canceled"] });
});

/** Requests with the account's credentials. */
function caller() {
  const authorization = `Basic ${btoa(`${it.accountSid}:the auth token of a verified stack`)}`;
  return (target: string, init: RequestInit = {}) =>
    fetch(it.twilio.endpoint(target), { ...init, headers: { authorization, ...init.headers } });
}

test("the number that it comes from may be said, but not be the one that is called", async () => {
  const third = "+14155550102";
  it.twilio.control.phoneNumbers.add({ phone_number: third });
  const said = await probed({ verification: { probe: "call", from: third } });
  expect(said.found).toContain(`of a call from ${third}`);
  const same = await probed({ verification: { probe: "call", from: number } });
  expect(same.found).toMatch(/^failed: flex-media:verification\.from: is the number that is called/);
  const foreign = await probed({ verification: { probe: "call", from: "+14155550199" } });
  expect(foreign.found).toMatch(/^failed: Twilio refused POST .*not yet verified.*code 21210/);
  expect(foreign.calls).toBe(2);
});

test("an account without another number says what to do", async () => {
  it.twilio.control.phoneNumbers.remove(it.texted.sid);
  const { found, calls } = await probed();
  expect(found).toMatch(/^failed: flex-media:verification\.from: is not set, .*verified for the account$/);
  expect(calls).toBe(0);
});

test("a flow that records nothing fails, and its task is ended all the same", async () => {
  const changed = it.definition.states.map((one) =>
    one.name === "Greeting" ? { ...one, transitions: [{ event: "audioComplete", next: "SendToFlexUnrecorded" }] } : one,
  );
  const Definition = JSON.stringify({ ...it.definition, states: changed });
  await it.post(`studio.twilio.com/v2/Flows/${it.voice.sid}`, { Status: "published", Definition });
  const after = await probed();
  expect(after.found).toMatch(/^failed: nothing was recorded of the call; look at CA\w+ in the Console under Monitor/);
  expect(after).toMatchObject(nothingLeft);
});

test("patience tries nothing that would be a second call", async () => {
  it.twilio.control.faults.add({ host: "taskrouter.twilio.com", method: "POST", status: 403, times: 1000 });
  const { found, calls } = await probed(byCall, { patience: 200, pause: 1 });
  expect([found.startsWith("failed: "), calls]).toEqual([true, 2]);
});

test("a call that could not be placed is placed again with patience", async () => {
  it.twilio.control.faults.add({
    host: "api.twilio.com",
    method: "POST",
    pathPattern: "/Calls",
    status: 403,
    times: 1,
  });
  const told = (await it.checks(byCall, { poll: 5, patience: 500, pause: 1 })).filter(
    ({ name }) => name === "probe: recording",
  );
  expect(told.map(({ outcome }) => outcome)).toEqual(["failed", "passed"]);
  expect(it.twilio.control.state().calls).toHaveLength(2);
});

test("a flow that hangs up before it records fails", async () => {
  const states = [state("Trigger", "trigger", { incomingCall: "Bye" }), state("Bye", "say-play", {}, { say: "Bye" })];
  const Definition = JSON.stringify({ ...it.definition, states });
  await it.post(`studio.twilio.com/v2/Flows/${it.voice.sid}`, { Status: "published", Definition });
  const { found, going, tasks } = await probed();
  expect(found).toMatch(/^failed: the call ended as completed before anything was recorded; look at CA/);
  expect([going, tasks]).toEqual([0, []]);
});

test("a number that leads elsewhere fails", async () => {
  const path = `api.twilio.com/2010-04-01/Accounts/${it.accountSid}/IncomingPhoneNumbers/${it.called.sid}.json`;
  await it.post(path, { VoiceUrl: "https://elsewhere.example/twiml" });
  const { found, going } = await probed();
  expect(found).toMatch(/^failed: the call ended as failed before it came to the number/);
  expect(going).toBe(0);
});

test("a task that can't be ended is told", async () => {
  it.twilio.control.faults.add({
    host: "taskrouter.twilio.com",
    method: "POST",
    pathPattern: "/Tasks/",
    status: 403,
    times: 1000,
  });
  const { found, going } = await probed();
  expect(found).toMatch(/^failed: Twilio refused POST \/v1\/Workspaces/);
  expect(going).toBe(0);
});

test("one who wants an end gets it, with the call hung up and its task ended", async () => {
  const stop = new AbortController();
  const reason = new Error("interrupted");
  const checks = it.checks(byCall, { stop: stop.signal, poll: 50 });
  const begun = async () => it.twilio.control.state().taskRouter.tasks.length > 0;
  while (!(await begun())) await new Promise((resolve) => setImmediate(resolve));
  stop.abort(reason);
  await expect(checks).rejects.toBe(reason);
  const { calls, taskRouter } = it.twilio.control.state();
  expect(calls.map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(taskRouter.tasks.map(({ assignment_status: status }) => status)).toEqual(["canceled"]);
});

test.each([
  [{ recording: { mechanism: "native" } }, /^skipped: only the voice flow records a call that no agent takes/],
  [{ voice: undefined }, /^skipped: flex-media:voice is not set/],
])("%j has nothing that such a call could try", async (changes, detail) => {
  const { found, calls } = await probed({ ...byCall, ...changes });
  expect(found).toMatch(detail);
  expect(calls).toBe(0);
});
