import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { accountSid, type Running, running } from "./running.ts";
import { availableWorker, created, fetched, flexWorkspace, listed, standingClock, updated } from "./work.ts";

const tasksOf = (twilio: Running) => `${flexWorkspace(twilio)}/Tasks`;
const attributes = { type: "support", conversations: { media: [] }, level: 3 };

function newTask(twilio: Running, fields: Record<string, string> = {}) {
  return created(twilio, tasksOf(twilio), { Attributes: JSON.stringify(attributes), ...fields });
}

test("a task is made, waits in its workflow's queue, and is shown as Twilio shows it", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const flex = twilio.control.flexConfiguration.get();
  const task = await newTask(twilio, { TaskChannel: "voice", Priority: "5", Timeout: "600" });
  expect(task).toStrictEqual({
    account_sid: accountSid,
    sid: expect.stringMatching(/^WT[0-9a-f]{32}$/),
    workspace_sid: flex.taskrouter_workspace_sid,
    date_created: "2026-11-21T12:00:00Z",
    date_updated: "2026-11-21T12:00:00Z",
    assignment_status: "pending",
    attributes: JSON.stringify(attributes),
    priority: 5,
    reason: null,
    timeout: 600,
    task_queue_entered_date: "2026-11-21T12:00:00Z",
    task_channel_sid: expect.stringMatching(/^TC/),
    workflow_sid: flex.taskrouter_target_workflow_sid,
    virtual_start_time: "2026-11-21T12:00:00Z",
    ignore_capacity: false,
    routing_target: null,
    age: 0,
    addons: "{}",
    task_queue_sid: flex.taskrouter_target_taskqueue_sid,
    task_queue_friendly_name: "Everyone",
    task_channel_unique_name: "voice",
    workflow_friendly_name: "Assign to Anyone",
    url: `https://${tasksOf(twilio)}/${task.sid}`,
    links: expect.objectContaining({ reservations: `https://${tasksOf(twilio)}/${task.sid}/Reservations` }),
  });
  clock.pass(7);
  expect(await fetched(twilio, `${tasksOf(twilio)}/${task.sid}`)).toStrictEqual({ ...task, age: 7 });
});

test("attributes are replaced whole, also when the task is at its end", async () => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const task = await newTask(twilio);
  const at = `${tasksOf(twilio)}/${task.sid}`;
  expect((await updated(twilio, at, { Attributes: '{"a":1}' })).attributes).toBe('{"a":1}');
  const [reservation] = await listed(twilio, `${at}/Reservations`, "reservations");
  await updated(twilio, `${at}/Reservations/${reservation?.sid}`, { ReservationStatus: "accepted" });
  expect(await updated(twilio, at, { AssignmentStatus: "wrapping", Reason: "hung up" })).toMatchObject({
    assignment_status: "wrapping",
    reason: "hung up",
  });
  expect(await updated(twilio, at, { AssignmentStatus: "completed", Reason: "done" })).toMatchObject({
    assignment_status: "completed",
    reason: "done",
  });
  expect((await updated(twilio, at, { Attributes: '{"b":2}' })).attributes).toBe('{"b":2}');
});

test("a stale If-Match is refused with 412, and each write gives a new ETag", async () => {
  const twilio = await running();
  const { sid } = await newTask(twilio);
  const at = `${tasksOf(twilio)}/${sid}`;
  const tagOf = async (response: Promise<Response>) => (await response).headers.get("etag");
  const first = await tagOf(twilio.call(at));
  const write = (tag: string | null, body: Record<string, string>, method = "POST") =>
    twilio.call(at, { method, headers: tag === null ? {} : { "if-match": tag }, body: new URLSearchParams(body) });
  const second = await tagOf(write(first, { Priority: "1" }));
  expect(second).not.toBe(first);
  expect(await tagOf(twilio.call(at))).toBe(second);
  const stale: [number, number, string] = [412, 20412, "Precondition failed"];
  expect(await refused(write(first, { Priority: "2" }))).toEqual(stale);
  expect(await refused(twilio.call(at, { method: "DELETE", headers: { "if-match": String(first) } }))).toEqual(stale);
  expect((await fetched(twilio, at)).priority).toBe(1);
  // Without the header the last write wins.
  expect((await write(null, { Priority: "3" })).status).toBe(200);
  const current = await tagOf(twilio.call(at));
  const removed = await twilio.call(at, { method: "DELETE", headers: { "if-match": String(current) } });
  expect([removed.status, await removed.text()]).toEqual([204, ""]);
  expect((await refused(twilio.call(at))).slice(0, 2)).toEqual([404, 20404]);
});

test.each([
  ["no JSON", { Attributes: "{" }, "Attributes is not a valid JSON object"],
  ["JSON of a list", { Attributes: "[]" }, "Attributes is not a valid JSON object"],
  ["too long", { Attributes: JSON.stringify({ a: "x".repeat(4089) }) }, "Attributes is longer than 4096 characters"],
  ["an unknown parameter", { Media: "1" }, "Unknown parameter Media"],
  ["an unknown workflow", { WorkflowSid: `WW${"0".repeat(32)}` }, /^Workflow WW0+ does not exist/],
  ["no workflow's SID", { WorkflowSid: "sales" }, "Invalid value sales for parameter WorkflowSid"],
  ["an unknown channel", { TaskChannel: "fax" }, /^TaskChannel fax does not exist/],
  ["a priority below zero", { Priority: "-1" }, "Invalid value -1 for parameter Priority"],
  ["a timeout of more than two weeks", { Timeout: "1209601" }, "Invalid value 1209601 for parameter Timeout"],
  ["a start to come", { VirtualStartTime: "2999-01-01T00:00:00Z" }, /for parameter VirtualStartTime$/],
  ["a target that is none", { RoutingTarget: "WT1" }, "Invalid value WT1 for parameter RoutingTarget"],
  ["no capacity to ignore", { IgnoreCapacity: "true" }, /^IgnoreCapacity can only be used/],
])("a task with %s is refused", async (_, fields, message) => {
  const twilio = await running();
  const [status, code, text] = await refused(postForm(twilio, tasksOf(twilio), fields as Record<string, string>));
  expect([status, code]).toEqual([400, 20001]);
  expect(text).toMatch(message);
  expect(await listed(twilio, tasksOf(twilio), "tasks")).toEqual([]);
});

test("attributes of exactly 4,096 characters are taken", async () => {
  const twilio = await running();
  const longest = JSON.stringify({ a: "x".repeat(4088) });
  expect(longest).toHaveLength(4096);
  expect((await newTask(twilio, { Attributes: longest })).attributes).toBe(longest);
});

test.each([
  ["completed", "Cannot complete task", "currently assigned"],
  ["wrapping", "Cannot wrap up a task", "currently assigned"],
])("a task that waits can't be %s", async (status, what, why) => {
  const twilio = await running();
  const { sid, workspace_sid: workspace } = await newTask(twilio);
  const response = postForm(twilio, `${tasksOf(twilio)}/${sid}`, { AssignmentStatus: status, Reason: "x" });
  const where = `${sid} in workspace ${workspace} for account ${accountSid}`;
  expect(await refused(response)).toEqual([400, 20001, `${what} ${where} because it is not ${why}.`]);
});

test("canceling takes a reason, and a task that has ended stays so", async () => {
  const twilio = await running();
  const { sid } = await newTask(twilio);
  const at = `${tasksOf(twilio)}/${sid}`;
  const noReason = await refused(postForm(twilio, at, { AssignmentStatus: "canceled" }));
  expect(noReason).toEqual([400, 20001, "Missing required parameter Reason in the post body"]);
  await updated(twilio, at, { AssignmentStatus: "canceled", Reason: "left" });
  const again = await refused(postForm(twilio, at, { AssignmentStatus: "canceled", Reason: "left" }));
  expect(again[2]).toMatch(/^Cannot cancel task .* because it is not pending or reserved\.$/);
  const toPending = await refused(postForm(twilio, at, { AssignmentStatus: "pending" }));
  expect(toPending[2]).toBe("Invalid value pending for parameter AssignmentStatus");
});

test("a task that has ended is gone some minutes later, by the account's clock", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const { sid } = await newTask(twilio);
  const at = `${tasksOf(twilio)}/${sid}`;
  await updated(twilio, at, { AssignmentStatus: "canceled", Reason: "left" });
  clock.pass(299);
  expect((await fetched(twilio, at)).assignment_status).toBe("canceled");
  clock.pass(301);
  expect((await refused(twilio.call(at))).slice(0, 2)).toEqual([404, 20404]);
});

test("a task that waits too long is canceled", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const { sid } = await newTask(twilio, { Timeout: "60" });
  clock.pass(60);
  expect(await fetched(twilio, `${tasksOf(twilio)}/${sid}`)).toMatchObject({
    assignment_status: "canceled",
    reason: "Task TTL Exceeded",
  });
});

test("a workflow sends a task to the queue of the first filter that matches, and on when its time is over", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const at = flexWorkspace(twilio);
  const [sales, support, rest] = await Promise.all(
    ["Sales", "Support", "Rest"].map((FriendlyName) => created(twilio, `${at}/TaskQueues`, { FriendlyName })),
  );
  const filters = [
    { expression: "type == 'sales'", targets: [{ queue: sales?.sid }] },
    {
      expression: "type == 'support' AND level >= 3",
      targets: [
        { queue: sales?.sid, skip_if: "workers.available == 0" },
        { queue: support?.sid, priority: 9, timeout: 30 },
      ],
    },
  ];
  const Configuration = JSON.stringify({ task_routing: { filters, default_filter: { queue: rest?.sid } } });
  const { sid: WorkflowSid } = await created(twilio, `${at}/Workflows`, { FriendlyName: "By type", Configuration });
  const task = await newTask(twilio, { WorkflowSid });
  expect(task).toMatchObject({ task_queue_friendly_name: "Support", priority: 9, workflow_friendly_name: "By type" });
  expect(await newTask(twilio, { WorkflowSid, Attributes: "{}" })).toMatchObject({ task_queue_sid: rest?.sid });
  clock.pass(30);
  expect(await fetched(twilio, `${at}/Tasks/${task.sid}`)).toMatchObject({ task_queue_friendly_name: "Rest" });
  const other = await newTask(twilio, { WorkflowSid, Attributes: '{"type":"sales"}' });
  expect(other).toMatchObject({ task_queue_friendly_name: "Sales" });
  // Other attributes lead a task that waits elsewhere.
  const moved = await updated(twilio, `${at}/Tasks/${other.sid}`, { Attributes: "{}" });
  expect(moved).toMatchObject({ task_queue_friendly_name: "Rest" });
  const unclear = await refused(postForm(twilio, `${at}/Tasks`, {}));
  expect(unclear[2]).toBe("Missing required parameter WorkflowSid in the post body");
});

test("lists are filtered by what tasks are and by their attributes, and put in order", async () => {
  const twilio = await running();
  const at = tasksOf(twilio);
  const [low, high, canceled] = [
    await newTask(twilio, { Attributes: '{"n":1,"call_sid":"CA1"}', Priority: "1" }),
    await newTask(twilio, { Attributes: '{"n":2,"call_sid":"CA2"}', Priority: "7" }),
    await newTask(twilio, { Attributes: '{"n":3,"skills":["x"]}' }),
  ];
  await updated(twilio, `${at}/${canceled.sid}`, { AssignmentStatus: "canceled", Reason: "left" });
  const sids = async (query: Record<string, string>) =>
    (await listed(twilio, `${at}?${new URLSearchParams(query)}`, "tasks")).map(({ sid }) => sid);
  expect(await sids({})).toEqual([low.sid, high.sid, canceled.sid]);
  expect(await sids({ EvaluateTaskAttributes: "call_sid == 'CA2'" })).toEqual([high.sid]);
  expect(await sids({ EvaluateTaskAttributes: "skills HAS 'x' OR n < 2" })).toEqual([low.sid, canceled.sid]);
  expect(await sids({ AssignmentStatus: "pending" })).toEqual([low.sid, high.sid]);
  expect(await sids({ AssignmentStatus: "canceled,reserved" })).toEqual([canceled.sid]);
  expect(await sids({ Priority: "7" })).toEqual([high.sid]);
  expect(await sids({ Ordering: "Priority:desc" })).toEqual([high.sid, low.sid, canceled.sid]);
  expect(await sids({ WorkflowName: "Assign to Anyone", TaskQueueName: "Everyone" })).toHaveLength(3);
  expect(await sids({ WorkflowSid: `WW${"0".repeat(32)}` })).toEqual([]);
  expect(await sids({ TaskQueueSid: String(low.task_queue_sid) })).toHaveLength(3);
  expect(await sids({ HasAddons: "true" })).toEqual([]);
  const both = await listed(twilio, `${at}?AssignmentStatus=pending&AssignmentStatus=canceled`, "tasks");
  expect(both).toHaveLength(3);
});

test.each([
  ["EvaluateTaskAttributes", "n LIKE 2", /^Invalid expression for parameter EvaluateTaskAttributes: /],
  ["EvaluateTaskAttributes", "n ==", /: it ends too early$/],
  ["AssignmentStatus", "done", /^Invalid value done for parameter AssignmentStatus$/],
  ["Ordering", "Age:asc", /^Invalid value Age for parameter Ordering$/],
  ["CallSid", "CA1", /^Unknown parameter CallSid$/],
])("a list by %s %s is refused", async (name, value, message) => {
  const twilio = await running();
  const [status, code, text] = await refused(
    twilio.call(`${tasksOf(twilio)}?${new URLSearchParams({ [name]: value })}`),
  );
  expect([status, code]).toEqual([400, 20001]);
  expect(text).toMatch(message);
});

test.each([`WT${"0".repeat(32)}`, "WX1", "1"])("there is no task %s", async (sid) => {
  const twilio = await running();
  expect((await refused(twilio.call(`${tasksOf(twilio)}/${sid}`))).slice(0, 2)).toEqual([404, 20404]);
});
