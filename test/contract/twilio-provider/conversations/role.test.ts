import { describe, expect, test } from "vitest";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { answered, postForm } from "../../local-twilio/forms.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:conversations:Role";
const roles = "conversations.twilio.com/v1/Roles";
const standard = [
  "sendMessage",
  "sendMediaMessage",
  "leaveConversation",
  "editConversationAttributes",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "deleteOwnMessage",
];
const agent = { friendlyName: "agent", type: "conversation", permissions: [...standard, "addParticipant"] };
const coach = { friendlyName: "coach", type: "conversation", permissions: ["sendMessage", "editNotificationLevel"] };

function live({ twilio }: LocalProvider, name: string, kind = "conversation") {
  return twilio.control.state().conversations.roles.filter((role) => role.friendly_name === name && role.type === kind);
}

describe("Flex's own agent", () => {
  test("is adopted with more than its standard permissions, and has its own again at the end", async () => {
    const opened = await localProvider();
    const before = live(opened, "agent")[0];
    const saved = await opened.provider.create(type, agent);
    expect(opened.calls()).toEqual(["GET 200", "POST 200"]);
    expect(saved).toMatchObject({
      id: before?.sid,
      state: { sid: before?.sid, adopted: true, originalPermissions: before?.permissions },
    });
    expect(live(opened, "agent")).toMatchObject([{ permissions: agent.permissions }]);
    await opened.provider.delete(type, saved);
    expect(opened.calls()).toEqual(["POST 200"]);
    expect(live(opened, "agent")).toMatchObject([{ sid: before?.sid, permissions: before?.permissions }]);
  });

  test.each(standard)("can't lose %s", async (permission) => {
    const { provider } = await localProvider();
    const permissions = agent.permissions.filter((other) => other !== permission);
    expect((await provider.check(type, { ...agent, permissions })).failures).toEqual([
      {
        property: "permissions",
        reason: `lacks ${permission}, which Flex needs of its role agent; add what is lacking, or give another role`,
      },
    ]);
  });

  test("of another type is a role like any other", async () => {
    const { provider } = await localProvider();
    const { failures } = await provider.check(type, { ...agent, type: "service", permissions: ["joinConversation"] });
    expect(failures).toEqual([]);
  });

  test("is told apart from a role of the same name and another type", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, {
      friendlyName: "admin",
      type: "service",
      permissions: ["joinConversation"],
    });
    expect(saved.id).toBe(live(opened, "admin", "service")[0]?.sid);
    expect(live(opened, "admin")).toMatchObject([{ permissions: expect.arrayContaining(["deleteAnyMessage"]) }]);
  });
});

describe("a role of our own", () => {
  test("is made, changed and deleted", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, coach);
    expect(opened.calls()).toEqual(["GET 200", "POST 201"]);
    expect(saved.state).toMatchObject({ sid: saved.id, adopted: false });
    expect(saved.state).not.toHaveProperty("originalPermissions");
    await opened.provider.update(type, saved, { ...coach, permissions: ["leaveConversation"] });
    expect(live(opened, "coach")).toMatchObject([{ permissions: ["leaveConversation"] }]);
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(opened.calls()).toEqual(["POST 200", "DELETE 204", "DELETE 404"]);
    expect(live(opened, "coach")).toEqual([]);
  });

  test("is found beyond the first page of roles, and not made twice", async () => {
    const opened = await localProvider();
    for (let index = 0; index < 60; index++) {
      const fields = { FriendlyName: `role ${index}`, Type: "conversation", Permission: "sendMessage" };
      await answered(postForm(opened.twilio, roles, fields), 201);
    }
    opened.calls();
    const saved = await opened.provider.create(type, { ...coach, friendlyName: "role 59" });
    expect(opened.calls()).toEqual(["GET 200", "GET 200", "POST 200"]);
    expect(saved.state.adopted).toBe(true);
    expect(live(opened, "role 59")).toHaveLength(1);
  });

  test("lives in the service that it names", async () => {
    const opened = await localProvider();
    const services = "conversations.twilio.com/v1/Services";
    const { sid: service } = await answered(postForm(opened.twilio, services, { FriendlyName: "Second" }), 201);
    const declared = { ...coach, chatServiceSid: String(service) };
    const saved = await opened.provider.create(type, declared);
    expect(saved.id).toBe(`${service}/${saved.state.sid}`);
    expect(live(opened, "coach")).toMatchObject([{ chat_service_sid: service }]);
    const imported = (await opened.provider.read(type, saved.id)) as SavedResource;
    expect((await opened.provider.diff(type, imported, saved.inputs)).detailed).toEqual({});
    await opened.provider.delete(type, saved);
    expect(live(opened, "coach")).toEqual([]);
  });
});

test("permissions are a set: their order is no change, and drift of one is seen", async () => {
  const opened = await localProvider();
  const saved = await opened.provider.create(type, coach);
  const turned = { ...coach, permissions: coach.permissions.toReversed() };
  expect((await opened.provider.diff(type, saved, turned)).changes).toBe(false);
  await answered(
    postForm(opened.twilio, `${roles}/${saved.id}`, { Permission: ["editNotificationLevel", "sendMessage"] }),
  );
  const same = (await opened.provider.read(type, saved)) as SavedResource;
  expect((await opened.provider.diff(type, same, saved.inputs)).changes).toBe(false);
  await answered(postForm(opened.twilio, `${roles}/${saved.id}`, { Permission: ["sendMessage"] }));
  const less = (await opened.provider.read(type, saved)) as SavedResource;
  expect((await opened.provider.diff(type, less, saved.inputs)).detailed).toEqual({ "permissions[1]": "add" });
});

test("an imported role is treated as one that was there before", async () => {
  const opened = await localProvider();
  const [before] = live(opened, "supervisor");
  const imported = (await opened.provider.read(type, before?.sid ?? "")) as SavedResource;
  expect((await opened.provider.check(type, imported.inputs)).failures).toEqual([]);
  expect((await opened.provider.diff(type, imported, imported.inputs)).changes).toBe(false);
  await opened.provider.delete(type, imported);
  expect(live(opened, "supervisor").map(({ sid, permissions }) => ({ sid, permissions }))).toEqual([
    { sid: before?.sid, permissions: before?.permissions },
  ]);
});

test("name, type and service replace, the old one first", async () => {
  const { provider } = await localProvider();
  const saved = await provider.create(type, coach);
  const difference = await provider.diff(type, saved, {
    friendlyName: "mentor",
    type: "service",
    chatServiceSid: `IS${"1".repeat(32)}`,
    permissions: ["joinConversation"],
  });
  expect(difference.replaces.toSorted()).toEqual(["chatServiceSid", "friendlyName", "type"]);
  expect(difference.deleteBeforeReplace).toBe(true);
});

test("a role that went is gone", async () => {
  const { provider, twilio } = await localProvider();
  const saved = await provider.create(type, coach);
  await twilio.call(`${roles}/${saved.id}`, { method: "DELETE" });
  expect(await provider.read(type, saved)).toBeUndefined();
});

test("check names every mistake at once", async () => {
  const { provider } = await localProvider();
  const { failures } = await provider.check(type, {
    friendlyName: "x".repeat(65),
    type: "conversation",
    chatServiceSid: "IS",
    permissions: ["joinConversation", "fly"],
  });
  expect(failures.map(({ property }) => property).toSorted()).toEqual([
    "chatServiceSid",
    "friendlyName",
    "permissions",
    "permissions[1]",
  ]);
  const none = await provider.check(type, { ...coach, permissions: [] });
  expect(none.failures).toEqual([
    { property: "permissions", reason: "is 0 items long, but must be at least 1 item long" },
  ]);
});
