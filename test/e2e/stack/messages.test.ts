import { afterAll, beforeAll, expect, test } from "vitest";
import { settingsFrom } from "../../../infra/settings/settings.ts";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { type TwilioApi, twilioApi } from "../../../local/start/twilio-api.ts";
import { type Attributes, attributeFindings, isSound } from "../../../media/index.ts";
import { type OpenedStack, openStack } from "./opened-stack.ts";

let opened: OpenedStack;
let api: TwilioApi;

beforeAll(async () => {
  opened = await openStack();
  recordedBefore(opened.stack.twilio.control);
  const { pulumi, twilio } = opened.stack;
  api = twilioApi(twilio, settingsFrom(await pulumi.config(), {}).twilio);
  await pulumi.up();
});
afterAll(() => opened?.remove());

/** The attributes of every Task. */
async function tasks(): Promise<Attributes[]> {
  const { taskrouter_workspace_sid: workspace } = await api.get("flex-api.twilio.com/v1/Configuration");
  const { tasks } = await api.get(`taskrouter.twilio.com/v1/Workspaces/${workspace}/Tasks`);
  return (tasks as { attributes: string }[]).map(({ attributes }) => JSON.parse(attributes));
}

test("a text message comes to an agent as a Task with the transcript first, then the links", async () => {
  const message = { to: "+14155550101", from: "+14155550123" };
  const { control } = opened.stack.twilio;
  const { conversation_sid: conversation } = control.messages.receive({ ...message, body: "Hello" });
  await control.settled();

  const [attributes, ...others] = await tasks();
  expect(others).toEqual([]);
  expect(attributes?.conversations).toEqual({
    media: [
      { type: "ChatTranscript", sid: conversation },
      { type: "Referenced", title: "Retention policy", url: "https://example.com/retention" },
    ],
  });
  expect(isSound(attributeFindings(attributes ?? {}, { conversation: "chat", through: "task" }))).toBe(true);

  control.messages.receive({ ...message, body: "Are you there?" });
  await control.settled();
  expect(await tasks()).toHaveLength(1);
  expect(control.executions.notices()).toEqual([]);
});

test("another up finds nothing to change after messages came", async () => {
  expect(Object.keys(await opened.stack.pulumi.up({ refresh: true }))).toEqual(["unchanged"]);
});
