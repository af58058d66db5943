import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { accountSid, running } from "./running.ts";
import { activity, availableWorker, created, fetched, flexWorkspace, listed, updated } from "./work.ts";

test("a worker is made in the workspace's default activity, changed and deleted", async () => {
  const twilio = await running();
  const at = `${flexWorkspace(twilio)}/Workers`;
  const worker = await created(twilio, at, { FriendlyName: "ada", Attributes: '{"level":1}' });
  expect(worker).toMatchObject({
    account_sid: accountSid,
    friendly_name: "ada",
    activity_name: "Offline",
    available: false,
    attributes: '{"level":1}',
    url: `https://${at}/${worker.sid}`,
  });
  const ActivitySid = await activity(twilio, "Available");
  const changed = await updated(twilio, `${at}/${worker.sid}`, { ActivitySid, Attributes: '{"level":2}' });
  expect(changed).toMatchObject({ activity_name: "Available", available: true, attributes: '{"level":2}' });
  expect(await fetched(twilio, `${at}/${worker.sid}`)).toStrictEqual(changed);
  expect((await twilio.call(`${at}/${worker.sid}`, { method: "DELETE" })).status).toBe(204);
  expect((await refused(twilio.call(`${at}/${worker.sid}`))).slice(0, 2)).toEqual([404, 20404]);
});

test("a fresh account has no workers, and lists are filtered by name, activity, expression and queue", async () => {
  const twilio = await running();
  const at = `${flexWorkspace(twilio)}/Workers`;
  expect(await listed(twilio, at, "workers")).toEqual([]);
  await availableWorker(twilio, "ada", { skills: ["de"] });
  await created(twilio, at, { FriendlyName: "eve", Attributes: '{"skills":["en"]}' });
  const queue = { FriendlyName: "German", TargetWorkers: "skills HAS 'de'" };
  const { sid: TaskQueueSid } = await created(twilio, `${flexWorkspace(twilio)}/TaskQueues`, queue);
  const names = async (query: Record<string, string>) =>
    (await listed(twilio, `${at}?${new URLSearchParams(query)}`, "workers")).map((worker) => worker.friendly_name);
  expect(await names({ FriendlyName: "eve" })).toEqual(["eve"]);
  expect(await names({ Available: "true" })).toEqual(["ada"]);
  expect(await names({ ActivityName: "Offline" })).toEqual(["eve"]);
  expect(await names({ TargetWorkersExpression: "activity_name IN ['Available'] AND skills HAS 'de'" })).toEqual([
    "ada",
  ]);
  expect(await names({ TaskQueueName: "German" })).toEqual(["ada"]);
  expect(await names({ TaskQueueSid })).toEqual(["ada"]);
  const wrong = await refused(twilio.call(`${at}?TargetWorkersExpression=skills`));
  expect(wrong.slice(0, 2)).toEqual([400, 20001]);
});

test("a worker with a task stays, and rejects it when told to on becoming unavailable", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const at = `${flexWorkspace(twilio)}/Workers/${worker.sid}`;
  const task = await created(twilio, `${flexWorkspace(twilio)}/Tasks`, {});
  const held = await refused(twilio.call(at, { method: "DELETE" }));
  expect(held).toEqual([400, 20001, `Cannot delete Worker ${worker.sid} because it has active reservations`]);
  const away = { ActivitySid: await activity(twilio, "Break"), RejectPendingReservations: "true" };
  await updated(twilio, at, away);
  expect(await fetched(twilio, `${flexWorkspace(twilio)}/Tasks/${task.sid}`)).toMatchObject({
    assignment_status: "pending",
  });
  const inUse = await refused(
    twilio.call(`${flexWorkspace(twilio)}/Activities/${away.ActivitySid}`, { method: "DELETE" }),
  );
  expect(inUse[2]).toMatch(/because worker WK\w+ is in it$/);
});

test("a worker has a channel for each of the workspace's", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const at = `${flexWorkspace(twilio)}/Workers/${worker.sid}/Channels`;
  const channels = await listed(twilio, at, "channels");
  expect(channels.map((channel) => channel.task_channel_unique_name)).toContain("voice");
  const voice = `${at}/${channels.find((channel) => channel.task_channel_unique_name === "voice")?.sid}`;
  expect(await updated(twilio, voice, { Available: "false" })).toMatchObject({
    available: false,
    configured_capacity: 1,
  });
  const task = await created(twilio, `${flexWorkspace(twilio)}/Tasks`, { TaskChannel: "voice" });
  expect(await listed(twilio, `${flexWorkspace(twilio)}/Tasks/${task.sid}/Reservations`, "reservations")).toEqual([]);
  expect((await refused(postForm(twilio, voice, { Capacity: "51" })))[0]).toBe(400);
  expect((await refused(twilio.call(`${at}/fax`)))[0]).toBe(404);
});

test.each([
  ["no name", {}, "Missing required parameter FriendlyName in the post body"],
  ["a taken name", { FriendlyName: "ada" }, /^Worker named ada already exists/],
  ["attributes that are no JSON", { FriendlyName: "eve", Attributes: "x" }, "Attributes is not a valid JSON object"],
  ["an unknown activity", { FriendlyName: "eve", ActivitySid: `WA${"0".repeat(32)}` }, /does not exist/],
  ["an unknown parameter", { FriendlyName: "eve", Skills: "x" }, "Unknown parameter Skills"],
])("a worker with %s is refused", async (_, fields, message) => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const response = postForm(twilio, `${flexWorkspace(twilio)}/Workers`, fields as Record<string, string>);
  const [status, code, text] = await refused(response);
  expect([status, code]).toEqual([400, 20001]);
  expect(text).toMatch(message);
});

test("a stale If-Match is refused for workers too", async () => {
  const twilio = await running();
  const worker = await availableWorker(twilio, "ada");
  const at = `${flexWorkspace(twilio)}/Workers/${worker.sid}`;
  const stale = { method: "DELETE", headers: { "if-match": '"7"' } };
  expect((await refused(twilio.call(at, stale))).slice(0, 2)).toEqual([412, 20412]);
});
