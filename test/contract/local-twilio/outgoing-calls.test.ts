import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { availableWorker, caller, flexWorkflow, number, state, withFlow } from "./flow-fixture.ts";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, authToken, type Running, running } from "./running.ts";

const twilioClient: typeof import("twilio") = createRequire(import.meta.url)("twilio");

const calls = `api.twilio.com/2010-04-01/Accounts/${accountSid}/Calls.json`;
const other = "+15005550007";
const talking = '<Response><Say loop="0">A check.</Say></Response>';
const least = { To: number, From: other, Twiml: talking };

/** A flow that records and sends to Flex, on one of two numbers. */
async function answering(options: Parameters<typeof withFlow>[1] = {}) {
  const { control, close } = await running();
  const workflow = control.state().taskRouter.workflows[0]?.sid ?? "";
  await close();
  const it = await withFlow(
    [
      state("Trigger", "trigger", { incomingCall: "Greeting" }),
      state("Greeting", "say-play", { audioComplete: "CallRecording" }, { say: "Hello" }),
      state("CallRecording", "record-call", { success: "Flex" }, { record_call: true }),
      state("Flex", "send-to-flex", {}, { workflow, channel: "voice", attributes: "{}" }),
    ],
    options,
  );
  it.twilio.control.phoneNumbers.add({ phone_number: other });
  return it;
}

const one = (twilio: Running, sid: string) =>
  answered(twilio.call(calls.replace(".json", `/${sid}.json`))) as Promise<Record<string, unknown>>;
const end = (twilio: Running, sid: string, Status = "completed") =>
  postForm(twilio, calls.replace(".json", `/${sid}.json`), { Status });
const legs = async (twilio: Running) => {
  const listed = await answered(twilio.call(`${calls}?${new URLSearchParams({ To: number, From: other })}`));
  return (listed.calls as Record<string, unknown>[]).map(({ sid, direction, status }) => ({ sid, direction, status }));
};

test("a call to a number of the account has two legs, and its flow answers it", async () => {
  const { twilio } = await answering();
  const placed = await answered(postForm(twilio, calls, { ...least, Timeout: "30", TimeLimit: "60" }), 201);
  expect(placed).toMatchObject({
    direction: "outbound-api",
    status: "queued",
    start_time: null,
    to: number,
    from: other,
  });
  await twilio.control.settled();
  const [incoming, outgoing] = await legs(twilio);
  expect(outgoing).toEqual({ sid: placed.sid, direction: "outbound-api", status: "in-progress" });
  expect(incoming).toMatchObject({ direction: "inbound", status: "in-progress" });
  const { recordings, taskRouter } = twilio.control.state();
  expect(recordings).toMatchObject([{ call_sid: incoming?.sid, status: "in-progress" }]);
  expect(taskRouter.tasks).toMatchObject([{ assignment_status: "pending", workflow_sid: flexWorkflow(twilio) }]);

  await answered(end(twilio, String(placed.sid)));
  await twilio.control.settled();
  expect((await legs(twilio)).map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(twilio.control.state().recordings).toMatchObject([{ status: "completed" }]);
  expect(twilio.control.state().taskRouter.tasks).toMatchObject([{ assignment_status: "canceled" }]);
  expect(await refused(end(twilio, String(placed.sid)))).toEqual([
    400,
    21_220,
    "Call is not in-progress. Cannot redirect.",
  ]);
});

test("an agent may take it, and the task is wrapped up when the caller hangs up", async () => {
  const { twilio } = await answering();
  await availableWorker(twilio);
  const placed = await answered(postForm(twilio, calls, least), 201);
  await twilio.control.settled();
  const [incoming] = await legs(twilio);
  twilio.control.calls.answer(String(incoming?.sid));
  await answered(end(twilio, String(placed.sid)));
  await twilio.control.settled();
  expect((await legs(twilio)).map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(twilio.control.state().taskRouter.tasks).toMatchObject([{ assignment_status: "wrapping" }]);
});

test.each([
  ["the TwiML is over", '<Response><Pause length="5"/><Say>A check of five.</Say><Hangup/></Response>', {}, 7],
  ["the time limit is over", talking, { TimeLimit: "20" }, 20],
])("the caller hangs up when %s", async (_, Twiml, more, seconds) => {
  let now = Date.parse("2026-03-05T10:00:00Z");
  const { twilio } = await answering({ now: () => new Date(now) });
  const { sid } = await answered(postForm(twilio, calls, { ...least, Twiml, ...more }), 201);
  await twilio.control.settled();
  now += seconds * 1000 - 1;
  expect(await one(twilio, String(sid))).toMatchObject({ status: "in-progress", end_time: null });
  now += 1;
  expect(await one(twilio, String(sid))).toMatchObject({ status: "completed", duration: String(seconds) });
  expect((await legs(twilio))[0]).toMatchObject({ direction: "inbound", status: "completed" });
});

test("a number that leads elsewhere answers nobody", async () => {
  const { twilio } = await answering();
  twilio.control.phoneNumbers.add({ phone_number: "+15005550008", voice_url: "https://elsewhere.example/twiml" });
  const { sid } = await answered(postForm(twilio, calls, { ...least, To: "+15005550008" }), 201);
  await twilio.control.settled();
  expect(await one(twilio, String(sid))).toMatchObject({ status: "failed", direction: "outbound-api" });
});

test("a call is canceled before it is answered only", async () => {
  const { twilio } = await answering();
  const { sid } = await answered(postForm(twilio, calls, least), 201);
  await twilio.control.settled();
  expect(await refused(end(twilio, String(sid), "canceled"))).toEqual([400, 21_220, expect.anything()]);
});

test("calls are listed, the newest first, and filtered", async () => {
  const { twilio, called } = await answering();
  const first = await called();
  const { sid } = await answered(postForm(twilio, calls, least), 201);
  await twilio.control.settled();
  const listed = async (query: Record<string, string>) => {
    const { calls: found } = await answered(twilio.call(`${calls}?${new URLSearchParams(query)}`));
    return (found as { sid: string }[]).map((call) => call.sid);
  };
  expect((await listed({})).at(-1)).toBe(first.sid);
  expect(await listed({ From: caller })).toEqual([first.sid]);
  expect(await listed({ From: other, Status: "in-progress" })).toContain(sid);
  expect(await listed({ StartTime: "2001-01-01" })).toEqual([]);
  expect(await listed({ "StartTime>": "2001-01-01" })).toHaveLength(3);
  expect(await refused(twilio.call(`${calls}?Status=over`))).toEqual([400, 20_001, expect.stringContaining("Status")]);
});

describe("it refuses", () => {
  const invalid = (to: string) => `The phone number you are attempting to call, ${to}, is not valid.`;
  const cases: [string, Record<string, string>, number, number, string | RegExp][] = [
    ["a call to nobody", { To: "" }, 400, 21_201, "No 'To' number is specified"],
    ["a call from nobody", { From: "" }, 400, 21_213, "No 'From' number is specified"],
    ["what is no number", { To: "5005550006" }, 400, 21_211, invalid("5005550006")],
    ["a number that calls itself", { From: number }, 400, 21_211, invalid(number)],
    [
      "a number that is not the account's to call from",
      { From: "+14155550199" },
      400,
      21_210,
      /\+14155550199, is not yet verified/,
    ],
    ["no instructions", { Twiml: "" }, 400, 21_205, /^Url parameter is required/],
    ["a URL that is none", { Url: "5" }, 400, 21_205, "Url is not a valid URL: 5"],
    ["too long a document", { Twiml: "x".repeat(4001) }, 400, 20_001, /Twiml is longer than 4000/],
    ["no time to ring", { Timeout: "0" }, 400, 21_208, "Invalid Timeout"],
    ["too long a ringing", { Timeout: "601" }, 400, 21_208, "Invalid Timeout"],
    ["a limit that is none", { TimeLimit: "soon" }, 400, 20_001, /TimeLimit/],
    ["what Twilio doesn't know", { Loud: "true" }, 400, 20_001, "Unknown parameter Loud"],
    ["what is not served here", { Record: "true" }, 501, 501, /Record of outgoing calls is not served/],
    [
      "verbs that are not known here",
      { Twiml: "<Response><Dial>+1</Dial></Response>" },
      501,
      501,
      /Say, Pause and Hangup/,
    ],
    ["numbers of others", { To: "+14155550198" }, 501, 501, /no call leaves this machine/],
  ];
  test.each(cases)("%s", async (_, change, status, code, message) => {
    const { twilio } = await answering();
    const [gotStatus, gotCode, gotMessage] = await refused(postForm(twilio, calls, { ...least, ...change }));
    expect([gotStatus, gotCode]).toEqual([status, code]);
    if (typeof message === "string") expect(gotMessage).toBe(message);
    else expect(gotMessage).toMatch(message);
    expect(twilio.control.state().calls).toEqual([]);
  });
});

test("the official client places a call and hangs up", async () => {
  const { twilio } = await answering();
  const client = twilioClient(accountSid, authToken);
  client.api.baseUrl = twilio.endpoint("api.twilio.com");
  const { sid, status } = await client.calls.create({ to: number, from: other, twiml: talking, timeLimit: 60 });
  expect(status).toBe("queued");
  await twilio.control.settled();
  expect((await client.calls(sid).update({ status: "completed" })).status).toBe("completed");
  expect((await client.calls.list({ to: number })).map(({ direction }) => direction)).toEqual([
    "inbound",
    "outbound-api",
  ]);
});
