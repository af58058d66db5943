import { describe, expect, test } from "vitest";
import { derivedSid } from "../../../../local/twilio/state/sids.ts";
import { unknown } from "../../../../providers/kit/index.ts";
import { halfMade } from "../../../../providers/kit/testing-failure.ts";
import { accountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";
import { post, workspace, workspaceSid } from "./fixture.ts";

const type = "twilio:taskrouter:Workspace";
const friendlyName = "Flex Task Assignment";
const activity = (name: string) => derivedSid("WA", accountSid, `flex ${name}`);

const settings = {
  eventCallbackUrl: "https://example.com/events",
  eventsFilter: "task.created,task.canceled",
  multiTaskEnabled: true,
  prioritizeQueueOrder: "LIFO",
  defaultActivitySid: activity("unavailable"),
  timeoutActivitySid: activity("break"),
};
const declared = { friendlyName, ...settings };

async function shown({ twilio }: LocalProvider): Promise<Record<string, unknown>> {
  const { date_updated: _, ...rest } = (await (await twilio.call(workspace)).json()) as Record<string, unknown>;
  return rest;
}

describe("the workspace", () => {
  test.each([
    ["its name", { friendlyName }],
    ["its SID", { sid: workspaceSid }],
  ])("is adopted by %s, takes what is declared, and gets its own back", async (_, named) => {
    const opened = await localProvider();
    const before = await shown(opened);
    opened.calls();
    const saved = await opened.provider.create(type, { ...settings, ...named });
    expect(opened.calls()).toEqual(["GET 200", "POST 200"]);
    expect(saved.id).toBe(workspaceSid);
    expect(await shown(opened)).toMatchObject({
      event_callback_url: settings.eventCallbackUrl,
      events_filter: settings.eventsFilter,
      prioritize_queue_order: "LIFO",
      default_activity_name: "Unavailable",
      timeout_activity_name: "Break",
    });
    await opened.provider.delete(type, saved);
    expect(await shown(opened)).toEqual(before);
    await opened.provider.delete(type, saved);
  });

  test("stays as it is where it is to be kept", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, { ...declared, onDestroy: "keep" });
    const ours = await shown(opened);
    await opened.provider.delete(type, saved);
    expect(await shown(opened)).toEqual(ours);
  });

  test("costs no call when nothing changed, nor in a preview", async () => {
    const { provider, calls } = await localProvider();
    const planned = await provider.create(type, declared, { preview: true });
    expect(planned.state).toMatchObject({ ...declared, sid: unknown });
    const bySid = await provider.create(type, { sid: workspaceSid }, { preview: true });
    expect(bySid.state.sid).toBe(workspaceSid);
    expect(calls()).toEqual([]);
    const saved = await provider.create(type, declared);
    calls();
    const { inputs } = await provider.check(type, declared, saved.inputs);
    expect(await provider.diff(type, saved, inputs)).toMatchObject({ changes: false, detailed: {} });
    expect(calls()).toEqual([]);
  });

  test("gets back at once what is declared no more", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const updated = await opened.provider.update(type, saved, { friendlyName, prioritizeQueueOrder: "LIFO" });
    expect(await shown(opened)).toMatchObject({
      event_callback_url: "",
      default_activity_name: "Offline",
      timeout_activity_name: "Offline",
      prioritize_queue_order: "LIFO",
    });
    expect(updated.state.original).toEqual({ prioritizeQueueOrder: { value: "FIFO" } });
  });

  test("shows drift of what is declared, and of nothing else", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const elsewhere = {
      EventCallbackUrl: "https://example.com/other",
      EventsFilter: "task.created",
      PrioritizeQueueOrder: "FIFO",
      DefaultActivitySid: activity("offline"),
      TimeoutActivitySid: activity("available"),
    };
    await post(opened, workspace, elsewhere);
    opened.calls();
    const found = await opened.provider.read(type, saved);
    expect(opened.calls()).toEqual(["GET 200"]);
    const { multiTaskEnabled: _, ...drifting } = settings;
    const { detailed } = found ? await opened.provider.diff(type, found, saved.inputs) : { detailed: {} };
    expect(detailed).toEqual(Object.fromEntries(Object.keys(drifting).map((name) => [name, "update"])));

    const little = await localProvider();
    const one = await little.provider.create(type, { friendlyName, prioritizeQueueOrder: "LIFO" });
    await post(little, workspace, { EventCallbackUrl: "https://example.com/other", FriendlyName: "Renamed" });
    expect((await little.provider.read(type, one))?.inputs).toEqual(one.inputs);
  });

  test("is imported by its SID, followed by an empty preview", async () => {
    const { provider } = await localProvider();
    const imported = await provider.read(type, workspaceSid);
    expect(imported?.inputs).toEqual({
      sid: workspaceSid,
      multiTaskEnabled: true,
      prioritizeQueueOrder: "FIFO",
      defaultActivitySid: activity("offline"),
      timeoutActivitySid: activity("offline"),
      onDestroy: "restore",
    });
    const checked = await provider.check(type, imported?.inputs ?? {});
    expect(checked.failures).toEqual([]);
    expect(imported && (await provider.diff(type, imported, checked.inputs)).changes).toBe(false);
  });

  test("is another one, after this one got its own back, when it is named otherwise", async () => {
    const { provider } = await localProvider();
    const saved = await provider.create(type, declared);
    const { replaces, deleteBeforeReplace } = await provider.diff(type, saved, { ...declared, friendlyName: "Other" });
    expect([replaces, deleteBeforeReplace]).toEqual([["friendlyName"], true]);
  });

  test("that is not there is an error that says so", async () => {
    const { provider } = await localProvider();
    const nowhere = `WS${"0".repeat(32)}`;
    await expect(provider.create(type, { friendlyName: "Gone" })).rejects.toThrow(
      "friendlyName: Gone is no workspace of this account; give one that is there.",
    );
    await expect(provider.create(type, { sid: nowhere })).rejects.toThrow(`sid: ${nowhere} is no workspace`);
    expect(await provider.read(type, nowhere)).toBeUndefined();
  });

  test.each([
    ["500 after", { status: 500, when: "after" }],
    ["500 before", { status: 500, when: "before" }],
    ["dropped after", { drop: true, when: "after" }],
    ["429", { status: 429 }],
  ] as const)("never takes our values for its own when a write meets %s", async (_, fault) => {
    const opened = await localProvider();
    const before = await shown(opened);
    opened.twilio.control.faults.add({ ...fault, method: "POST", times: 1 });
    const failed = await opened.provider.create(type, declared).then(
      () => undefined,
      (error: Error) => halfMade(error),
    );
    if (failed === undefined) throw new Error("the create left nothing to go on from");
    const saved = await opened.provider.update(type, failed, declared);
    expect((await opened.provider.read(type, saved))?.inputs).toMatchObject(settings);
    await opened.provider.delete(type, saved);
    expect(await shown(opened)).toEqual(before);
  });
});

test("check names every mistake with its path", async () => {
  const { provider } = await localProvider();
  const { failures } = await provider.check(type, {
    eventCallbackUrl: "http://example.com",
    eventsFilter: "task created",
    prioritizeQueueOrder: "RANDOM",
    defaultActivitySid: "Offline",
  });
  expect(Object.fromEntries(failures.map(({ property, reason }) => [property, reason]))).toEqual({
    friendlyName: "is missing; give the workspace's name, or its sid",
    eventCallbackUrl: "is no https URL; give one that Twilio can reach",
    eventsFilter: "is no list of events; write it as task.created,task.canceled",
    prioritizeQueueOrder: expect.stringContaining("RANDOM"),
    defaultActivitySid: "is no activity SID; give WA and 32 hexadecimal digits",
  });
  const both = await provider.check(type, { friendlyName, sid: workspaceSid });
  expect(both.failures).toEqual([{ property: "sid", reason: "is given beside friendlyName; keep one of the two" }]);
});
