import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { accountSid, authToken, type Running, refusal, running } from "./running.ts";

const twilioClient: typeof import("twilio") = createRequire(import.meta.url)("twilio");
const workspaces = "taskrouter.twilio.com/v1/Workspaces";

type Item = Record<string, unknown> & { sid: string };

function post(twilio: Running, target: string, fields: Record<string, string>): Promise<Response> {
  return twilio.call(target, { method: "POST", body: new URLSearchParams(fields) });
}

async function json(response: Response | Promise<Response>): Promise<Item> {
  return (await (await response).json()) as Item;
}

async function items(twilio: Running, target: string, key: string): Promise<Item[]> {
  return (await json(twilio.call(target)))[key] as Item[];
}

/** The workspace that Flex uses, as a target. */
function flexWorkspace(twilio: Running): string {
  return `${workspaces}/${twilio.control.flexConfiguration.get().taskrouter_workspace_sid}`;
}

async function only(twilio: Running, segment: string, key: string): Promise<Item> {
  const [item, ...others] = await items(twilio, `${flexWorkspace(twilio)}/${segment}`, key);
  if (item === undefined || others.length > 0) throw new Error(`there is not one of ${segment}`);
  return item;
}

test("a fresh account has the workspace that Flex sets up, under the SIDs of the Flex Configuration", async () => {
  const twilio = await running();
  const flex = twilio.control.flexConfiguration.get();
  const at = flexWorkspace(twilio);
  const activities = await items(twilio, `${at}/Activities`, "activities");
  expect(activities.map(({ friendly_name: name, available }) => [name, available])).toStrictEqual([
    ["Offline", false],
    ["Available", true],
    ["Unavailable", false],
    ["Break", false],
  ]);
  expect(activities[0]?.sid).toBe(flex.taskrouter_offline_activity_sid);
  expect(await items(twilio, workspaces, "workspaces")).toMatchObject([
    {
      sid: flex.taskrouter_workspace_sid,
      friendly_name: "Flex Task Assignment",
      default_activity_name: "Offline",
      timeout_activity_sid: activities[0]?.sid,
      multi_task_enabled: true,
      event_callback_url: "",
      events_filter: null,
    },
  ]);
  const queue = await only(twilio, "TaskQueues", "task_queues");
  expect(queue).toMatchObject({ friendly_name: "Everyone", target_workers: "1==1", task_order: "FIFO" });
  expect(queue.sid).toBe(flex.taskrouter_target_taskqueue_sid);
  const workflow = await only(twilio, "Workflows", "workflows");
  expect([workflow.friendly_name, workflow.sid]).toStrictEqual([
    "Assign to Anyone",
    flex.taskrouter_target_workflow_sid,
  ]);
  expect(JSON.parse(String(workflow.configuration)).task_routing.default_filter).toStrictEqual({ queue: queue.sid });
  const channels = await items(twilio, `${at}/TaskChannels`, "channels");
  const names = ["default", "voice", "chat", "sms", "video", "email"];
  expect(channels.map((channel) => channel.unique_name)).toStrictEqual(names);
});

interface KindCase {
  segment: string;
  key: string;
  create: Record<string, string>;
  made: object;
  update: Record<string, string>;
  updated: object;
}

const kinds: KindCase[] = [
  {
    segment: "TaskQueues",
    key: "task_queues",
    create: { FriendlyName: "Sales" },
    made: { friendly_name: "Sales", target_workers: "1==1", max_reserved_workers: 1, reservation_activity_name: null },
    update: {
      FriendlyName: "Sales 2",
      TargetWorkers: "skills HAS 'sales'",
      MaxReservedWorkers: "5",
      TaskOrder: "LIFO",
    },
    updated: {
      friendly_name: "Sales 2",
      target_workers: "skills HAS 'sales'",
      max_reserved_workers: 5,
      task_order: "LIFO",
    },
  },
  {
    segment: "TaskChannels",
    key: "channels",
    create: { FriendlyName: "Fax", UniqueName: "fax" },
    made: { friendly_name: "Fax", unique_name: "fax", channel_optimized_routing: false },
    update: { FriendlyName: "Facsimile", ChannelOptimizedRouting: "true" },
    updated: { friendly_name: "Facsimile", unique_name: "fax", channel_optimized_routing: true },
  },
  {
    segment: "Activities",
    key: "activities",
    create: { FriendlyName: "Lunch", Available: "yes" },
    made: { friendly_name: "Lunch", available: true },
    update: { FriendlyName: "Dinner" },
    updated: { friendly_name: "Dinner", available: true },
  },
];

test.each(kinds)("$segment: one is made, listed, changed and deleted", async (kind) => {
  const twilio = await running();
  const at = `${flexWorkspace(twilio)}/${kind.segment}`;
  const response = await post(twilio, at, kind.create);
  const created = await json(response);
  expect([response.status, created]).toMatchObject([201, { account_sid: accountSid, ...kind.made }]);
  expect(created.url).toBe(`https://${at}/${created.sid}`);
  expect(await json(twilio.call(`${at}/${created.sid}`))).toStrictEqual(created);
  expect(await items(twilio, at, kind.key)).toContainEqual(created);
  expect((await post(twilio, at, kind.create)).status).toBe(400);

  const updated = await json(post(twilio, `${at}/${created.sid}`, kind.update));
  expect(updated).toMatchObject(kind.updated);
  expect((await post(twilio, `${at}/${created.sid}`, { Unknown: "1" })).status).toBe(400);
  expect((await twilio.call(`${at}/${created.sid}`, { method: "DELETE" })).status).toBe(204);
  for (const method of ["GET", "DELETE"]) {
    const gone = await twilio.call(`${at}/${created.sid}`, { method });
    expect([gone.status, (await refusal(gone)).code]).toStrictEqual([404, 20404]);
  }
});

test("a queue of a name that is taken is refused in Twilio's words", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const refused = await refusal(await post(twilio, `${at}/TaskQueues`, { FriendlyName: "Everyone" }));
  const workspace = at.split("/").at(-1);
  expect([refused.code, refused.message]).toStrictEqual([
    20001,
    `Queue named Everyone already exists for workspace ${workspace} for account ${accountSid}`,
  ]);
});

test("lists can be narrowed to a name, and activities to available ones", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const named = async (target: string, key: string) =>
    (await items(twilio, target, key)).map((item) => item.friendly_name);
  expect(await named(`${at}/TaskQueues?FriendlyName=Every`, "task_queues")).toStrictEqual([]);
  expect(await named(`${at}/TaskQueues?FriendlyName=Everyone`, "task_queues")).toStrictEqual(["Everyone"]);
  expect(await named(`${at}/Workflows?FriendlyName=Assign+to+Anyone`, "workflows")).toHaveLength(1);
  expect(await named(`${at}/Activities?Available=true`, "activities")).toStrictEqual(["Available"]);
  expect(await named(`${workspaces}?FriendlyName=Other`, "workspaces")).toStrictEqual([]);
  // Channels have no such filter.
  expect((await twilio.call(`${at}/TaskChannels?FriendlyName=Voice`)).status).toBe(400);
});

test("a channel is found by its unique name too, and the default one stays", async () => {
  const twilio = await running();
  const at = `${flexWorkspace(twilio)}/TaskChannels`;
  expect(await json(twilio.call(`${at}/voice`))).toMatchObject({ unique_name: "voice", friendly_name: "Voice" });
  expect((await twilio.call(`${at}/default`, { method: "DELETE" })).status).toBe(400);
  expect((await twilio.call(`${at}/fax`)).status).toBe(404);
});

test("a workflow is made, changed and deleted, and holds its queues while it is there", async () => {
  const twilio = await running();
  const at = flexWorkspace(twilio);
  const queue = await json(post(twilio, `${at}/TaskQueues`, { FriendlyName: "Sales" }));
  const target = { queue: queue.sid, priority: 5, timeout: "30", skip_if: "workers.available == 0" };
  const filter = { filter_friendly_name: "sales", expression: "type == 'sales'", targets: [target] };
  const Configuration = JSON.stringify({ task_routing: { filters: [filter] } });
  const created = await json(post(twilio, `${at}/Workflows`, { FriendlyName: "Sales", Configuration }));
  expect(created).toMatchObject({
    configuration: Configuration,
    task_reservation_timeout: 120,
    assignment_callback_url: "",
    document_content_type: "application/json",
  });
  const workflow = `${at}/Workflows/${created.sid}`;
  const changes = {
    TaskReservationTimeout: "60",
    AssignmentCallbackUrl: "https://example.com/a",
    ReEvaluateTasks: "true",
  };
  expect(await json(post(twilio, workflow, changes))).toMatchObject({
    configuration: Configuration,
    task_reservation_timeout: 60,
    assignment_callback_url: "https://example.com/a",
  });
  expect(await json(post(twilio, workflow, { AssignmentCallbackUrl: "" }))).toMatchObject({
    assignment_callback_url: "",
  });
  expect((await twilio.call(`${at}/TaskQueues/${queue.sid}`, { method: "DELETE" })).status).toBe(400);
  expect((await twilio.call(workflow, { method: "DELETE" })).status).toBe(204);
  expect((await twilio.call(`${at}/TaskQueues/${queue.sid}`, { method: "DELETE" })).status).toBe(204);
});

const nowhere = `WQ${"0".repeat(32)}`;

test.each([
  ["no JSON", "{"],
  ["no routing", {}],
  ["nothing to go by", { task_routing: { filters: [] } }],
  ["filters that are no list", { task_routing: { filters: {} } }],
  ["a filter without an expression", { task_routing: { filters: [{ targets: [{ queue: nowhere }] }] } }],
  ["a filter without targets", { task_routing: { filters: [{ expression: "1==1", targets: [] }] } }],
  ["a queue that is not there", { task_routing: { default_filter: { queue: nowhere } } }],
  ["a property that is unknown", { task_routing: { default_filter: { queue: nowhere, worker: "" } } }],
])("a workflow configuration with %s is refused", async (_, configuration) => {
  const twilio = await running();
  const Configuration = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
  const response = await post(twilio, `${flexWorkspace(twilio)}/Workflows`, { FriendlyName: "Wrong", Configuration });
  const { message, code } = await refusal(response);
  expect([response.status, code]).toStrictEqual([400, 20001]);
  expect(message).toMatch(/^Invalid workflow configuration: /);
});

test("a workspace is made from a template, changed, and deleted with all that is in it", async () => {
  const twilio = await running();
  const created = await json(post(twilio, workspaces, { FriendlyName: "Second", Template: "FIFO" }));
  const at = `${workspaces}/${created.sid}`;
  expect(await items(twilio, `${at}/TaskQueues`, "task_queues")).toHaveLength(1);
  expect(await items(twilio, `${at}/Workflows`, "workflows")).toHaveLength(1);
  const [, available] = await items(twilio, `${at}/Activities`, "activities");
  const changes = {
    FriendlyName: "Third",
    EventCallbackUrl: "https://example.com/events",
    EventsFilter: "task.created,task.canceled",
    PrioritizeQueueOrder: "LIFO",
    TimeoutActivitySid: String(available?.sid),
  };
  expect(await json(post(twilio, at, changes))).toMatchObject({
    friendly_name: "Third",
    event_callback_url: "https://example.com/events",
    events_filter: "task.created,task.canceled",
    prioritize_queue_order: "LIFO",
    timeout_activity_name: "Available",
    default_activity_name: "Offline",
  });
  expect((await post(twilio, at, { FriendlyName: "Flex Task Assignment" })).status).toBe(400);
  expect((await post(twilio, at, { MultiTaskEnabled: "false" })).status).toBe(400);
  expect((await post(twilio, at, { DefaultActivitySid: `WA${"0".repeat(32)}` })).status).toBe(400);
  expect((await twilio.call(`${at}/Activities/${available?.sid}`, { method: "DELETE" })).status).toBe(400);
  expect((await twilio.call(at, { method: "DELETE" })).status).toBe(204);
  expect((await twilio.call(`${at}/TaskQueues`)).status).toBe(404);
  expect((await twilio.call(flexWorkspace(twilio), { method: "DELETE" })).status).toBe(400);
});

test("the official client reads and writes", async () => {
  const twilio = await running();
  // The next page's URL names Twilio's own host, so every request is led here.
  const httpClient = new twilioClient.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\//, twilio.url) });
  const client = twilioClient(accountSid, authToken, { httpClient });
  const [workspace] = await client.taskrouter.v1.workspaces.list({ friendlyName: "Flex Task Assignment" });
  const within = client.taskrouter.v1.workspaces(workspace?.sid ?? "");
  const queue = await within.taskQueues.create({ friendlyName: "Sales", maxReservedWorkers: 2 });
  expect((await within.taskQueues.list({ pageSize: 1 })).map((one) => one.friendlyName)).toStrictEqual([
    "Everyone",
    "Sales",
  ]);
  expect((await within.taskQueues(queue.sid).update({ taskOrder: "LIFO" })).taskOrder).toBe("LIFO");
  const workflow = await within.workflows.create({
    friendlyName: "Sales",
    configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
  });
  expect(await within.workflows(workflow.sid).remove()).toBe(true);
});
