import { expect, test } from "vitest";
import { messaging } from "../../../infra/studio/templates/messaging.ts";
import { voice } from "../../../infra/studio/templates/voice.ts";
import { callbackReceiver } from "./callback-receiver.ts";
import { availableWorker, caller, flexWorkflow, number, withFlow } from "./flow-fixture.ts";
import { answered, postForm } from "./forms.ts";
import { authToken, type Running } from "./running.ts";

async function deploy(twilio: Running, flow: string, definition: unknown) {
  const fields = { Status: "published", Definition: JSON.stringify(definition) };
  await answered(postForm(twilio, `studio.twilio.com/v2/Flows/${flow}`, fields));
}

test("the voice template's call tells Flex Insights of its recording, in milliseconds, and the archive gets to know", async () => {
  const archive = await callbackReceiver(authToken);
  const now = new Date("2026-11-18T22:57:42Z");
  const { twilio, flow, called } = await withFlow([{ name: "Trigger", type: "trigger", transitions: [] }], {
    now: () => now,
  });
  await deploy(
    twilio,
    flow,
    voice({
      greeting: "Welcome.",
      consent: "This call is recorded.",
      workflow: flexWorkflow(twilio),
      channel: "voice",
      recording: "studio",
      media: { play: "url_provider", url: "https://play.example" },
      statusCallback: archive.url,
    }),
  );
  await availableWorker(twilio);
  const { tasks, recordings } = await called();
  expect(twilio.control.executions.notices()).toStrictEqual([]);
  const [recording] = recordings;
  expect(JSON.parse(tasks[0]?.attributes ?? "")).toMatchObject({
    name: caller,
    conversations: {
      media: [
        {
          type: "VoiceRecording",
          url_provider: `https://play.example/?recording=${recording?.sid}`,
          start_time: now.getTime(),
          channels: ["customer", "others"],
        },
      ],
    },
  });
  expect(archive.received).toMatchObject([
    { signed: true, form: { RecordingSid: recording?.sid, RecordingStatus: "completed" } },
  ]);
});

test("the messaging template's conversation tells Flex Insights of its transcript", async () => {
  const { twilio, flow } = await withFlow([{ name: "Trigger", type: "trigger", transitions: [] }]);
  await deploy(twilio, flow, messaging({ workflow: flexWorkflow(twilio), channel: "chat" }));
  const address = { Type: "sms", Address: number, "AutoCreation.Enabled": "true" };
  await answered(
    postForm(twilio, "conversations.twilio.com/v1/Configuration/Addresses", {
      ...address,
      "AutoCreation.Type": "studio",
      "AutoCreation.StudioFlowSid": flow,
    }),
    201,
  );
  const { conversation_sid: sid } = twilio.control.messages.receive({ to: number, from: caller, body: "Hello" });
  await twilio.control.settled();
  expect(twilio.control.executions.notices()).toStrictEqual([]);
  const [task] = twilio.control.state().taskRouter.tasks;
  expect(JSON.parse(task?.attributes ?? "").conversations.media).toStrictEqual([{ type: "ChatTranscript", sid }]);
});
