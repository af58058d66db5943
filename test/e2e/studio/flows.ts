import {
  type FlowDefinition,
  flow,
  gatherInputOnCall,
  recordCall,
  recordVoicemail,
  sayPlay,
  sendToFlex,
  trigger,
  voice,
} from "../../../infra/studio/index.ts";
import type { Attributes } from "../../../media/index.ts";

const workflow = `WW${"0".repeat(32)}`;
const options = {
  greeting: "Hello.",
  consent: "This call is recorded.",
  workflow,
  channel: "voice",
  recording: "studio",
  media: { play: "url_provider", url: "https://play.example.com" },
} as const;

// What the compiler refuses in a literal it lets pass in a text that it doesn't know, as texts from settings are.
const texts: Record<"nowhere" | "wrongWidget" | "wrongField" | "noJson" | "noEvent", string> = {
  nowhere: "Voicemial",
  wrongWidget: '{"recording":"{{widgets.CallRecroding.Sid}}"}',
  wrongField: '{"recording":"{{widgets.CallRecording.RecordingSid}}"}',
  noJson: '{"name": {{trigger.call.From}}}',
  noEvent: "audioCompleted",
};
const { nowhere, wrongWidget, wrongField, noJson, noEvent } = texts;

/** Greeting, Call Recording and Send to Flex, which gets these attributes. */
function recorded(attributes: string): FlowDefinition {
  return flow({
    description: "Calls of our own",
    widgets: {
      Trigger: trigger({ incomingCall: "Greeting" }),
      Greeting: sayPlay({ say: "This call is recorded.", next: { audioComplete: "CallRecording" } }),
      CallRecording: recordCall({ record: true, next: { success: "SendToFlex" } }),
      SendToFlex: sendToFlex({ workflow, channel: "voice", attributes }),
    },
  });
}

const withMedia = (...media: Attributes[]) => recorded(JSON.stringify({ conversations: { media } }));
const link = { type: "Referenced", title: "Ticket", url: "https://desk.example.com/7" };
const recording = {
  type: "VoiceRecording",
  url_provider: "https://play.example.com/?recording={{widgets.CallRecording.Sid}}",
  start_time: 1_795_042_662_000,
};

/** A menu before the template's greeting. */
const menu = (next: { keypress: string; timeout: string }) =>
  voice({
    ...options,
    before: { entry: "Menu", widgets: { Menu: gatherInputOnCall({ say: "Press one.", next }) } },
  });

/** Flows of a team's own, by what is wrong with them. */
export const flows = {
  nothing: () => menu({ keypress: "Greeting", timeout: "Menu" }),
  "a transition to nowhere": () => menu({ keypress: "Greeting", timeout: nowhere }),
  "an event that the widget doesn't have": () =>
    flow({
      description: "Calls of our own",
      widgets: {
        Trigger: trigger({ incomingCall: "Greeting" }),
        Greeting: { ...sayPlay({ say: "Hello." }), transitions: [{ event: noEvent, next: "Trigger" }] },
      },
    }),
  "Liquid that misspells a widget": () => recorded(wrongWidget),
  "Liquid that misspells a field": () => recorded(wrongField),
  "a Raw link before the recording": () =>
    withMedia({ type: "Raw", title: "Ticket", url: "https://desk.example.com/7" }, recording),
  "two recordings in its media": () => withMedia(recording, { ...recording, title: "Again" }),
  "a start time in seconds": () => withMedia({ ...recording, start_time: 1_795_042_662 }),
  "a url_provider on a link": () => withMedia(recording, { ...link, url_provider: "https://play.example.com/?t=7" }),
  "2,000 characters of attributes": () => recorded(JSON.stringify({ note: "x".repeat(1989) })),
  "attributes that are no JSON": () => recorded(noJson),
  "a widget that nothing leads to": () =>
    voice({ ...options, after: { on: {}, widgets: { Voicemail: recordVoicemail({ maxLengthSeconds: 120 }) } } }),
  "Call Recording before anybody is spoken to": () =>
    voice({
      ...options,
      recording: "none",
      before: { entry: "Early", widgets: { Early: recordCall({ record: true, next: { success: "Greeting" } }) } },
    }),
  "two recordings at a time": () =>
    voice({
      ...options,
      before: {
        entry: "Notice",
        widgets: {
          Notice: sayPlay({ say: "This call is recorded.", next: { audioComplete: "Early" } }),
          Early: recordCall({ record: true, next: { success: "Greeting" } }),
        },
      },
    }),
  "names that the template has": () =>
    voice({
      ...options,
      before: { entry: "Menu", widgets: { Menu: sayPlay({ say: "Welcome.", next: { audioComplete: "Greeting" } }) } },
      after: {
        on: {},
        widgets: { Menu: sayPlay({ say: "Good bye." }), Greeting: sayPlay({ say: "Nobody is there." }) },
      },
    }),
} satisfies Record<string, () => FlowDefinition>;
