import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { type Running, running } from "./running.ts";
import { activity, availableWorker, created, fetched, flexWorkspace, listed, standingClock, updated } from "./work.ts";

/** A workflow with these targets for every task, leading to the queue of everybody. */
async function workflowWith(twilio: Running, targets: object[], expression = "1==1"): Promise<string> {
  const at = flexWorkspace(twilio);
  const [queue] = await listed(twilio, `${at}/TaskQueues`, "task_queues");
  const filters = [{ expression, targets: targets.map((target) => ({ queue: queue?.sid, ...target })) }];
  const Configuration = JSON.stringify({ task_routing: { filters } });
  return (await created(twilio, `${at}/Workflows`, { FriendlyName: expression, Configuration })).sid;
}

async function offeredTo(twilio: Running, WorkflowSid: string, attributes: object = {}): Promise<unknown[]> {
  const at = `${flexWorkspace(twilio)}/Tasks`;
  const { sid } = await created(twilio, at, { WorkflowSid, Attributes: JSON.stringify(attributes) });
  return (await listed(twilio, `${at}/${sid}/Reservations`, "reservations")).map((held) => held.worker_name);
}

test("a target orders its workers", async () => {
  const twilio = await running();
  await availableWorker(twilio, "ada", { level: { voice: 1 } });
  await availableWorker(twilio, "eve", { level: { voice: 9 } });
  await availableWorker(twilio, "joe", { level: { voice: 5 } });
  const workflow = await workflowWith(twilio, [{ order_by: "worker.level.voice DESC" }]);
  expect([await offeredTo(twilio, workflow), await offeredTo(twilio, workflow)]).toEqual([["eve"], ["joe"]]);
});

test.each([
  [{ known_worker_friendly_name: "task.agent" }, { agent: "eve" }, ["eve"]],
  [{ known_worker_friendly_name: "task.agent" }, { agent: "joe" }, []],
])("a target with %o leads the task %o to the worker that it names", async (target, attributes, names) => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  await availableWorker(twilio, "eve");
  expect(await offeredTo(twilio, await workflowWith(twilio, [target]), attributes)).toEqual(names);
});

test("a task may be meant for a worker, who gets it even without time where capacity is ignored", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const ada = await availableWorker(twilio, "ada");
  const eve = await availableWorker(twilio, "eve");
  const names = async (fields: Record<string, string>) => {
    const { sid } = await created(twilio, `${at}/Tasks`, fields);
    return (await listed(twilio, `${at}/Tasks/${sid}/Reservations`, "reservations")).map((held) => held.worker_name);
  };
  expect(await names({ RoutingTarget: eve.sid })).toEqual(["eve"]);
  expect(await names({ RoutingTarget: eve.sid })).toEqual([]);
  await updated(twilio, `${at}/Workers/${ada.sid}`, { ActivitySid: await activity(twilio, "Break") });
  expect(await names({ RoutingTarget: ada.sid })).toEqual([]);
  expect(await names({ RoutingTarget: ada.sid, IgnoreCapacity: "true" })).toEqual(["ada"]);
});

test("a task whose last step is over, and one that no filter matches, is canceled", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const at = `${flexWorkspace(twilio)}/Tasks`;
  const { sid } = await created(twilio, at, { WorkflowSid: await workflowWith(twilio, [{ timeout: 30 }]) });
  clock.pass(29);
  expect(await fetched(twilio, `${at}/${sid}`)).toMatchObject({ assignment_status: "pending" });
  clock.pass(1);
  expect(await fetched(twilio, `${at}/${sid}`)).toMatchObject({ assignment_status: "canceled" });
  const WorkflowSid = await workflowWith(twilio, [{}], "type == 'sales'");
  expect(await created(twilio, at, { WorkflowSid })).toMatchObject({
    assignment_status: "canceled",
    task_queue_sid: null,
  });
});

test("an assigned task is taken away after a day, with its reservation", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const at = `${flexWorkspace(twilio)}/Tasks`;
  await availableWorker(twilio, "ada");
  const { sid } = await created(twilio, at, {});
  const [reservation] = await listed(twilio, `${at}/${sid}/Reservations`, "reservations");
  await updated(twilio, `${at}/${sid}/Reservations/${reservation?.sid}`, { ReservationStatus: "accepted" });
  clock.pass(86_399);
  expect(await fetched(twilio, `${at}/${sid}`)).toMatchObject({ assignment_status: "assigned" });
  clock.pass(1);
  expect((await refused(twilio.call(`${at}/${sid}`)))[0]).toBe(404);
  expect(twilio.control.state().taskRouter.reservations).toEqual([]);
});

test("a workflow that changes moves the tasks that wait in it only when it is told to", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const WorkflowSid = await workflowWith(twilio, [{}]);
  const task = await created(twilio, `${at}/Tasks`, { WorkflowSid });
  const queue = await created(twilio, `${at}/TaskQueues`, { FriendlyName: "Sales" });
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const queueNow = async () => (await fetched(twilio, `${at}/Tasks/${task.sid}`)).task_queue_friendly_name;
  await updated(twilio, `${at}/Workflows/${WorkflowSid}`, { Configuration });
  expect(await queueNow()).toBe("Everyone");
  await updated(twilio, `${at}/Workflows/${WorkflowSid}`, { ReEvaluateTasks: "true" });
  expect(await queueNow()).toBe("Sales");
});

test("a queue without an expression has no workers", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  await availableWorker(twilio, "ada");
  const { sid: TaskQueueSid } = await created(twilio, `${at}/TaskQueues`, { FriendlyName: "None", TargetWorkers: "" });
  expect(await created(twilio, `${at}/Tasks`, { TaskQueueSid })).toMatchObject({ task_queue_friendly_name: "None" });
  expect(await listed(twilio, `${at}/Workers?${new URLSearchParams({ TaskQueueSid })}`, "workers")).toEqual([]);
});

test("expressions that can't be read are refused where they are written", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const queue = await refused(
    postForm(twilio, `${at}/TaskQueues`, { FriendlyName: "A", TargetWorkers: "skills LIKE 'a'" }),
  );
  expect(queue).toEqual([400, 20001, "Invalid expression for parameter TargetWorkers: LIKE is not expected there"]);
  const [everyone] = await listed(twilio, `${at}/TaskQueues`, "task_queues");
  const target = { queue: everyone?.sid, skip_if: "workers.available ==" };
  const filters = [{ expression: "1==1", targets: [target] }];
  const Configuration = JSON.stringify({ task_routing: { filters } });
  const workflow = await refused(postForm(twilio, `${at}/Workflows`, { FriendlyName: "A", Configuration }));
  const fault = "filters[0].targets[0].skip_if is no valid expression: it ends too early";
  expect(workflow).toEqual([400, 20001, `Invalid workflow configuration: ${fault}`]);
});
