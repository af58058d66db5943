import { expect, test } from "vitest";
import { opened, type } from "./fixture.ts";

const web = (maxFileSize: number) => ({ addressType: "web", cbmAttachments: { enabled: true, maxFileSize } });

test("what a new resource declares is not undone when the one that it replaces is deleted", async () => {
  const { provider, account, restart } = await opened();
  const before = account();
  const old = await provider.create(type, { callRecordingEnabled: true, crmEnabled: true, channelConfigs: [web(1)] });
  const next = await restart();
  const made = await next.create(type, { callRecordingEnabled: false, channelConfigs: [web(2)] });
  await next.delete(type, old);
  expect(account()).toMatchObject({ call_recording_enabled: false, crm_enabled: before.crm_enabled });
  expect((await next.read(type, made))?.inputs).toEqual(made.inputs);
});

test("what a new resource declares beside it hinders nothing from being put back", async () => {
  const { provider, account, restart } = await opened();
  const before = account();
  const old = await provider.create(type, { callRecordingEnabled: true, channelConfigs: [web(1)] });
  const next = await restart();
  await next.create(type, { crmEnabled: true });
  await next.delete(type, old);
  expect(account()).toEqual({ ...before, crm_enabled: true });
});

test("a resource that is deleted in the run in which it was made puts back what it found", async () => {
  const { provider, account } = await opened();
  const before = account();
  const saved = await provider.create(type, { callRecordingEnabled: true });
  const updated = await provider.update(type, saved, { callRecordingEnabled: true, crmEnabled: true });
  await provider.delete(type, updated);
  expect(account()).toEqual(before);
});
