import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { TwilioProject } from "./project.ts";

const credentials = { accountSid: `AC${"8".repeat(32)}`, authToken: "options-auth-token" };
const flex = { host: "flex-api.twilio.com", path: "/v1/Configuration", method: "POST" };

let twilio: LocalTwilio;
let project: TwilioProject;
let workspaceSid: string;

beforeAll(async () => {
  twilio = await startLocalTwilio(credentials);
  project = await TwilioProject.make(twilio, credentials);
  workspaceSid = String(twilio.control.flexConfiguration.get().taskrouter_workspace_sid);
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

function queue(name: string, inputs: object, options: object = {}) {
  const type = "twilio:taskrouter:TaskQueue";
  return { type, name, inputs: { workspaceSid, friendlyName: "Options", ...inputs }, options };
}

test("a resource that is renamed with an alias stays what it is", async () => {
  await project.declare([queue("before", { maxReservedWorkers: 2 })]);
  expect(await project.operate("up")).toEqual({ created: 2 });
  const [made] = await project.state();

  await project.declare([queue("after", { maxReservedWorkers: 2 }, { aliases: [{ name: "before" }] })]);
  expect(await project.operate("up")).toEqual({ unchanged: 2 });
  expect((await project.state()).map(({ id }) => id)).toEqual([made?.id]);
});

test("an ignored change is none, whatever else changes", async () => {
  const options = { ignoreChanges: ["maxReservedWorkers"] };
  await project.declare([queue("after", { maxReservedWorkers: 9 }, options)]);
  expect(await project.operate("up")).toEqual({ unchanged: 2 });

  await project.declare([queue("after", { maxReservedWorkers: 9, taskOrder: "LIFO" }, options)]);
  expect(await project.operate("up")).toEqual({ updated: 1, unchanged: 1 });
  const [{ outputs } = {}] = await project.state();
  expect(outputs).toMatchObject({ maxReservedWorkers: 2, taskOrder: "LIFO" });
});

test("a change that could be made in place replaces where the program says so", async () => {
  const [before] = await project.state();
  const options = { replaceOnChanges: ["taskOrder"], deleteBeforeReplace: true };
  await project.declare([queue("after", { maxReservedWorkers: 2, taskOrder: "FIFO" }, options)]);
  expect(await project.operate("up")).toEqual({ replaced: 1, unchanged: 1 });
  const [after] = await project.state();
  expect(after?.id).not.toBe(before?.id);
});

test("a custom timeout ends what takes longer, and says which to raise; the next up converges", async () => {
  const resource = (timeouts?: object) => ({
    type: "twilio:flex:Configuration",
    name: "flex",
    inputs: { callRecordingEnabled: true },
    options: { customTimeouts: timeouts },
  });
  const kept = queue("after", { maxReservedWorkers: 2 });
  await project.declare([kept, resource({ create: "2s" })]);
  twilio.control.faults.add({ ...flex, delayMs: 600_000 });
  await expect(project.operate("up")).rejects.toThrow("Not done after 2 seconds; raise customTimeouts.create");

  twilio.control.faults.clear();
  await project.declare([kept, resource()]);
  await project.operate("up");
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBe(true);
  await project.operate("destroy");
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBe(null);
});
