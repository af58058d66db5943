import { expect, test } from "vitest";
import { clientOf } from "./rewritten-client.ts";
import { running } from "./running.ts";

async function inFlexWorkspace() {
  const twilio = await running();
  const client = clientOf(twilio);
  const { taskrouter_workspace_sid: sid, taskrouter_target_workflow_sid: workflowSid = "" } =
    twilio.control.flexConfiguration.get();
  return { client, workflowSid, workspace: client.taskrouter.v1.workspaces(String(sid)) };
}

test("the client merges a task's attributes by its ETag, and is refused when somebody else was first", async () => {
  const { workspace } = await inFlexWorkspace();
  const created = await workspace.tasks.create({ attributes: '{"call_sid":"CA1"}', taskChannel: "voice", priority: 3 });
  // Every property that the client knows is there, null at least.
  expect(Object.values(created.toJSON())).not.toContain(undefined);
  const { body: task, headers } = await workspace.tasks(created.sid).fetchWithHttpInfo();
  const ifMatch = String((headers as Record<string, string>).etag);
  const merged = JSON.stringify({ ...JSON.parse(task.attributes), conversations: { media: [] } });
  const updated = await workspace.tasks(created.sid).update({ attributes: merged, ifMatch });
  expect(JSON.parse(updated.attributes)).toEqual({ call_sid: "CA1", conversations: { media: [] } });
  const late = workspace.tasks(created.sid).update({ attributes: "{}", ifMatch });
  await expect(late).rejects.toMatchObject({ status: 412, code: 20412 });
  await expect(workspace.tasks(created.sid).remove({ ifMatch })).rejects.toMatchObject({ status: 412 });
});

test("the client finds tasks by attributes and statuses, page after page, and walks one to its end", async () => {
  const { workspace } = await inFlexWorkspace();
  const activities = await workspace.activities.list({ available: "true" });
  const worker = await workspace.workers.create({ friendlyName: "ada", activitySid: activities[0]?.sid ?? "" });
  expect(Object.values(worker.toJSON())).not.toContain(undefined);
  for (const n of [1, 2, 3]) await workspace.tasks.create({ attributes: JSON.stringify({ n }) });
  const found = await workspace.tasks.list({
    evaluateTaskAttributes: "n > 1",
    ordering: "DateCreated:desc",
    pageSize: 1,
  });
  expect(found).toHaveLength(2);
  const [taken, ...others] = await workspace.tasks.list({ assignmentStatus: ["reserved", "assigned"] });
  expect(others).toEqual([]);
  const task = workspace.tasks(taken?.sid ?? "");
  const [reservation] = await task.reservations.list();
  expect(Object.values(reservation?.toJSON() ?? {})).not.toContain(undefined);
  await task.reservations(reservation?.sid ?? "").update({ reservationStatus: "accepted" });
  const [channel] = await workspace.workers(worker.sid).workerChannels.list();
  expect(Object.values(channel?.toJSON() ?? {})).not.toContain(undefined);
  const ended = await task.update({ assignmentStatus: "completed", reason: "done" });
  expect([ended.assignmentStatus, ended.reason]).toEqual(["completed", "done"]);
  expect(await task.remove()).toBe(true);
  await expect(task.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("the client leads a conversation", async () => {
  const { client } = await inFlexWorkspace();
  const { conversations } = client.conversations.v1;
  const made = await conversations.create({ uniqueName: "help", "timers.inactive": "PT1M", attributes: '{"a":1}' });
  expect(Object.values(made.toJSON())).not.toContain(undefined);
  const conversation = conversations("help");
  const pair = { "messagingBinding.address": "+14155550111", "messagingBinding.proxyAddress": "+14155550100" };
  const participant = await conversation.participants.create(pair);
  expect(Object.values(participant.toJSON())).not.toContain(undefined);
  for (const body of ["One", "Two", "Three"]) await conversation.messages.create({ author: "+14155550111", body });
  const messages = await conversation.messages.list({ order: "desc", pageSize: 2 });
  expect(messages.map(({ body, participantSid }) => [body, participantSid])).toEqual(
    ["Three", "Two", "One"].map((body) => [body, participant.sid]),
  );
  expect(Object.values(messages[0]?.toJSON() ?? {})).not.toContain(undefined);
  const webhook = await conversation.webhooks.create({
    target: "webhook",
    "configuration.url": "https://example.com",
    "configuration.method": "post",
    "configuration.filters": ["onMessageAdded"],
  });
  expect(Object.values(webhook.toJSON())).not.toContain(undefined);
  expect((await conversation.update({ state: "closed" })).state).toBe("closed");
  await expect(conversation.messages.create({ body: "x" })).rejects.toMatchObject({ status: 400, code: 50377 });
  expect(await conversation.remove()).toBe(true);
});

test("the client makes an interaction, reads its parts and closes its channel", async () => {
  const { client, workflowSid } = await inFlexWorkspace();
  const made = await client.flexApi.v1.interaction.create({
    channel: {
      type: "sms",
      initiated_by: "agent",
      participants: [{ address: "+14155550111", proxy_address: "+14155550100" }],
    },
    routing: { properties: { workflow_sid: workflowSid, task_channel_unique_name: "sms", attributes: { a: 1 } } },
  });
  expect(Object.values(made.toJSON())).not.toContain(undefined);
  expect(JSON.parse(made.routing.properties.attributes)).toMatchObject({ a: 1, direction: "outbound" });
  const interaction = client.flexApi.v1.interaction(made.sid);
  const [channel] = await interaction.channels.list();
  expect(Object.values(channel?.toJSON() ?? {})).not.toContain(undefined);
  const one = interaction.channels(channel?.sid ?? "");
  for (const items of [await one.invites.list(), await one.participants.list()]) {
    expect(Object.values(items[0]?.toJSON() ?? {})).not.toContain(undefined);
    expect(items).toHaveLength(1);
  }
  const closed = await one.update({ status: "closed", routing: { status: "closed" } });
  expect(closed.status).toBe("closed");
  await expect(one.update({ status: "closed" })).rejects.toMatchObject({ status: 400 });
});
