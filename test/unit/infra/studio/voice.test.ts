import { describe, expect, test } from "vitest";
import { flowFindings, gatherInputOnCall, recordVoicemail, sayPlay, voice } from "../../../../infra/studio/index.ts";
import { studioLiquid } from "../../../../infra/studio/liquid/engine.ts";
import { checkDefinition } from "../../../../local/twilio/studio/definition.ts";
import { callRecording, property, taskOf } from "./rendering.ts";

const base = {
  greeting: "Thank you for calling.",
  consent: "This call is recorded.",
  language: "en-US",
  workflow: `WW${"3".repeat(32)}`,
  channel: "voice",
};
const playback = { play: "url_provider", url: "https://playback.example" } as const;
const call = { trigger: { call: { From: '+1415"5550100' } }, widgets: { CallRecording: callRecording } };

/** https://www.twilio.com/docs/flex/developer/insights/enable-dual-channel-recordings, as it stands there. */
const documentedSample = `{
  "type": "inbound",
  "name": "{{trigger.call.From}}",
  "conversations": {
    "media": [
      {
        "url": "https://api.twilio.com/2010-04-01/Accounts/{{widgets.CallRecording.AccountSid}}/Recordings/{{widgets.CallRecording.Sid}}",
        "type": "VoiceRecording",
        "start_time": "{{widgets.CallRecording.StartTime}}",
        "channels": ["customer", "others"]
      }
    ]
  }
}`;

describe("The voice flow", () => {
  const flow = voice({ ...base, recording: "studio", media: playback, statusCallback: "https://archive.example" });

  test("is one that local Twilio takes, to be published at once", () => {
    const { broken, incomplete } = checkDefinition(JSON.stringify(flow));
    expect([...broken, ...incomplete]).toEqual([]);
  });

  test("greets, asks for consent, records in two channels, and goes to Flex", () => {
    const ways = flow.states.flatMap(({ name, transitions }) =>
      transitions.flatMap(({ event, next }) => (next === undefined ? [] : [`${name} ${event} ${next}`])),
    );
    expect(ways).toEqual([
      "Trigger incomingCall Greeting",
      "Greeting audioComplete CallRecording",
      "CallRecording success RecordingStart",
      "CallRecording failed SendToFlexUnrecorded",
      "RecordingStart next SendToFlex",
    ]);
    expect(property(flow, "Greeting", "say")).toBe("Thank you for calling. This call is recorded.");
    expect(flow.states.find(({ name }) => name === "CallRecording")?.properties).toMatchObject({
      record_call: true,
      recording_channels: "dual",
      trim: "do-not-trim",
      recording_status_callback: "https://archive.example",
      recording_status_callback_method: "POST",
      recording_status_callback_events: "completed absent",
    });
    expect(flowFindings(flow)).toEqual([]);
  });

  test("names the recording through url_provider, with its start in milliseconds", () => {
    expect(taskOf(flow, "SendToFlex", call)).toEqual({
      type: "inbound",
      name: '+1415"5550100',
      conversations: {
        media: [
          {
            type: "VoiceRecording",
            url_provider: `https://playback.example/?recording=${callRecording.Sid}`,
            start_time: 1795042662000,
            channels: ["customer", "others"],
          },
        ],
      },
    });
  });

  test("says of no start time that there is none", () => {
    const late = { ...call, widgets: { CallRecording: { ...callRecording, StartTime: undefined } } };
    expect(taskOf(flow, "SendToFlex", late)).toMatchObject({ conversations: { media: [{ start_time: null }] } });
  });

  test("lets a call go to Flex that can't be recorded, and names no recording", () => {
    const unrecorded = { trigger: call.trigger, widgets: {} };
    expect(taskOf(flow, "SendToFlexUnrecorded", unrecorded)).toEqual({ type: "inbound", name: '+1415"5550100' });
  });

  test("names Twilio's copy where playback is off", () => {
    const twilio = voice({ ...base, recording: "studio", media: { play: "twilio" } });
    expect(taskOf(twilio, "SendToFlex", call)).toMatchObject({
      conversations: {
        media: [
          {
            type: "VoiceRecording",
            url: `https://api.twilio.com/2010-04-01/Accounts/${callRecording.AccountSid}/Recordings/${callRecording.Sid}`,
            start_time: 1795042662000,
          },
        ],
      },
    });
    expect(property(twilio, "CallRecording", "recording_status_callback")).toBeUndefined();
    expect(flowFindings(twilio)).toEqual([]);
  });

  test("passes on what Twilio's own sample does, where that is asked for", () => {
    const sample = voice({ ...base, recording: "studio", media: { play: "twilio", startTime: "documented" } });
    const quiet = { ...call, trigger: { call: { From: "+14155550100" } } };
    const documented = JSON.parse(studioLiquid().parseAndRenderSync(documentedSample, quiet));
    expect(taskOf(sample, "SendToFlex", quiet)).toEqual(documented);
    expect(sample.states.map(({ name }) => name)).not.toContain("RecordingStart");
    expect(flowFindings(sample).map(({ rule }) => rule)).toEqual(["start-time-text"]);
  });

  test("records nothing where something else does", () => {
    const native = voice({ ...base, priority: 5, recording: "none" });
    expect(native.states.map(({ type }) => type)).toEqual(["trigger", "say-play", "send-to-flex"]);
    expect(taskOf(native, "SendToFlex", call)).toEqual({ type: "inbound", name: '+1415"5550100' });
    expect(property(native, "SendToFlex", "priority")).toBe("5");
  });

  test("takes the team's own widgets before and after, and attributes beside its own", () => {
    const own = voice({
      ...base,
      recording: "studio",
      media: playback,
      attributes: { team: "north" },
      before: {
        entry: "Menu",
        widgets: {
          Menu: gatherInputOnCall({ say: "Press one.", next: { keypress: "Greeting", timeout: "Menu" } }),
        },
      },
      after: {
        on: { failedToEnqueue: "Sorry" },
        widgets: {
          Sorry: sayPlay({
            say: "{{widgets.CallRecording.Sid | default: 'Sorry'}}",
            next: { audioComplete: "Voicemail" },
          }),
          Voicemail: recordVoicemail({ maxLengthSeconds: 120 }),
        },
      },
    });
    expect(flowFindings(own)).toEqual([]);
    expect(own.states.map(({ name }) => name)).toEqual([
      "Trigger",
      "Menu",
      "Greeting",
      "CallRecording",
      "RecordingStart",
      "SendToFlex",
      "SendToFlexUnrecorded",
      "Sorry",
      "Voicemail",
    ]);
    expect(taskOf(own, "SendToFlex", call)).toMatchObject({ team: "north", type: "inbound" });
    const names = own.states.filter(({ transitions }) => transitions.some(({ next }) => next === "Sorry"));
    expect(names.map(({ name }) => name)).toEqual(["SendToFlex", "SendToFlexUnrecorded"]);
  });

  test("refuses the team's own widgets that lead astray", () => {
    const build = () =>
      voice({
        ...base,
        recording: "none",
        before: {
          entry: "Greeting",
          // @ts-expect-error: there is no Greting.
          widgets: { Greeting: sayPlay({ say: "Hello", next: { audioComplete: "Greting" } }) },
        },
      });
    expect(build).toThrow(
      [
        'The flow "Incoming calls" is wrong:',
        'widgets.Greeting.next.audioComplete: leads to "Greting", no widget of this flow; ' +
          "name one that is there: Trigger, Greeting, SendToFlex",
        "widgets.Greeting: is there twice; rename one of the two",
        "widgets.SendToFlex: is never reached; lead a transition to it, or remove it",
      ].join("\n"),
    );
  });

  test("refuses a url_provider that leaves no room for the rest", () => {
    const url = `https://${"long.".repeat(200)}example`;
    expect(() => voice({ ...base, recording: "studio", media: { play: "url_provider", url } })).toThrow(
      /^The flow "Incoming calls" is wrong:\nwidgets\.SendToFlex\.attributes: has 1\d{3} characters, but Studio takes 1024/,
    );
  });
});
