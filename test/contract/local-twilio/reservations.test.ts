import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { type Running, running } from "./running.ts";
import {
  activity,
  availableWorker,
  created,
  fetched,
  flexWorkspace,
  type Item,
  listed,
  standingClock,
  updated,
} from "./work.ts";

async function newTask(twilio: Running, fields: Record<string, string> = {}): Promise<Item> {
  return await created(twilio, `${flexWorkspace(twilio)}/Tasks`, fields);
}

function statusOf(twilio: Running, task: Item): Promise<unknown> {
  return fetched(twilio, `${flexWorkspace(twilio)}/Tasks/${task.sid}`).then((found) => found.assignment_status);
}

function reservations(twilio: Running, task: Item): Promise<Item[]> {
  return listed(twilio, `${flexWorkspace(twilio)}/Tasks/${task.sid}/Reservations`, "reservations");
}

async function only(twilio: Running, task: Item): Promise<string> {
  const [reservation, ...others] = await reservations(twilio, task);
  if (!reservation || others.length > 0) throw new Error("there is not one reservation");
  return `${flexWorkspace(twilio)}/Tasks/${task.sid}/Reservations/${reservation.sid}`;
}

test("a worker who is available is offered the task, takes it, wraps up and completes it", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  expect(await statusOf(twilio, task)).toBe("reserved");
  const at = await only(twilio, task);
  const reservation = await fetched(twilio, at);
  expect(reservation).toMatchObject({
    reservation_status: "pending",
    task_sid: task.sid,
    worker_sid: worker.sid,
    worker_name: "ada",
    url: `https://${at}`,
  });
  for (const [status, taskStatus] of [
    ["accepted", "assigned"],
    ["wrapping", "wrapping"],
    ["completed", "completed"],
  ] as const) {
    expect(await updated(twilio, at, { ReservationStatus: status })).toMatchObject({ reservation_status: status });
    expect(await statusOf(twilio, task)).toBe(taskStatus);
  }
  const back = await refused(postForm(twilio, at, { ReservationStatus: "accepted" }));
  expect(back).toEqual([
    400,
    20001,
    `Cannot update Reservation ${reservation.sid} to accepted because it is currently completed.`,
  ]);
});

test("a task waits until a worker who matches its queue is available", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const queue = await created(twilio, `${at}/TaskQueues`, {
    FriendlyName: "German",
    TargetWorkers: 'languages HAS "de" AND level.voice > 1',
  });
  await availableWorker(twilio, "eve", { languages: ["en"], level: { voice: 5 } });
  const task = await newTask(twilio, { TaskQueueSid: queue.sid });
  expect([await statusOf(twilio, task), await reservations(twilio, task)]).toEqual(["pending", []]);
  const ada = await created(twilio, `${at}/Workers`, {
    FriendlyName: "ada",
    Attributes: '{"languages":["de"],"level":{"voice":2}}',
  });
  expect(await statusOf(twilio, task)).toBe("pending");
  await updated(twilio, `${at}/Workers/${ada.sid}`, { ActivitySid: await activity(twilio, "Available") });
  expect(await statusOf(twilio, task)).toBe("reserved");
  expect(await fetched(twilio, await only(twilio, task))).toMatchObject({ worker_name: "ada" });
});

test("a target's expression compares task and worker", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const [queue] = await listed(twilio, `${at}/TaskQueues`, "task_queues");
  const targets = [{ queue: queue?.sid, expression: "task.language IN worker.languages" }];
  const Configuration = JSON.stringify({ task_routing: { filters: [{ expression: "1==1", targets }] } });
  const { sid: WorkflowSid } = await created(twilio, `${at}/Workflows`, { FriendlyName: "By language", Configuration });
  await availableWorker(twilio, "eve", { languages: ["en"] });
  await availableWorker(twilio, "ada", { languages: ["de"] });
  const task = await newTask(twilio, { WorkflowSid, Attributes: '{"language":"de"}' });
  expect(await fetched(twilio, await only(twilio, task))).toMatchObject({ worker_name: "ada" });
});

test("a worker takes as many tasks of a channel as its capacity says, by priority", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const at = `${flexWorkspace(twilio)}/Workers/${worker.sid}/Channels`;
  const first = await newTask(twilio, { TaskChannel: "chat" });
  const second = await newTask(twilio, { TaskChannel: "chat" });
  const urgent = await newTask(twilio, { TaskChannel: "chat", Priority: "5" });
  const voice = await newTask(twilio, { TaskChannel: "voice" });
  const statuses = () => Promise.all([first, second, urgent, voice].map((task) => statusOf(twilio, task)));
  expect(await statuses()).toEqual(["reserved", "pending", "pending", "reserved"]);
  expect(await fetched(twilio, `${at}/chat`)).toMatchObject({
    configured_capacity: 1,
    assigned_tasks: 1,
    available_capacity_percentage: 0,
  });
  expect(await updated(twilio, `${at}/chat`, { Capacity: "2" })).toMatchObject({ configured_capacity: 2 });
  expect(await statuses()).toEqual(["reserved", "pending", "reserved", "reserved"]);
});

test("a reservation that is rejected goes to the next worker; who rejects may change activity with it", async () => {
  const twilio = await running();
  const ada = await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  const at = await only(twilio, task);
  const WorkerActivitySid = await activity(twilio, "Break");
  await updated(twilio, at, { ReservationStatus: "rejected", WorkerActivitySid });
  expect(await statusOf(twilio, task)).toBe("pending");
  expect(await fetched(twilio, `${flexWorkspace(twilio)}/Workers/${ada.sid}`)).toMatchObject({
    activity_name: "Break",
  });
  await availableWorker(twilio, "eve");
  const found = (await reservations(twilio, task)).map((held) => [held.worker_name, held.reservation_status]);
  expect(found).toEqual([
    ["ada", "rejected"],
    ["eve", "pending"],
  ]);
});

test("who doesn't answer in time is taken off, and the task waits again", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const ada = await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  const at = await only(twilio, task);
  clock.pass(119);
  expect(await fetched(twilio, at)).toMatchObject({ reservation_status: "pending" });
  clock.pass(1);
  expect(await fetched(twilio, at)).toMatchObject({ reservation_status: "timeout" });
  expect(await statusOf(twilio, task)).toBe("pending");
  expect(await fetched(twilio, `${flexWorkspace(twilio)}/Workers/${ada.sid}`)).toMatchObject({
    activity_name: "Offline",
    available: false,
  });
});

test("of several who are offered a task the first to accept has it", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const queue = await created(twilio, `${at}/TaskQueues`, { FriendlyName: "Many", MaxReservedWorkers: "2" });
  for (const name of ["ada", "eve", "joe"]) await availableWorker(twilio, name);
  const task = await newTask(twilio, { TaskQueueSid: queue.sid });
  const [first, second, ...others] = await reservations(twilio, task);
  expect(others).toEqual([]);
  await updated(twilio, `${at}/Tasks/${task.sid}/Reservations/${second?.sid}`, { ReservationStatus: "accepted" });
  const taken = await fetched(twilio, `${at}/Tasks/${task.sid}/Reservations/${first?.sid}`);
  expect(taken).toMatchObject({ reservation_status: "rescinded" });
});

test("a canceled task's reservation is canceled", async () => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  const at = await only(twilio, task);
  const ended = { AssignmentStatus: "canceled", Reason: "left" };
  await updated(twilio, `${flexWorkspace(twilio)}/Tasks/${task.sid}`, ended);
  expect(await fetched(twilio, at)).toMatchObject({ reservation_status: "canceled" });
});

test("reservations are under their worker too, can be filtered, and have ETags", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  const ofWorker = `${flexWorkspace(twilio)}/Workers/${worker.sid}/Reservations`;
  const [reservation] = await listed(twilio, `${ofWorker}?ReservationStatus=pending`, "reservations");
  expect(reservation).toMatchObject({ task_sid: task.sid, url: `https://${ofWorker}/${reservation?.sid}` });
  expect(await listed(twilio, `${ofWorker}?ReservationStatus=accepted`, "reservations")).toEqual([]);
  const at = `${ofWorker}/${reservation?.sid}`;
  const tag = String((await twilio.call(at)).headers.get("etag"));
  const accept = (ifMatch: string) =>
    twilio.call(at, {
      method: "POST",
      headers: { "if-match": ifMatch },
      body: new URLSearchParams({ ReservationStatus: "accepted" }),
    });
  expect((await refused(accept('"99"'))).slice(0, 2)).toEqual([412, 20412]);
  expect((await accept(tag)).status).toBe(200);
});

test.each([
  ["no status", {}, "Missing required parameter ReservationStatus in the post body"],
  ["a status that only TaskRouter gives", { ReservationStatus: "timeout" }, /^Invalid value timeout/],
  ["wrapping up before accepting", { ReservationStatus: "wrapping" }, /because it is currently pending\.$/],
  ["an instruction", { ReservationStatus: "accepted", Instruction: "call" }, "Unknown parameter Instruction"],
  [
    "an unknown activity",
    { ReservationStatus: "rejected", WorkerActivitySid: `WA${"0".repeat(32)}` },
    /does not exist/,
  ],
])("an update with %s is refused", async (_, fields, message) => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const at = await only(twilio, await newTask(twilio));
  const [status, code, text] = await refused(postForm(twilio, at, fields as Record<string, string>));
  expect([status, code]).toEqual([400, 20001]);
  expect(text).toMatch(message);
});
