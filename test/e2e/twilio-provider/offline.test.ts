import { expect, onTestFinished, test } from "vitest";
import { startLocalTwilio } from "../../../local/twilio/server.ts";
import { AccountView } from "../../contract/twilio-provider/matrix/account-view.ts";
import { cases } from "../../contract/twilio-provider/matrix/cases.ts";
import { TwilioProject } from "./project.ts";

const credentials = { accountSid: `AC${"9".repeat(32)}`, authToken: "offline-auth-token" };

test("a preview of every resource works where Twilio can't be reached, and still names what is wrong", async () => {
  const twilio = await startLocalTwilio(credentials);
  const view = new AccountView(twilio, credentials);
  const declared = await Promise.all(
    cases.map(async (resource) => ({ resource, inputs: (await resource.declare(twilio, view)).inputs })),
  );
  await twilio.close();
  const project = await TwilioProject.make(twilio, credentials);
  onTestFinished(() => project.remove());

  const resources = declared.map(({ resource, inputs }) => ({ type: resource.type, name: resource.type, inputs }));
  await project.declare(resources);
  const preview = await project.run(["preview", "--stack=main"]);
  expect(preview).toMatch(new RegExp(`Resources:\\n {4}\\+ ${cases.length + 1} to create\\n`));

  const wrong = {
    type: "twilio:taskrouter:TaskQueue",
    name: "wrong",
    inputs: { friendlyName: "", workspaceSid: "WS1" },
  };
  await project.declare([...resources, wrong]);
  await expect(project.run(["preview", "--stack=main"])).rejects.toThrow(/friendlyName: is 0 characters long/);
});
