import { describe, expect, test } from "vitest";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { halfMade } from "../../../../providers/kit/testing-failure.ts";
import { answered, postForm } from "../../local-twilio/forms.ts";
import { accountSid, otherAccountSid } from "../../local-twilio/running.ts";
import { type LocalProvider, localProvider } from "../local-provider.ts";

const type = "twilio:conversations:Configuration";
const path = "conversations.twilio.com/v1/Configuration";
const messaging = (digit: string) => `MG${digit.repeat(32)}`;

const declared = { defaultMessagingServiceSid: messaging("1"), defaultInactiveTimer: "PT30M" };

function live({ twilio }: LocalProvider) {
  return twilio.control.state().conversations.configuration;
}

async function setElsewhere({ twilio, calls }: LocalProvider, fields: Record<string, string>): Promise<void> {
  await answered(postForm(twilio, path, fields));
  calls();
}

test("what is declared is owned, and what was there is put back", async () => {
  const opened = await localProvider();
  await setElsewhere(opened, { DefaultMessagingServiceSid: messaging("0"), DefaultClosedTimer: "P1D" });
  const before = live(opened);
  const saved = await opened.provider.create(type, declared);
  expect(opened.calls()).toEqual(["GET 200", "POST 200"]);
  expect(saved).toMatchObject({
    id: accountSid,
    state: {
      accountSid,
      original: { defaultMessagingServiceSid: { value: messaging("0") }, defaultInactiveTimer: {} },
    },
  });
  expect(live(opened)).toEqual({
    ...before,
    default_messaging_service_sid: messaging("1"),
    default_inactive_timer: "PT30M",
  });
  expect((await opened.provider.diff(type, saved, saved.inputs)).changes).toBe(false);
  expect(opened.calls()).toEqual([]);
  await opened.provider.delete(type, saved);
  expect(live(opened)).toEqual(before);
  opened.calls();
  await opened.provider.delete(type, saved);
  expect(opened.calls()).toEqual(["GET 200"]);
});

test("nothing is written where all is as declared", async () => {
  const opened = await localProvider();
  await setElsewhere(opened, { DefaultInactiveTimer: "PT30M" });
  await opened.provider.create(type, { defaultInactiveTimer: "PT30M" });
  expect(opened.calls()).toEqual(["GET 200"]);
});

test("what is declared no more goes back at once; what comes new keeps its own original", async () => {
  const opened = await localProvider();
  await setElsewhere(opened, { DefaultClosedTimer: "P1D" });
  const saved = await opened.provider.create(type, declared);
  const next = await opened.provider.update(type, saved, { defaultInactiveTimer: "PT5M", defaultClosedTimer: "P2D" });
  expect(live(opened)).toMatchObject({
    default_messaging_service_sid: null,
    default_inactive_timer: "PT5M",
    default_closed_timer: "P2D",
  });
  expect(next.state.original).toEqual({ defaultInactiveTimer: {}, defaultClosedTimer: { value: "P1D" } });
  await opened.provider.delete(type, next);
  expect(live(opened)).toMatchObject({ default_inactive_timer: null, default_closed_timer: "P1D" });
});

test("with keep, all stays", async () => {
  const opened = await localProvider();
  const saved = await opened.provider.create(type, { ...declared, onDestroy: "keep" });
  opened.calls();
  await opened.provider.delete(type, saved);
  expect(opened.calls()).toEqual([]);
  expect(live(opened)).toMatchObject({ default_inactive_timer: "PT30M" });
});

describe("a refresh", () => {
  test("sees what is owned, and nothing else", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await setElsewhere(opened, { DefaultClosedTimer: "P1D" });
    expect((await opened.provider.read(type, saved))?.inputs).toEqual(saved.inputs);
    await setElsewhere(opened, { DefaultInactiveTimer: "PT31M", DefaultMessagingServiceSid: "" });
    const found = (await opened.provider.read(type, saved)) as SavedResource;
    expect((await opened.provider.diff(type, found, saved.inputs)).detailed).toEqual({
      defaultInactiveTimer: "update",
      defaultMessagingServiceSid: "add",
    });
    expect(found.state.original).toEqual(saved.state.original);
    await opened.provider.update(type, found, saved.inputs);
    expect(live(opened)).toMatchObject({
      default_inactive_timer: "PT30M",
      default_messaging_service_sid: messaging("1"),
    });
  });

  test("takes a duration of the same length for the same", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, { defaultInactiveTimer: "PT90M" });
    await setElsewhere(opened, { DefaultInactiveTimer: "PT1H30M" });
    const found = (await opened.provider.read(type, saved)) as SavedResource;
    expect((await opened.provider.diff(type, found, saved.inputs)).changes).toBe(false);
  });
});

test("an import takes all that is set, and is followed by an empty diff", async () => {
  const opened = await localProvider();
  await setElsewhere(opened, { DefaultClosedTimer: "P1D" });
  const imported = (await opened.provider.read(type, accountSid)) as SavedResource;
  expect(imported.inputs).toEqual({
    defaultChatServiceSid: live(opened).default_chat_service_sid,
    defaultClosedTimer: "P1D",
    onDestroy: "restore",
  });
  expect((await opened.provider.diff(type, imported, imported.inputs)).changes).toBe(false);
  await expect(opened.provider.read(type, otherAccountSid)).rejects.toThrow(`import ${accountSid}`);
});

test("values of ours never pass for the account's own", async () => {
  const opened = await localProvider();
  opened.twilio.control.faults.add({ method: "POST", status: 500, when: "after", times: 1 });
  const error = await opened.provider.create(type, declared).catch((thrown: unknown) => thrown);
  const half = halfMade(error) as SavedResource;
  expect(live(opened)).toMatchObject({ default_inactive_timer: "PT30M" });
  const saved = await opened.provider.update(type, half, declared);
  await opened.provider.delete(type, saved);
  expect(live(opened)).toMatchObject({ default_inactive_timer: null, default_messaging_service_sid: null });
});

test("what Twilio refuses is told with its code, and leaves nothing behind", async () => {
  const opened = await localProvider();
  const error = await opened.provider
    .create(type, { defaultChatServiceSid: `IS${"9".repeat(32)}` })
    .catch((thrown: Error) => thrown);
  expect(String(error)).toContain("HTTP 400, code 20001");
  expect(halfMade(error)).toBeUndefined();
});

test("check names every mistake at once", async () => {
  const { provider } = await localProvider();
  const { failures } = await provider.check(type, {
    defaultChatServiceSid: messaging("1"),
    defaultMessagingServiceSid: "MG",
    defaultInactiveTimer: "PT59S",
    defaultClosedTimer: "10 minutes",
  });
  const hint = "give one such as PT30M, PT8H or P3D";
  expect(failures).toEqual([
    {
      property: "defaultChatServiceSid",
      reason: "is no conversation service SID; give IS and 32 hexadecimal digits",
    },
    {
      property: "defaultMessagingServiceSid",
      reason: "is no messaging service SID; give MG and 32 hexadecimal digits",
    },
    { property: "defaultInactiveTimer", reason: `is no ISO 8601 duration of at least PT1M, a minute; ${hint}` },
    { property: "defaultClosedTimer", reason: `is no ISO 8601 duration of at least PT10M, ten minutes; ${hint}` },
  ]);
});
