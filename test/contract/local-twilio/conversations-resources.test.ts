import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { accountSid, type Running, running, temporaryFolder } from "./running.ts";
import { created, fetched, flexWorkspace, listed, standingClock, updated } from "./work.ts";

const conversations = "conversations.twilio.com/v1/Conversations";
const closedRefusal = [400, 50377, "Can't update conversation as it's in final closed state"];

function newConversation(twilio: Running, fields: Record<string, string> = {}) {
  return created(twilio, conversations, fields);
}

test("a conversation is made, found by SID and unique name, listed, changed and deleted with all that is in it", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const conversation = await newConversation(twilio, {
    FriendlyName: "Help",
    UniqueName: "help",
    Attributes: '{"a":1}',
  });
  const at = `${conversations}/${conversation.sid}`;
  expect(conversation).toStrictEqual({
    account_sid: accountSid,
    sid: expect.stringMatching(/^CH[0-9a-f]{32}$/),
    chat_service_sid: expect.stringMatching(/^IS/),
    messaging_service_sid: null,
    friendly_name: "Help",
    unique_name: "help",
    attributes: '{"a":1}',
    state: "active",
    timers: {},
    bindings: {},
    date_created: "2026-11-21T12:00:00Z",
    date_updated: "2026-11-21T12:00:00Z",
    url: `https://${at}`,
    links: {
      participants: `https://${at}/Participants`,
      messages: `https://${at}/Messages`,
      webhooks: `https://${at}/Webhooks`,
    },
  });
  expect(await fetched(twilio, `${conversations}/help`)).toStrictEqual(conversation);
  expect(await listed(twilio, `${conversations}?State=active`, "conversations")).toStrictEqual([conversation]);
  expect(await listed(twilio, `${conversations}?StartDate=2026-11-22`, "conversations")).toEqual([]);
  expect(await updated(twilio, `${conversations}/help`, { FriendlyName: "" })).toMatchObject({ friendly_name: null });
  await created(twilio, `${at}/Participants`, { Identity: "ada" });
  await created(twilio, `${at}/Messages`, { Body: "Hello" });
  expect((await twilio.call(at, { method: "DELETE" })).status).toBe(204);
  for (const path of ["", "/Participants", "/Messages", "/Webhooks"]) {
    expect((await refused(twilio.call(at + path))).slice(0, 2)).toEqual([404, 20404]);
  }
  expect(twilio.control.state().chat).toEqual({ conversations: [], participants: [], messages: [], webhooks: [] });
});

test("a conversation is in its service only, and goes with it", async () => {
  const twilio = await running();
  const service = await created(twilio, "conversations.twilio.com/v1/Services", { FriendlyName: "Second" });
  const under = `conversations.twilio.com/v1/Services/${service.sid}/Conversations`;
  const { sid, url } = await created(twilio, under, { UniqueName: "help" });
  expect(url).toBe(`https://${under}/${sid}`);
  expect((await refused(twilio.call(`${conversations}/${sid}`)))[0]).toBe(404);
  // The same unique name is free in another service.
  await newConversation(twilio, { UniqueName: "help" });
  await created(twilio, `${under}/help/Messages`, { Body: "Hello" });
  expect(await listed(twilio, `${under}/${sid}/Messages`, "messages")).toMatchObject([
    { chat_service_sid: service.sid },
  ]);
  await twilio.call(`conversations.twilio.com/v1/Services/${service.sid}`, { method: "DELETE" });
  expect(twilio.control.state().chat.messages).toEqual([]);
  expect(twilio.control.state().chat.conversations).toHaveLength(1);
});

test("a closed conversation is closed for good", async () => {
  const twilio = await running();
  const { sid } = await newConversation(twilio);
  const at = `${conversations}/${sid}`;
  const participant = await created(twilio, `${at}/Participants`, { Identity: "ada" });
  const message = await created(twilio, `${at}/Messages`, { Body: "Hello" });
  expect(await updated(twilio, at, { State: "closed" })).toMatchObject({ state: "closed" });
  const changes: [string, Record<string, string>][] = [
    ["", { State: "active" }],
    ["", { FriendlyName: "Other" }],
    ["/Participants", { Identity: "eve" }],
    [`/Participants/${participant.sid}`, { Attributes: "{}" }],
    ["/Messages", { Body: "More" }],
    [`/Messages/${message.sid}`, { Body: "Other" }],
    ["/Webhooks", { Target: "webhook", "Configuration.Url": "https://example.com" }],
  ];
  for (const [path, fields] of changes) {
    expect(await refused(postForm(twilio, at + path, fields))).toEqual(closedRefusal);
  }
  expect(await fetched(twilio, at)).toMatchObject({ state: "closed" });
  expect((await twilio.call(at, { method: "DELETE" })).status).toBe(204);
});

test("timers make a conversation inactive and then close it; a message brings it back", async () => {
  const clock = standingClock();
  const twilio = await running({ now: clock.now });
  const timers = { "Timers.Inactive": "PT1M", "Timers.Closed": "PT10M" };
  const { sid, timers: shown } = await newConversation(twilio, timers);
  expect(shown).toEqual({ date_inactive: "2026-11-21T12:01:00Z", date_closed: "2026-11-21T12:10:00Z" });
  const at = `${conversations}/${sid}`;
  clock.pass(60);
  expect(await fetched(twilio, at)).toMatchObject({
    state: "inactive",
    timers: { date_closed: "2026-11-21T12:10:00Z" },
  });
  await created(twilio, `${at}/Messages`, { Body: "Still there?" });
  expect(await fetched(twilio, at)).toMatchObject({ state: "active", timers: { date_closed: "2026-11-21T12:11:00Z" } });
  clock.pass(600);
  expect(await fetched(twilio, at)).toMatchObject({ state: "closed", timers: {} });
});

test("participants are chat users or addresses, each once, and an address pair in one open conversation", async () => {
  const twilio = await running();
  const [first, second] = [await newConversation(twilio), await newConversation(twilio)];
  const at = `${conversations}/${first.sid}`;
  const ada = await created(twilio, `${at}/Participants`, { Identity: "ada", Attributes: '{"role":"driver"}' });
  expect(ada).toMatchObject({ identity: "ada", messaging_binding: null, attributes: '{"role":"driver"}' });
  expect(ada.role_sid).toMatch(/^RL/);
  const pair = { "MessagingBinding.Address": "+14155550111", "MessagingBinding.ProxyAddress": "+14155550100" };
  const customer = await created(twilio, `${at}/Participants`, pair);
  expect(customer).toMatchObject({
    identity: null,
    messaging_binding: { type: "sms", address: "+14155550111", proxy_address: "+14155550100" },
  });
  expect(await fetched(twilio, `${at}/Participants/${customer.sid}`)).toStrictEqual(customer);
  const again = await refused(postForm(twilio, `${at}/Participants`, { Identity: "ada" }));
  expect(again).toEqual([409, 50433, "Participant already exists"]);
  const elsewhere = `${conversations}/${second.sid}/Participants`;
  const taken = `A binding for this participant and proxy address already exists in Conversation ${first.sid}`;
  expect(await refused(postForm(twilio, elsewhere, pair))).toEqual([409, 50416, taken]);
  await updated(twilio, at, { State: "closed" });
  expect(await created(twilio, elsewhere, pair)).toMatchObject({ conversation_sid: second.sid });
});

test("messages count from zero, name their participant, and are listed either way round", async () => {
  const twilio = await running();
  const { sid } = await newConversation(twilio);
  const at = `${conversations}/${sid}`;
  const ada = await created(twilio, `${at}/Participants`, { Identity: "ada" });
  await created(twilio, `${at}/Messages`, { Author: "ada", Body: "One", Attributes: '{"n":1}' });
  await created(twilio, `${at}/Messages`, { Body: "Two" });
  const messages = await listed(twilio, `${at}/Messages`, "messages");
  expect(messages).toMatchObject([
    { index: 0, author: "ada", body: "One", participant_sid: ada.sid, attributes: '{"n":1}', media: null },
    { index: 1, author: "system", body: "Two", participant_sid: null, attributes: "{}" },
  ]);
  const backwards = await listed(twilio, `${at}/Messages?Order=desc`, "messages");
  expect(backwards.map(({ index }) => index)).toEqual([1, 0]);
  const one = `${at}/Messages/${messages[0]?.sid}`;
  expect(await updated(twilio, one, { Body: "Uno" })).toMatchObject({ body: "Uno", author: "ada" });
  expect((await twilio.call(one, { method: "DELETE" })).status).toBe(204);
  expect((await created(twilio, `${at}/Messages`, { Body: "Three" })).index).toBe(2);
});

test.each([
  ["a conversation that begins closed", "", { State: "closed" }, [400, 50384]],
  ["an unknown state", "", { State: "open" }, [400, 20001]],
  ["attributes that are no JSON", "", { Attributes: "{" }, [400, 50304]],
  ["attributes of more than 16 KB", "", { Attributes: JSON.stringify({ a: "x".repeat(16_384) }) }, [400, 50303]],
  ["a short inactivity timer", "", { "Timers.Inactive": "PT59S" }, [400, 20001]],
  ["a short closing timer", "", { "Timers.Closed": "PT9M" }, [400, 20001]],
  ["a messaging service's SID of another kind", "", { MessagingServiceSid: "IS1" }, [400, 20001]],
  ["an unknown parameter", "", { Name: "x" }, [400, 20001]],
  ["a taken unique name", "", { UniqueName: "taken" }, [409, 50353]],
  ["a participant who is nobody", "/taken/Participants", {}, [400, 20001]],
  ["half of a binding", "/taken/Participants", { "MessagingBinding.Address": "+1415" }, [400, 20001]],
  [
    "a participant's attributes of more than 4 KB",
    "/taken/Participants",
    { Identity: "a", Attributes: `{"a":"${"x".repeat(4096)}"}` },
    [400, 50303],
  ],
  ["a role that is none", "/taken/Participants", { Identity: "a", RoleSid: `RL${"0".repeat(32)}` }, [400, 20001]],
  ["a message of more than 1,600 characters", "/taken/Messages", { Body: "x".repeat(1601) }, [400, 20001]],
  ["media, which is not served", "/taken/Messages", { MediaSid: `ME${"0".repeat(32)}` }, [400, 20001]],
  ["a conversation that isn't there", "/other/Messages", { Body: "x" }, [404, 20404]],
])("%s is refused", async (_, path, fields, status) => {
  const twilio = await running();
  await newConversation(twilio, { UniqueName: "taken" });
  const before = twilio.control.state().chat;
  const response = postForm(twilio, conversations + path, fields as Record<string, string>);
  expect((await refused(response)).slice(0, 2)).toEqual(status);
  expect(twilio.control.state().chat).toEqual(before);
});

test("what is said, and work, are there after a restart; an older state file has neither", async () => {
  const stateFile = join(temporaryFolder(), "twilio.json");
  const first = await running({ stateFile });
  const { sid } = await newConversation(first);
  await created(first, `${conversations}/${sid}/Messages`, { Body: "Hello" });
  const task = await created(first, `${flexWorkspace(first)}/Tasks`, {});
  const before = first.control.state();
  await first.close();
  const second = await running({ stateFile });
  expect(second.control.state()).toEqual(before);
  expect(await fetched(second, `${flexWorkspace(second)}/Tasks/${task.sid}`)).toMatchObject({ sid: task.sid });
  await second.close();

  const old = JSON.parse(readFileSync(stateFile, "utf8"));
  for (const slice of ["chat", "interactions"]) delete old.state[slice];
  for (const part of ["workers", "tasks", "reservations"]) delete old.state.taskRouter[part];
  writeFileSync(stateFile, JSON.stringify(old));
  const third = await running({ stateFile });
  expect(await listed(third, conversations, "conversations")).toEqual([]);
  expect(await listed(third, `${flexWorkspace(third)}/Tasks`, "tasks")).toEqual([]);
});
