import { expect, test } from "vitest";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { answered, postForm } from "../../local-twilio/forms.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:conversations:ServiceConfiguration";

function held({ twilio }: LocalProvider) {
  const { services, roles } = twilio.control.state().conversations;
  const [service] = services;
  if (service === undefined) throw new Error("there is no service");
  const role = (name: string, kind: string) =>
    roles.find((found) => found.friendly_name === name && found.type === kind)?.sid ?? "";
  return { sid: service.sid, configuration: service.configuration, role };
}

function pathOf(sid: string): string {
  return `conversations.twilio.com/v1/Services/${sid}/Configuration`;
}

test("every property is taken, changed, seen when it drifts, and put back", async () => {
  const opened = await localProvider();
  const { provider, twilio, calls } = opened;
  const { sid, configuration: before, role } = held(opened);
  const saved = await provider.create(type, { chatServiceSid: sid, reachabilityEnabled: true });
  expect(saved).toMatchObject({ id: sid, state: { original: { reachabilityEnabled: { value: false } } } });
  expect(calls()).toEqual(["GET 200", "POST 200"]);
  const all = {
    chatServiceSid: sid,
    defaultConversationCreatorRoleSid: role("supervisor", "conversation"),
    defaultConversationRoleSid: role("agent", "conversation"),
    defaultChatServiceRoleSid: role("admin", "service"),
    reachabilityEnabled: true,
  };
  const next = await provider.update(type, saved, all);
  expect(held(opened).configuration).toEqual({
    default_conversation_creator_role_sid: all.defaultConversationCreatorRoleSid,
    default_conversation_role_sid: all.defaultConversationRoleSid,
    default_chat_service_role_sid: all.defaultChatServiceRoleSid,
    reachability_enabled: true,
  });
  const fields = {
    DefaultConversationCreatorRoleSid: role("guest", "conversation"),
    DefaultConversationRoleSid: role("guest", "conversation"),
    DefaultChatServiceRoleSid: role("supervisor", "service"),
    ReachabilityEnabled: "false",
  };
  await answered(postForm(twilio, pathOf(sid), fields));
  const found = (await provider.read(type, next)) as SavedResource;
  expect(Object.keys((await provider.diff(type, found, next.inputs)).detailed).toSorted()).toEqual([
    "defaultChatServiceRoleSid",
    "defaultConversationCreatorRoleSid",
    "defaultConversationRoleSid",
    "reachabilityEnabled",
  ]);
  await provider.delete(type, await provider.update(type, found, next.inputs));
  expect(held(opened).configuration).toEqual(before);
});

test("an import is followed by an empty diff", async () => {
  const opened = await localProvider();
  const imported = (await opened.provider.read(type, held(opened).sid)) as SavedResource;
  expect(imported.inputs).toMatchObject({ chatServiceSid: held(opened).sid, reachabilityEnabled: false });
  expect((await opened.provider.diff(type, imported, imported.inputs)).changes).toBe(false);
});

test("another service replaces, and the old one has its own values first", async () => {
  const opened = await localProvider();
  const saved = await opened.provider.create(type, { chatServiceSid: held(opened).sid, reachabilityEnabled: true });
  const other = { chatServiceSid: `IS${"9".repeat(32)}`, reachabilityEnabled: true };
  const difference = await opened.provider.diff(type, saved, other);
  expect(difference).toMatchObject({ replaces: ["chatServiceSid"], deleteBeforeReplace: true });
});

test("a service that is not there is named; one that went takes its configuration along", async () => {
  const { provider, twilio } = await localProvider();
  const absent = `IS${"9".repeat(32)}`;
  await expect(provider.create(type, { chatServiceSid: absent, reachabilityEnabled: true })).rejects.toThrow(
    `chatServiceSid: the account has no conversation service ${absent}; give one that it has.`,
  );
  const services = "conversations.twilio.com/v1/Services";
  const { sid } = await answered(postForm(twilio, services, { FriendlyName: "Second" }), 201);
  const saved = await provider.create(type, { chatServiceSid: String(sid), reachabilityEnabled: true });
  await twilio.call(`${services}/${sid}`, { method: "DELETE" });
  expect(await provider.read(type, saved)).toBeUndefined();
  await expect(provider.update(type, saved, { ...saved.inputs, reachabilityEnabled: false })).rejects.toThrow(
    "run pulumi refresh",
  );
  await provider.delete(type, saved);
});
