import { expect, onTestFinished, test } from "vitest";
import { openAccount } from "../../../local/twilio/account.ts";
import { receiveMessage } from "../../../local/twilio/conversations/inbound.ts";
import { addParticipant } from "../../../local/twilio/conversations/new-conversation.ts";
import type { Address, AutoCreation } from "../../../local/twilio/conversations/state.ts";
import { accountSid, authToken } from "./running.ts";
import { standingClock } from "./work.ts";

const message = { to: "+14155550100", from: "+14155550111", body: "Help!" };
const flow = `FW${"1".repeat(32)}`;

/** An account with one address, and what it tells its owner's servers. */
function accountWith(autoCreation: AutoCreation, more: Partial<Address> = {}) {
  const told: [string, Record<string, string>][] = [];
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const { now, pass } = standingClock();
  const fetch: typeof globalThis.fetch = async (url, init) => {
    told.push([String(url), Object.fromEntries(new URLSearchParams(String(init?.body ?? "")))]);
    return new Response("");
  };
  const account = openAccount({ accountSid, authToken, now, fetch, closing: closing.signal });
  account.state.change(({ conversations }) =>
    conversations.addresses.push({
      sid: `IG${"0".repeat(32)}`,
      type: "sms",
      address: message.to,
      friendly_name: null,
      address_country: null,
      auto_creation: autoCreation,
      date_created: "",
      date_updated: "",
      ...more,
    }),
  );
  return { account, told, pass };
}

test("an address of type webhook makes a conversation with a webhook of its own, which hears the message", async () => {
  const filters = ["onMessageAdded"];
  const url = "https://example.com/hook";
  const { account, told } = accountWith({ enabled: true, type: "webhook", webhook_url: url, webhook_filters: filters });
  const received = receiveMessage(account, message);
  expect(received).toMatchObject({
    created: true,
    studio: [],
    conversation: { state: "active", friendly_name: message.from },
    participant: { messaging_binding: { type: "sms", address: message.from, proxy_address: message.to } },
    message: { author: message.from, body: "Help!", index: 0 },
  });
  expect(account.state.current.chat.webhooks).toMatchObject([{ target: "webhook", configuration: { url, filters } }]);
  await account.work.settled();
  expect(told).toMatchObject([[url, { EventType: "onMessageAdded", Source: "SMS", Body: "Help!" }]]);
  const next = receiveMessage(account, { ...message, body: "Hello?" });
  expect(next).toMatchObject({ created: false, message: { index: 1 } });
  expect(next?.conversation.sid).toBe(received?.conversation.sid);
  expect(account.state.current.chat.conversations).toHaveLength(1);
});

test("an address of type studio names the flow that is to start", () => {
  const { account } = accountWith({ enabled: true, type: "studio", studio_flow_sid: flow, studio_retry_count: 2 });
  const received = receiveMessage(account, message);
  expect(received?.studio).toMatchObject([{ target: "studio", configuration: { flow_sid: flow, retry_count: 2 } }]);
  expect(receiveMessage(account, message)?.studio).toHaveLength(1);
});

test("an address of type default makes a conversation of its service, which the account's webhook hears", async () => {
  const { account, told } = accountWith({
    enabled: true,
    type: "default",
    conversation_service_sid: `IS${"2".repeat(32)}`,
  });
  const filters = ["onConversationAdded", "onParticipantAdded"];
  const url = "https://example.com/account";
  account.state.change(({ conversations }) =>
    Object.assign(conversations.webhooks, { post_webhook_url: url, filters }),
  );
  expect(receiveMessage(account, message)?.conversation.chat_service_sid).toBe(`IS${"2".repeat(32)}`);
  expect(account.state.current.chat.webhooks).toEqual([]);
  await account.work.settled();
  expect(told.map(([, { EventType: type }]) => type)).toEqual(filters);
});

test("an address of another kind takes messages of its kind only", () => {
  const address = { type: "whatsapp", address: `whatsapp:${message.to}` } as const;
  const { account } = accountWith({ enabled: true, type: "default" }, address);
  expect(receiveMessage(account, message)).toBeUndefined();
  const [to, from] = [`whatsapp:${message.to}`, `whatsapp:${message.from}`];
  expect(receiveMessage(account, { ...message, to, from })?.participant.messaging_binding?.type).toBe("whatsapp");
});

test("without auto-creation a message belongs to no conversation, unless its pair is in one", () => {
  const { account } = accountWith({ enabled: false, type: "default" });
  expect(receiveMessage(account, message)).toBeUndefined();
  expect(account.state.current.chat.conversations).toEqual([]);
  expect(() => addParticipant(account, `CH${"0".repeat(32)}`, { identity: "a" })).toThrow("was not found");
});

test("after a conversation has closed, the next message makes another", () => {
  const { account, pass } = accountWith({ enabled: true, type: "default" });
  account.state.change(({ conversations }) =>
    Object.assign(conversations.configuration, { default_closed_timer: "PT10M" }),
  );
  const first = receiveMessage(account, message);
  pass(600);
  const second = receiveMessage(account, message);
  expect(second?.created).toBe(true);
  expect(second?.conversation.sid).not.toBe(first?.conversation.sid);
});
