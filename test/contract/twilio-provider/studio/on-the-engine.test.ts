import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../../../../local/twilio/server.ts";
import { TwilioProject } from "../../../e2e/twilio-provider/project.ts";
import { accountSid, authToken } from "../../local-twilio/running.ts";

let twilio: LocalTwilio;
let project: TwilioProject;

beforeAll(async () => {
  twilio = await startLocalTwilio({ accountSid, authToken });
  project = await TwilioProject.make(twilio, { accountSid, authToken }, join(import.meta.dirname, "program"));
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

test("a flow that names a workflow that names a queue comes up at once, stays, and goes", async () => {
  const workspaceSid = twilio.control.flexConfiguration.get().taskrouter_workspace_sid;
  await project.declare([{ type: "in common", name: "in common", inputs: { workspaceSid } }]);
  const state = twilio.control.state();
  const calls = async (work: () => Promise<unknown>) => {
    twilio.control.requests.clear();
    await work();
    return twilio.control.requests.list().map(({ method, path }) => `${method} ${path.split("/")[2]}`);
  };
  const preview = () => project.run(["preview", "--stack=main"]);
  expect(await calls(preview)).toEqual([]);
  await project.operate("up");
  expect(await calls(preview)).toEqual([]);
  const [flow] = twilio.control.state().flows;
  const workflow = twilio.control.state().taskRouter.workflows.at(-1);
  expect(flow?.revisions.at(-1)?.definition).toMatchObject({
    states: [{}, { properties: { workflow: workflow?.sid } }],
  });
  const refresh = () => project.operate("refresh");
  expect((await calls(refresh)).sort()).toEqual(["GET Flows", "GET Workspaces", "GET Workspaces"]);
  expect(await calls(preview)).toEqual([]);
  await project.operate("destroy");
  expect(twilio.control.state()).toEqual(state);
});
