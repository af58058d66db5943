import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../../../../local/twilio/server.ts";
import { TwilioProject } from "../../../e2e/twilio-provider/project.ts";
import { accountSid, authToken, flex, type } from "./fixture.ts";

let twilio: LocalTwilio;
let project: TwilioProject;

beforeAll(async () => {
  twilio = await startLocalTwilio({ accountSid, authToken });
  project = await TwilioProject.make(twilio, { accountSid, authToken });
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

function account() {
  const { date_updated: _, ...rest } = twilio.control.flexConfiguration.get();
  return rest;
}

const declare = (inputs: object) => project.declare([{ type, name: "flex", inputs }]);
const limits = {
  enabled: true,
  numberOfAttachments: 1,
  maxFileSize: 4096,
  maxTotalFileSize: 8192,
  acceptedExtensions: ["pdf"],
};

describe("what was there outlives the state of the real engine", () => {
  test("where it was null, or held nulls, or was not there at all", async () => {
    twilio.control.flexConfiguration.change({
      attributes: { ours: null, list: [null, { deep: null }] },
      taskrouter_skills: [{ name: "a", multivalue: false, minimum: null, maximum: null }],
      channel_configs: null,
    });
    const before = account();
    await declare({
      callRecordingEnabled: true,
      attributes: { ours: 1, list: 2 },
      taskrouterSkills: [{ name: "b" }],
      channelConfigs: [{ addressType: "web", cbmAttachments: limits }],
    });
    await project.operate("up");
    expect(account()).toMatchObject({ call_recording_enabled: true, attributes: { ours: 1, list: 2 } });
    await project.operate("refresh");
    await project.operate("destroy");
    expect(account()).toEqual(before);
  });

  test("where an update failed, and a refresh came in between", async () => {
    const before = account();
    await declare({ callRecordingEnabled: true, crmEnabled: true });
    await project.operate("up");
    await declare({ crmEnabled: true });
    twilio.control.faults.add({ ...flex, method: "POST", when: "before", drop: true });
    await expect(project.operate("up")).rejects.toThrow("the connection failed");
    twilio.control.faults.clear();
    expect((await project.state())[0]?.outputs.original).toEqual({ callRecordingEnabled: {}, crmEnabled: {} });
    await project.operate("refresh");
    await project.operate("up");
    expect(account()).toEqual({ ...before, crm_enabled: true });
    await project.operate("destroy");
    expect(account()).toEqual(before);
  });
});

test("a resource that is renamed without an alias stays as it is declared, and says what is lost", async () => {
  const before = account();
  await declare({ callRecordingEnabled: true, crmEnabled: true });
  await project.operate("up");
  await project.declare([{ type, name: "renamed", inputs: { callRecordingEnabled: true } }]);
  const shown = await project.run(["up", "--yes", "--skip-preview", "--stack=main"]);
  expect(shown).toContain("Another resource took over callRecordingEnabled in this update");
  expect(account()).toEqual({ ...before, call_recording_enabled: true });
  await project.operate("destroy");
});
