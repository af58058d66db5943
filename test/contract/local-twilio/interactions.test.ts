import { expect, test } from "vitest";
import { answered, postForm, refused } from "./forms.ts";
import { type Running, running } from "./running.ts";
import { availableWorker, created, fetched, flexWorkspace, type Item, listed, updated } from "./work.ts";

const interactions = "flex-api.twilio.com/v1/Interactions";
const conversations = "conversations.twilio.com/v1/Conversations";
const participants = [{ address: "+14155550111", proxy_address: "+14155550100" }];
const media = [{ type: "ChatTranscript", sid: `CH${"1".repeat(32)}` }];

function parameters(twilio: Running, channel: object = {}, routing: object = {}): Record<string, string> {
  const { taskrouter_workspace_sid, taskrouter_target_workflow_sid } = twilio.control.flexConfiguration.get();
  const properties = {
    workspace_sid: taskrouter_workspace_sid,
    workflow_sid: taskrouter_target_workflow_sid,
    task_channel_unique_name: "sms",
    attributes: { customerName: "Ada", conversations: { media } },
    ...routing,
  };
  return {
    Channel: JSON.stringify({ type: "sms", initiated_by: "api", participants, ...channel }),
    Routing: JSON.stringify({ properties }),
  };
}

/** An interaction, its channel and its task, as targets. */
async function newInteraction(twilio: Running) {
  const interaction = await updated(twilio, interactions, parameters(twilio));
  const [channel] = await listed(twilio, `${interactions}/${interaction.sid}/Channels`, "channels");
  const { properties } = interaction.routing as { properties: Item };
  return {
    interaction,
    channel: `${interactions}/${interaction.sid}/Channels/${channel?.sid}`,
    task: `${flexWorkspace(twilio)}/Tasks/${properties.sid}`,
    conversation: `${conversations}/${JSON.parse(String(properties.attributes)).conversationSid}`,
  };
}

async function accept(twilio: Running, task: string): Promise<string> {
  const [reservation] = await listed(twilio, `${task}/Reservations`, "reservations");
  const at = `${task}/Reservations/${reservation?.sid}`;
  await updated(twilio, at, { ReservationStatus: "accepted" });
  return at;
}

test("an interaction makes a conversation, one channel, an invite, and a task with the attributes given", async () => {
  const twilio = await running();
  const { interaction, channel, task, conversation } = await newInteraction(twilio);
  expect(interaction).toMatchObject({
    sid: expect.stringMatching(/^KD/),
    channel: { type: "sms", sid: expect.stringMatching(/^UO/) },
    routing: { reservation: null, properties: { assignment_status: "pending", queue_name: "Everyone" } },
    interaction_context_sid: null,
    links: { channels: `https://${interactions}/${interaction.sid}/Channels` },
  });
  const held = await fetched(twilio, task);
  const attributes = JSON.parse(String(held.attributes));
  expect(attributes).toMatchObject({
    customerName: "Ada",
    conversations: { media },
    customerAddress: "+14155550111",
    channelType: "sms",
    direction: "inbound",
    flexInteractionSid: interaction.sid,
  });
  expect(held.task_channel_unique_name).toBe("sms");
  const [invite] = await listed(twilio, `${channel}/Invites`, "invites");
  expect(invite).toMatchObject({ sid: attributes.flexChannelInviteSid, routing: { properties: { sid: held.sid } } });
  expect(await fetched(twilio, channel)).toMatchObject({ status: "active", type: "sms", error_code: null });
  expect(await listed(twilio, `${channel}/Participants`, "participants")).toMatchObject([{ type: "customer" }]);
  expect(await listed(twilio, `${conversation}/Participants`, "participants")).toMatchObject([
    { messaging_binding: { address: "+14155550111" } },
  ]);
  expect(await fetched(twilio, `${interactions}/${interaction.sid}`)).toMatchObject({ sid: interaction.sid });
  const renamed = await updated(twilio, `${interactions}/${interaction.sid}`, { WebhookTtid: "flex_1" });
  expect(renamed.webhook_ttid).toBe("flex_1");
});

test("an agent who accepts joins; who completes leaves, and with the last one the conversation closes", async () => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const { channel, task, conversation } = await newInteraction(twilio);
  const reservation = await accept(twilio, task);
  expect(await listed(twilio, `${channel}/Participants`, "participants")).toMatchObject([
    { type: "customer" },
    { type: "agent", routing_properties: { reservation_sid: reservation.split("/").at(-1) } },
  ]);
  const identities = async () =>
    (await listed(twilio, `${conversation}/Participants`, "participants")).map(({ identity }) => identity);
  expect(await identities()).toEqual([null, "ada"]);
  await updated(twilio, reservation, { ReservationStatus: "wrapping" });
  expect(await identities()).toEqual([null]);
  expect(await fetched(twilio, conversation)).toMatchObject({ state: "closed" });
  expect(await fetched(twilio, channel)).toMatchObject({ status: "closed" });
  await updated(twilio, reservation, { ReservationStatus: "completed" });
  expect(await fetched(twilio, task)).toMatchObject({ assignment_status: "completed" });
});

test.each([
  [{ Status: "closed" }, "closed", "wrapping", "closed"],
  [{ Status: "closed", Routing: '{"status":"closed"}' }, "closed", "completed", "closed"],
  [{ Status: "inactive", Routing: '{"status":"closed"}' }, "inactive", "completed", "active"],
])("a channel that is set to %o", async (fields, channelStatus, taskStatus, state) => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const { channel, task, conversation } = await newInteraction(twilio);
  await accept(twilio, task);
  expect(await updated(twilio, channel, fields as Record<string, string>)).toMatchObject({ status: channelStatus });
  expect(await fetched(twilio, task)).toMatchObject({ assignment_status: taskStatus });
  expect(await fetched(twilio, conversation)).toMatchObject({ state });
});

test("another agent is invited with a task of their own, and participants come and go", async () => {
  const twilio = await running();
  await availableWorker(twilio, "ada");
  const { channel, task } = await newInteraction(twilio);
  await accept(twilio, task);
  await availableWorker(twilio, "eve");
  const { Routing = "" } = parameters(twilio);
  const invite = await updated(twilio, `${channel}/Invites`, { Routing });
  const { properties } = invite.routing as { properties: Item };
  await accept(twilio, `${flexWorkspace(twilio)}/Tasks/${properties.sid}`);
  const agents = async () =>
    (await listed(twilio, `${channel}/Participants`, "participants")).filter(({ type }) => type === "agent");
  const [ada] = await agents();
  expect(await agents()).toHaveLength(2);
  await updated(twilio, `${channel}/Participants/${ada?.sid}`, { Status: "closed" });
  expect(await fetched(twilio, task)).toMatchObject({ assignment_status: "completed" });
  expect(await fetched(twilio, channel)).toMatchObject({ status: "active" });
  const supervisor = { Type: "supervisor", MediaProperties: '{"identity":"joe"}' };
  expect(await updated(twilio, `${channel}/Participants`, supervisor)).toMatchObject({ type: "supervisor" });
});

test("a transfer is kept and followed", async () => {
  const twilio = await running();
  const { channel } = await newInteraction(twilio);
  const made = await answered(twilio.post(`${channel}/Transfers`, { type: "cold", to: `WQ${"1".repeat(32)}` }), 201);
  expect(made).toMatchObject({ status: "active", type: "cold", from: null });
  const at = `${channel}/Transfers/${made.sid}`;
  expect(await answered(twilio.post(at, { status: "completed" }))).toMatchObject({ status: "completed" });
  expect(await fetched(twilio, at)).toMatchObject({ status: "completed" });
  expect((await refused(twilio.post(`${channel}/Transfers`, { type: "hot", to: "x" })))[0]).toBe(400);
  expect((await refused(postForm(twilio, `${channel}/Transfers`, { type: "cold" })))[0]).toBe(415);
});

test("a conversation that is there is taken, once, and not when it is closed", async () => {
  const twilio = await running();
  const { sid } = await created(twilio, conversations, {});
  const there = parameters(twilio, { type: "web", participants: undefined, properties: { media_channel_sid: sid } });
  await updated(twilio, interactions, there);
  expect((await refused(postForm(twilio, interactions, there)))[2]).toMatch(
    /^Invalid Channel: Conversation .* already$/,
  );
  const other = await created(twilio, conversations, {});
  await updated(twilio, `${conversations}/${other.sid}`, { State: "closed" });
  const closed = parameters(twilio, { participants: undefined, properties: { media_channel_sid: other.sid } });
  const refusal = [400, 45354, "Cannot create a Channel for a closed Conversation."];
  expect(await refused(postForm(twilio, interactions, closed))).toEqual(refusal);
});

test.each([
  ["no routing", { Routing: "" }, 20001],
  ["no channel", { Channel: "" }, 20001],
  ["a channel that is no JSON", { Channel: "sms" }, 45366],
  ["a channel of an unknown type", { Channel: '{"type":"fax","initiated_by":"api"}' }, 45366],
  ["nobody", { Channel: '{"type":"sms","initiated_by":"api"}' }, 45366],
  ["routing without properties", { Routing: "{}" }, 45366],
  ["a workflow's SID that is none", { Routing: '{"properties":{"workflow_sid":"WW1"}}' }, 45366],
  ["attributes that are no object", { Routing: '{"properties":{"attributes":"[]"}}' }, 45366],
  ["too many attributes", { Routing: JSON.stringify({ properties: { attributes: { a: "x".repeat(4000) } } }) }, 20001],
  ["an unknown parameter", { Attributes: "{}" }, 20001],
])("an interaction with %s is refused, and leaves nothing", async (_, fields, code) => {
  const twilio = await running();
  const before = twilio.control.state();
  const response = postForm(twilio, interactions, { ...parameters(twilio), ...(fields as Record<string, string>) });
  expect((await refused(response)).slice(0, 2)).toEqual([400, code]);
  expect(twilio.control.state()).toEqual(before);
});

test.each([
  ["", { Status: "active" }, [400, 20001]],
  ["", { Status: "inactive" }, [400, 45366]],
  ["", { Status: "closed", Routing: '{"status":"gone"}' }, [400, 45366]],
  ["/Participants", { Type: "agent" }, [400, 20001]],
  ["/Participants", { Type: "agent", MediaProperties: '{"identity":1}' }, [400, 45366]],
  [`/Participants/UT${"0".repeat(32)}`, { Status: "closed" }, [404, 20404]],
  ["/Invites", { Routing: "{" }, [400, 45366]],
])("a channel refuses %s %o", async (path, fields, status) => {
  const twilio = await running();
  const { channel } = await newInteraction(twilio);
  const response = postForm(twilio, channel + path, fields as Record<string, string>);
  expect((await refused(response)).slice(0, 2)).toEqual(status);
});
