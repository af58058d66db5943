import { expect, test } from "vitest";
import { callbackReceiver } from "./callback-receiver.ts";
import { caller, deployed, flexWorkflow, number, state, withFlow } from "./flow-fixture.ts";
import { answered, postForm } from "./forms.ts";
import { authToken, type Running, running } from "./running.ts";

const address = "+15005550009";
const conversationTrigger = (next: string) => state("Trigger", "trigger", { incomingConversationMessage: next });

async function addressed(twilio: Running, fields: Record<string, string | string[]>) {
  const target = "conversations.twilio.com/v1/Configuration/Addresses";
  await answered(
    postForm(twilio, target, { Type: "sms", Address: address, "AutoCreation.Enabled": "true", ...fields }),
    201,
  );
}

async function withStudioAddress(states: (workflow: string) => Parameters<typeof deployed>[1], status = "published") {
  const twilio = await running();
  const flow = await deployed(twilio, states(flexWorkflow(twilio)), status);
  await addressed(twilio, { "AutoCreation.Type": "studio", "AutoCreation.StudioFlowSid": flow });
  return twilio;
}

test("a first message makes a conversation, runs the flow, and becomes an interaction with a task", async () => {
  const twilio = await withStudioAddress((workflow) => [
    conversationTrigger("Flex"),
    state(
      "Flex",
      "send-to-flex",
      {},
      {
        workflow,
        channel: "chat",
        attributes:
          '{"said":{{trigger.conversation.Body | to_json}},"conversations":{"media":[{"type":"ChatTranscript","sid":"{{trigger.conversation.ConversationSid}}"}]}}',
      },
    ),
  ]);
  const body = 'I said "hello"';
  const received = twilio.control.messages.receive({ to: address, from: caller, body });
  await twilio.control.settled();
  const held = twilio.control.state();
  expect(twilio.control.executions.notices()).toStrictEqual([]);
  const sid = received.conversation_sid;
  expect(held.interactions.channels).toMatchObject([{ media_channel_sid: sid, status: "active" }]);
  expect(JSON.parse(held.taskRouter.tasks[0]?.attributes ?? "")).toMatchObject({
    said: body,
    conversationSid: sid,
    customerAddress: caller,
    conversations: { media: [{ type: "ChatTranscript", sid }] },
  });

  // The conversation is with Flex now: another message joins it and starts nothing.
  const second = twilio.control.messages.receive({ to: address, from: caller, body: "Still there?" });
  await twilio.control.settled();
  expect(second.conversation_sid).toBe(sid);
  expect(twilio.control.state().executions.executions).toHaveLength(1);
});

test("a flow asks and goes on with the reply", async () => {
  const twilio = await withStudioAddress(() => [
    conversationTrigger("Ask"),
    state("Ask", "send-and-wait-for-reply", { incomingMessage: "Keep" }, { body: "Which one?", timeout: "3600" }),
    state("Keep", "set-variables", {}, { variables: [{ key: "one", value: "{{widgets.Ask.inbound.Body}}" }] }),
  ]);
  twilio.control.messages.receive({ to: address, from: caller, body: "Hello" });
  await twilio.control.settled();
  expect(twilio.control.state().executions.executions).toMatchObject([{ status: "active", waits: "reply" }]);
  twilio.control.messages.receive({ to: address, from: caller, body: "The second" });
  await twilio.control.settled();
  const held = twilio.control.state();
  expect(held.executions.executions).toMatchObject([
    { status: "ended", context: { flow: { variables: { one: "The second" } } } },
  ]);
  expect(held.chat.messages.map(({ body }) => body)).toStrictEqual(["Hello", "Which one?", "The second"]);
});

test("an address that names a webhook tells it, signed; one of the default type only makes conversations", async () => {
  const receiver = await callbackReceiver(authToken);
  const twilio = await running();
  await addressed(twilio, {
    "AutoCreation.Type": "webhook",
    "AutoCreation.WebhookUrl": `${receiver.url}/conversations`,
    "AutoCreation.WebhookFilters": ["onMessageAdded"],
  });
  const { conversation_sid: sid } = twilio.control.messages.receive({ to: address, from: caller, body: "Hello" });
  await twilio.control.settled();
  expect(receiver.received).toMatchObject([
    { signed: true, form: { EventType: "onMessageAdded", ConversationSid: sid, Author: caller, Body: "Hello" } },
  ]);
  expect(twilio.control.state().executions.executions).toStrictEqual([]);
});

test("a number's flow gets the messages of that number", async () => {
  const { twilio } = await withFlow([
    state("Trigger", "trigger", { incomingMessage: "Answer" }),
    state(
      "Answer",
      "send-message",
      {},
      { body: "You said {{trigger.message.Body}}", to: "{{contact.channel.address}}" },
    ),
  ]);
  twilio.control.messages.receive({ to: number, from: caller, body: "Hello" });
  await twilio.control.settled();
  expect(twilio.control.state().executions.executions).toMatchObject([
    { status: "ended", context: { widgets: { Answer: { outbound: { Body: "You said Hello", To: caller } } } } },
  ]);
});

test("a message that nothing here would take is refused, and leaves no trace", async () => {
  const twilio = await withStudioAddress(() => [conversationTrigger("Ask"), state("Ask", "say-play")], "draft");
  twilio.control.phoneNumbers.add({ phone_number: number, sms_url: "https://example.com/sms" });
  const receive = (to: string) => () => twilio.control.messages.receive({ to, from: caller, body: "Hello" });
  expect(receive(address)).toThrow("has not been published; publish it");
  expect(receive(number)).toThrow("leads to another server; local Twilio runs Studio flows only");
  expect(receive("+15005550001")).toThrow("is neither an address nor a number of this account; add it first");
  expect(twilio.control.state().chat.conversations).toStrictEqual([]);
  const body = JSON.stringify({ to: number, from: caller });
  const response = await fetch(`${twilio.url}/_control/messages`, { method: "POST", body });
  expect([response.status, await response.text()]).toStrictEqual([400, expect.stringContaining("message.body: ")]);
});
