import { expect, test } from "vitest";
import { postForm, refused } from "./forms.ts";
import { type Running, running } from "./running.ts";
import { created, fetched, listed } from "./work.ts";

const conversations = "conversations.twilio.com/v1/Conversations";
const flow = `FW${"1".repeat(32)}`;

async function webhooksOf(twilio: Running): Promise<string> {
  return `${conversations}/${(await created(twilio, conversations, {})).sid}/Webhooks`;
}

test.each([
  [
    { Target: "webhook", "Configuration.Url": "https://example.com/a", "Configuration.Filters": ["onMessageAdded"] },
    { url: "https://example.com/a", method: "POST", filters: ["onMessageAdded"] },
  ],
  [
    { Target: "trigger", "Configuration.Url": "https://example.com/a", "Configuration.Triggers": ["help", "stop"] },
    { url: "https://example.com/a", method: "POST", triggers: ["help", "stop"] },
  ],
  [{ Target: "studio", "Configuration.FlowSid": flow }, { flow_sid: flow }],
])("a scoped webhook is made, listed, changed and deleted: %o", async (fields, configuration) => {
  const twilio = await running();
  const at = await webhooksOf(twilio);
  const webhook = await created(twilio, at, fields as unknown as Record<string, string>);
  expect(webhook).toMatchObject({ target: fields.Target, configuration, url: `https://${at}/${webhook.sid}` });
  expect(await listed(twilio, at, "webhooks")).toStrictEqual([webhook]);
  expect(await fetched(twilio, `${at}/${webhook.sid}`)).toStrictEqual(webhook);
  const fixed = await refused(postForm(twilio, `${at}/${webhook.sid}`, { Target: "webhook" }));
  expect(fixed).toEqual([400, 20001, "Unknown parameter Target"]);
  expect((await twilio.call(`${at}/${webhook.sid}`, { method: "DELETE" })).status).toBe(204);
  expect(await listed(twilio, at, "webhooks")).toEqual([]);
});

test("a conversation has five webhooks at most", async () => {
  const twilio = await running();
  const at = await webhooksOf(twilio);
  const studio = { Target: "studio", "Configuration.FlowSid": flow };
  for (let count = 0; count < 5; count++) await created(twilio, at, studio);
  expect(await refused(postForm(twilio, at, studio))).toEqual([400, 50361, "Too many conversation webhooks"]);
  expect(await listed(twilio, at, "webhooks")).toHaveLength(5);
});

test.each([
  ["no target", {}, 20001],
  ["an unknown target", { Target: "flex" }, 20001],
  ["no URL", { Target: "webhook" }, 20001],
  ["a URL that is none", { Target: "webhook", "Configuration.Url": "example" }, 20001],
  [
    "a URL that is too long",
    { Target: "webhook", "Configuration.Url": `https://example.com/${"x".repeat(500)}` },
    50372,
  ],
  [
    "an unknown filter",
    { Target: "webhook", "Configuration.Url": "https://example.com", "Configuration.Filters": "onRain" },
    20001,
  ],
  [
    "a flow for a webhook",
    { Target: "webhook", "Configuration.Url": "https://example.com", "Configuration.FlowSid": flow },
    20001,
  ],
  ["no flow", { Target: "studio" }, 20001],
  ["no trigger", { Target: "trigger", "Configuration.Url": "https://example.com" }, 50371],
  [
    "an empty trigger",
    { Target: "trigger", "Configuration.Url": "https://example.com", "Configuration.Triggers": "" },
    50366,
  ],
])("a scoped webhook with %s is refused", async (_, fields, code) => {
  const twilio = await running();
  const at = await webhooksOf(twilio);
  expect((await refused(postForm(twilio, at, fields as Record<string, string>))).slice(0, 2)).toEqual([400, code]);
});

/** A local Twilio whose callbacks are only written down, and the function that takes a message in. */
async function withInbox() {
  const told: { url: string; form: Record<string, string> }[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    told.push({ url: String(url), form: Object.fromEntries(new URLSearchParams(String(init?.body ?? ""))) });
    return new Response("");
  };
  const twilio = await running({ fetch });
  return { twilio, told };
}

test("changes through the API are told only when the request asks for it, and only what is filtered", async () => {
  const { twilio, told } = await withInbox();
  const at = await webhooksOf(twilio);
  const url = "https://example.com/hook";
  await created(twilio, at, {
    Target: "webhook",
    "Configuration.Url": url,
    "Configuration.Filters": ["onMessageAdded"],
  });
  await created(twilio, at, { Target: "trigger", "Configuration.Url": `${url}/t`, "Configuration.Triggers": "help" });
  const messages = at.replace("/Webhooks", "/Messages");
  const headers = { "x-twilio-webhook-enabled": "true" };
  const say = (Body: string, more = headers as Record<string, string>) =>
    twilio.call(messages, { method: "POST", headers: more, body: new URLSearchParams({ Body, Author: "ada" }) });
  await say("unheard", {});
  await say("Good day");
  await say("HELP me");
  await twilio.call(at.replace("/Webhooks", ""), {
    method: "POST",
    headers,
    body: new URLSearchParams({ State: "inactive" }),
  });
  await twilio.control.settled();
  expect(told.map((one) => [one.url, one.form.EventType, one.form.Body, one.form.Source])).toEqual([
    [url, "onMessageAdded", "Good day", "API"],
    [url, "onMessageAdded", "HELP me", "API"],
    [`${url}/t`, "onMessageAdded", "HELP me", "API"],
  ]);
  expect(told[0]?.form).toMatchObject({ Author: "ada", Index: "1", MessageSid: expect.stringMatching(/^IM/) });
});
