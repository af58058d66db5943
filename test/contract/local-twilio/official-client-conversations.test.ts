import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { accountSid, authToken, type Running, running } from "./running.ts";

const require = createRequire(import.meta.url);
const twilioClient: typeof import("twilio") = require("twilio");

type ClientOptions = NonNullable<Parameters<typeof twilioClient>[2]>;

/** Every host is rewritten: pages name the next one by Twilio's own. */
function clientOf({ url }: Running) {
  const httpClient: NonNullable<ClientOptions["httpClient"]> = new twilioClient.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\//, url) });
  return twilioClient(accountSid, authToken, { httpClient });
}

test("the client makes, finds, changes and removes an address", async () => {
  const twilio = await running();
  const { addressConfigurations } = clientOf(twilio).conversations.v1;
  const created = await addressConfigurations.create({
    type: "sms",
    address: "+14155550100",
    "autoCreation.enabled": true,
    "autoCreation.type": "webhook",
    "autoCreation.webhookUrl": "https://example.com",
    "autoCreation.webhookMethod": "post",
    "autoCreation.webhookFilters": ["onMessageAdded", "onMessageRemoved"],
  });
  // Every property that the client knows is there, null at least.
  expect(Object.values(created.toJSON())).not.toContain(undefined);
  expect(created.autoCreation).toMatchObject({ webhook_method: "POST", webhook_filters: { length: 2 } });
  expect(created.dateCreated).toBeInstanceOf(Date);
  expect((await addressConfigurations("+14155550100").fetch()).sid).toBe(created.sid);
  const updated = await addressConfigurations(created.sid).update({
    friendlyName: "Help",
    "autoCreation.type": "studio",
    "autoCreation.studioFlowSid": `FW${"1".repeat(32)}`,
    "autoCreation.studioRetryCount": 2,
  });
  expect(updated.autoCreation).toEqual({
    enabled: true,
    type: "studio",
    studio_flow_sid: `FW${"1".repeat(32)}`,
    studio_retry_count: 2,
  });
  expect(await addressConfigurations(created.sid).remove()).toBe(true);
  await expect(addressConfigurations(created.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("the client reads and changes configurations, roles and services, page after page", async () => {
  const twilio = await running();
  const { v1 } = clientOf(twilio).conversations;
  const configuration = await v1.configuration().update({ defaultInactiveTimer: "PT1M" });
  expect(Object.values(configuration.toJSON())).not.toContain(undefined);
  const webhooks = await v1.configuration
    .webhooks()
    .update({ method: "GET", filters: ["onMessageAdd"], target: "flex" });
  expect(Object.values(webhooks.toJSON())).not.toContain(undefined);

  const roles = await v1.roles.list({ pageSize: 2 });
  expect(roles).toHaveLength(6);
  expect(Object.values(roles[0]?.toJSON() ?? {})).not.toContain(undefined);
  const service = await v1.services.create({ friendlyName: "Second" });
  expect(Object.values(service.toJSON())).not.toContain(undefined);
  const role = await v1
    .services(service.sid)
    .roles.create({ friendlyName: "coach", type: "conversation", permission: ["sendMessage", "leaveConversation"] });
  expect(role).toMatchObject({ chatServiceSid: service.sid, permissions: ["sendMessage", "leaveConversation"] });
  const settings = await v1
    .services(service.sid)
    .configuration()
    .update({ defaultConversationRoleSid: role.sid, reachabilityEnabled: true });
  expect(Object.values(settings.toJSON())).not.toContain(undefined);
  expect(await v1.services(service.sid).remove()).toBe(true);
  expect(await v1.services.list()).toHaveLength(1);
});

test("the client lists, changes and releases numbers", async () => {
  const twilio = await running();
  for (const digit of ["1", "2", "3"]) twilio.control.phoneNumbers.add({ phone_number: `+1415555010${digit}` });
  const { incomingPhoneNumbers } = clientOf(twilio);
  const all = await incomingPhoneNumbers.list({ pageSize: 2 });
  expect(all).toHaveLength(3);
  expect(Object.values(all[0]?.toJSON() ?? {})).not.toContain(undefined);
  const [found] = await incomingPhoneNumbers.list({ phoneNumber: "+14155550102" });
  const updated = await incomingPhoneNumbers(found?.sid ?? "").update({
    voiceUrl: "https://example.com",
    voiceMethod: "GET",
    voiceCallerIdLookup: true,
  });
  expect(updated).toMatchObject({ voiceUrl: "https://example.com", voiceMethod: "GET", voiceCallerIdLookup: true });
  expect(await incomingPhoneNumbers(found?.sid ?? "").remove()).toBe(true);
  expect(await incomingPhoneNumbers.list()).toHaveLength(2);
});
