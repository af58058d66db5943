import { expect, test } from "vitest";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, running } from "./running.ts";

const addresses = "conversations.twilio.com/v1/Configuration/Addresses";
const flow = `FW${"a".repeat(32)}`;
const service = `IS${"b".repeat(32)}`;
const studio = {
  Type: "sms",
  Address: "+37256123457",
  "AutoCreation.Enabled": "true",
  "AutoCreation.Type": "studio",
  "AutoCreation.StudioFlowSid": flow,
  "AutoCreation.StudioRetryCount": "3",
};

test("an address is made, and is found by its SID and by itself", async () => {
  const twilio = await running({ now: () => new Date("2026-01-31T12:00:00Z") });
  const created = await answered(postForm(twilio, addresses, { ...studio, FriendlyName: "Sales" }), 201);
  expect(created).toEqual({
    account_sid: accountSid,
    sid: expect.stringMatching(/^IG[0-9a-f]{32}$/),
    type: "sms",
    address: "+37256123457",
    friendly_name: "Sales",
    address_country: null,
    auto_creation: { enabled: true, type: "studio", studio_flow_sid: flow, studio_retry_count: 3 },
    date_created: "2026-01-31T12:00:00Z",
    date_updated: "2026-01-31T12:00:00Z",
    url: `https://${addresses}/${created.sid}`,
  });
  expect(await answered(twilio.call(`${addresses}/${created.sid}`))).toEqual(created);
  expect(await answered(twilio.call(`${addresses}/%2B37256123457`))).toEqual(created);
});

test("auto-creation shows the chosen type's keys only, and the method in upper case", async () => {
  const twilio = await running();
  const { sid } = await answered(
    postForm(twilio, addresses, { ...studio, "AutoCreation.ConversationServiceSid": service }),
    201,
  );
  const webhook = await answered(
    postForm(twilio, `${addresses}/${sid}`, {
      "AutoCreation.Type": "webhook",
      "AutoCreation.WebhookUrl": "https://example.com/hook",
      "AutoCreation.WebhookMethod": "get",
      "AutoCreation.WebhookFilters": ["onMessageAdded", "onParticipantAdded"],
    }),
  );
  expect(webhook.auto_creation).toEqual({
    enabled: true,
    type: "webhook",
    conversation_service_sid: service,
    webhook_url: "https://example.com/hook",
    webhook_method: "GET",
    webhook_filters: ["onMessageAdded", "onParticipantAdded"],
  });
  const plain = await answered(
    postForm(twilio, `${addresses}/${sid}`, {
      "AutoCreation.Type": "default",
      "AutoCreation.ConversationServiceSid": "",
      FriendlyName: "",
    }),
  );
  expect(plain.auto_creation).toEqual({ enabled: true, type: "default" });
  expect(plain.friendly_name).toBeNull();
});

test.each([
  [{ ...studio, Colour: "blue" }, "Unknown parameter Colour"],
  [{ ...studio, Type: "fax" }, "Invalid value fax for parameter Type"],
  [{ Type: "sms" }, "Missing required parameter Address in the post body"],
  [{ Address: "+1" }, "Missing required parameter Type in the post body"],
  [{ ...studio, autoCreation: "{}" }, "Unknown parameter autoCreation"],
  [{ ...studio, "AutoCreation.StudioRetryCount": "4" }, "Invalid value 4 for parameter AutoCreation.StudioRetryCount"],
  [{ ...studio, "AutoCreation.StudioFlowSid": "FW1" }, "Invalid value FW1 for parameter AutoCreation.StudioFlowSid"],
  [
    { Type: "sms", Address: "+1", "AutoCreation.Type": "studio" },
    "Missing required parameter AutoCreation.StudioFlowSid in the post body",
  ],
  [
    { Type: "sms", Address: "+1", "AutoCreation.Type": "webhook" },
    "Missing required parameter AutoCreation.WebhookUrl in the post body",
  ],
  [
    { ...studio, "AutoCreation.WebhookFilters": "onMessageAdded" },
    "Parameter AutoCreation.WebhookFilters does not apply to AutoCreation.Type studio",
  ],
  [{ ...studio, AddressCountry: "Estonia" }, "Parameter AddressCountry is longer than 2 characters"],
])("%j is refused", async (fields, message) => {
  const twilio = await running();
  expect(await refused(postForm(twilio, addresses, fields))).toEqual([400, 20001, message]);
});

test("JSON is no form, and an address that exists is not made again", async () => {
  const twilio = await running();
  expect((await twilio.post(addresses, studio)).status).toBe(415);
  await answered(postForm(twilio, addresses, studio), 201);
  expect((await refused(postForm(twilio, addresses, studio)))[0]).toBe(409);
});

test("type, address and country can't be updated", async () => {
  const twilio = await running();
  const { sid } = await answered(postForm(twilio, addresses, studio), 201);
  for (const name of ["Type", "Address", "AddressCountry"]) {
    expect(await refused(postForm(twilio, `${addresses}/${sid}`, { [name]: "x" }))).toEqual([
      400,
      20001,
      `Unknown parameter ${name}`,
    ]);
  }
});

test("a list is in pages of at most 50, by type", async () => {
  const twilio = await running();
  const types = ["sms", "chat", "chat"];
  for (const [index, type] of types.entries()) {
    await answered(postForm(twilio, addresses, { Type: type, Address: `+1555000${index}` }), 201);
  }
  const first = await answered(twilio.call(`${addresses}?PageSize=2`));
  expect(first.meta).toMatchObject({ key: "address_configurations", page: 0, page_size: 2, previous_page_url: null });
  expect(first.address_configurations).toHaveLength(2);
  const chats = await answered(twilio.call(`${addresses}?Type=chat`));
  expect(chats.address_configurations).toHaveLength(2);
  expect(chats.meta).toMatchObject({ page_size: 50, next_page_url: null });
  expect((await twilio.call(`${addresses}?PageSize=51`)).status).toBe(400);
});

test("a deleted address is gone", async () => {
  const twilio = await running();
  const { sid } = await answered(postForm(twilio, addresses, studio), 201);
  const remove = () => twilio.call(`${addresses}/${sid}`, { method: "DELETE" });
  expect((await remove()).status).toBe(204);
  expect(await refused(remove())).toEqual([
    404,
    20404,
    `The requested resource /Configuration/Addresses/${sid} was not found`,
  ]);
});
