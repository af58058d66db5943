import { expect, test } from "vitest";
import { twilioRequests } from "../../../functions/archive-store/twilio-requests.ts";
import { workersOfCall } from "../../../functions/archive-store/workers.ts";
import { accountSid, authToken, type Running, running } from "../local-twilio/running.ts";
import { availableWorker, created, flexWorkspace, listed, updated } from "../local-twilio/work.ts";

const callSid = `CA${"1".repeat(32)}` as const;
const conferenceSid = `CF${"2".repeat(32)}` as const;

async function acceptedTask(twilio: Running, attributes: object) {
  const task = await created(twilio, `${flexWorkspace(twilio)}/Tasks`, { Attributes: JSON.stringify(attributes) });
  const reservations = `${flexWorkspace(twilio)}/Tasks/${task.sid}/Reservations`;
  const [reservation] = await listed(twilio, reservations, "reservations");
  await updated(twilio, `${reservations}/${reservation?.sid}`, { ReservationStatus: "accepted" });
}

function workersAt(twilio: Running, named: Parameters<typeof workersOfCall>[1]) {
  const credentials = { username: accountSid, password: authToken };
  const source = { current: async () => credentials, renewed: async () => credentials, age: () => 0 };
  const request = twilioRequests({ credentials: source, fetch });
  const [, workspaceSid = ""] = flexWorkspace(twilio).split("Workspaces/");
  const taskRouterUrl = twilio.endpoint("taskrouter.twilio.com");
  return workersOfCall({ request, taskRouterUrl, workspaceSid }, named, new AbortController().signal);
}

test("finds the worker of a call, and of a conference, by TaskRouter's own search", async () => {
  const twilio = await running();
  const ada = await availableWorker(twilio, "ada");
  await acceptedTask(twilio, { call_sid: callSid, conference: { sid: conferenceSid } });
  expect(await workersAt(twilio, { callSid })).toEqual([ada.sid]);
  expect(await workersAt(twilio, { conferenceSid })).toEqual([ada.sid]);
  expect(await workersAt(twilio, { callSid: `CA${"9".repeat(32)}` })).toEqual([]);
});
