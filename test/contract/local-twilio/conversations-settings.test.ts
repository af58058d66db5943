import { expect, test } from "vitest";
import { answered, postForm, refused } from "./forms.ts";
import { accountSid, type Running, running, temporaryFolder } from "./running.ts";

const root = "conversations.twilio.com/v1";

interface Role {
  sid: string;
  friendly_name: string;
  type: string;
  permissions: string[];
}

async function rolesOf(twilio: Running, under = root): Promise<Role[]> {
  return (await answered(twilio.call(`${under}/Roles`))).roles as Role[];
}

async function defaultService(twilio: Running): Promise<string> {
  return String((await answered(twilio.call(`${root}/Configuration`))).default_chat_service_sid);
}

test("a fresh account has Flex's service as default, with its roles", async () => {
  const twilio = await running();
  const service = await defaultService(twilio);
  expect(service).toBe(twilio.control.flexConfiguration.get().chat_service_instance_sid);
  const roles = await rolesOf(twilio);
  expect(roles.map(({ friendly_name, type, permissions }) => [friendly_name, type, permissions.length])).toEqual([
    ["admin", "service", 7],
    ["supervisor", "service", 4],
    ["guest", "conversation", 3],
    ["agent", "conversation", 7],
    ["admin", "conversation", 10],
    ["supervisor", "conversation", 10],
  ]);
  expect(await rolesOf(twilio, `${root}/Services/${service}`)).toEqual(roles);
});

test("the configuration takes timers of a minute and of ten, and empty fields unset", async () => {
  const twilio = await running();
  const path = `${root}/Configuration`;
  const changed = await answered(
    postForm(twilio, path, {
      DefaultInactiveTimer: "PT1M",
      DefaultClosedTimer: "PT10M",
      DefaultMessagingServiceSid: "",
    }),
  );
  expect(changed).toMatchObject({
    account_sid: accountSid,
    default_inactive_timer: "PT1M",
    default_closed_timer: "PT10M",
    default_messaging_service_sid: null,
    url: `https://${path}`,
  });
  expect(await answered(postForm(twilio, path, { DefaultClosedTimer: "" }))).toMatchObject({
    default_inactive_timer: "PT1M",
    default_closed_timer: null,
  });
  for (const [name, value] of [
    ["DefaultInactiveTimer", "PT59S"],
    ["DefaultClosedTimer", "PT9M59S"],
    ["DefaultClosedTimer", "tomorrow"],
    ["DefaultChatServiceSid", `IS${"0".repeat(32)}`],
    ["DefaultMessagingServiceSid", "MG1"],
  ] as const) {
    const message = `Invalid value ${value} for parameter ${name}`;
    expect(await refused(postForm(twilio, path, { [name]: value }))).toEqual([400, 20001, message]);
  }
});

test("webhooks take filters as repeated keys", async () => {
  const twilio = await running();
  const path = `${root}/Configuration/Webhooks`;
  const fields = { Method: "get", Filters: ["onMessageAdd", "onMessageAdded"], PostWebhookUrl: "https://example.com" };
  expect(await answered(postForm(twilio, path, { ...fields, Target: "flex" }))).toEqual({
    account_sid: accountSid,
    pre_webhook_url: null,
    post_webhook_url: "https://example.com",
    method: "GET",
    filters: ["onMessageAdd", "onMessageAdded"],
    target: "flex",
    url: `https://${path}`,
  });
  expect((await refused(postForm(twilio, path, { Filters: "onNothing" })))[0]).toBe(400);
});

test("a service comes with roles, can't be updated, and takes its roles along", async () => {
  const twilio = await running();
  const { sid } = await answered(postForm(twilio, `${root}/Services`, { FriendlyName: "Second" }), 201);
  const path = `${root}/Services/${sid}`;
  expect(await answered(twilio.call(path))).toMatchObject({ friendly_name: "Second", account_sid: accountSid });
  expect((await twilio.call(path, { method: "POST" })).status).toBe(405);
  expect((await answered(twilio.call(`${root}/Services`))).services).toHaveLength(2);
  const [role] = await rolesOf(twilio, path);
  expect((await twilio.call(`${root}/Roles/${role?.sid}`)).status).toBe(404);
  expect((await twilio.call(path, { method: "DELETE" })).status).toBe(204);
  expect((await twilio.call(`${path}/Roles`)).status).toBe(404);
  expect(await rolesOf(twilio)).toHaveLength(6);
});

test("a service's configuration takes its own roles, of the right type", async () => {
  const twilio = await running();
  const path = `${root}/Services/${await defaultService(twilio)}/Configuration`;
  const roles = await rolesOf(twilio);
  const agent = roles.find(({ friendly_name }) => friendly_name === "agent");
  const changed = await answered(
    postForm(twilio, path, { DefaultConversationRoleSid: String(agent?.sid), ReachabilityEnabled: "true" }),
  );
  expect(changed).toMatchObject({ default_conversation_role_sid: agent?.sid, reachability_enabled: true });
  for (const [name, value] of [
    ["DefaultChatServiceRoleSid", String(agent?.sid)],
    ["ReachabilityEnabled", "yes"],
  ] as const) {
    expect((await refused(postForm(twilio, path, { [name]: value })))[0]).toBe(400);
  }
});

test("a role's permissions are replaced whole; nothing else can be updated", async () => {
  const twilio = await running();
  const fields = { FriendlyName: "coach", Type: "conversation", Permission: ["sendMessage", "leaveConversation"] };
  const created = await answered(postForm(twilio, `${root}/Roles`, fields), 201);
  expect(created).toMatchObject({
    friendly_name: "coach",
    chat_service_sid: await defaultService(twilio),
    permissions: ["sendMessage", "leaveConversation"],
  });
  const path = `${root}/Roles/${created.sid}`;
  expect(await answered(postForm(twilio, path, { Permission: "addParticipant" }))).toMatchObject({
    permissions: ["addParticipant"],
  });
  expect(await refused(postForm(twilio, path, { FriendlyName: "x", Permission: "addParticipant" }))).toEqual([
    400,
    20001,
    "Unknown parameter FriendlyName",
  ]);
  expect((await twilio.call(path, { method: "DELETE" })).status).toBe(204);
  expect((await twilio.call(path)).status).toBe(404);
});

test("a permission must be one, and fit the role's type", async () => {
  const twilio = await running();
  const fields = { FriendlyName: "coach", Type: "conversation" };
  expect((await refused(postForm(twilio, `${root}/Roles`, fields)))[2]).toBe(
    "Missing required parameter Permission in the post body",
  );
  for (const permission of ["createConversation", "fly"]) {
    const message = `Invalid permission ${permission} for a role of type conversation`;
    const response = postForm(twilio, `${root}/Roles`, { ...fields, Permission: permission });
    expect(await refused(response)).toEqual([400, 20001, message]);
  }
  await answered(
    postForm(twilio, `${root}/Roles`, { ...fields, Type: "service", Permission: "createConversation" }),
    201,
  );
  expect((await twilio.call(`${root}/Roles?PageSize=51`)).status).toBe(400);
});

test("everything outlives the process", async () => {
  const stateFile = `${temporaryFolder()}/state.json`;
  const first = await running({ stateFile });
  await answered(postForm(first, `${root}/Configuration`, { DefaultInactiveTimer: "PT2M" }));
  const added = first.control.phoneNumbers.add({ phone_number: "+15550001" });
  await first.close();
  const second = await running({ stateFile });
  expect(await answered(second.call(`${root}/Configuration`))).toMatchObject({ default_inactive_timer: "PT2M" });
  const path = `api.twilio.com/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${added.sid}.json`;
  expect(await answered(second.call(path))).toEqual(added);
});
