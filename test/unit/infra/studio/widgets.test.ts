import { describe, expect, test } from "vitest";
import * as widgets from "../../../../infra/studio/widgets/index.ts";
import { kinds } from "../../../../infra/studio/widgets/kinds.ts";
import type { AnyWidget } from "../../../../infra/studio/widgets/widget.ts";

/** Everything that each widget can say, and what Studio gets of it. */
const said: [type: string, widget: AnyWidget, properties: object, ways: string[]][] = [
  [
    "trigger",
    widgets.trigger({ incomingCall: "A", incomingConversationMessage: "B" }),
    {},
    ["incomingMessage", "incomingCall > A", "incomingConversationMessage > B", "incomingRequest", "incomingParent"],
  ],
  [
    "record-call",
    widgets.recordCall({
      record: true,
      channels: "dual",
      trim: "do-not-trim",
      statusCallback: "https://ours.example/recordings",
      statusCallbackMethod: "POST",
      statusCallbackEvents: ["in-progress", "completed", "absent"],
      next: { success: "A", failed: "B" },
    }),
    {
      record_call: true,
      recording_channels: "dual",
      trim: "do-not-trim",
      recording_status_callback: "https://ours.example/recordings",
      recording_status_callback_method: "POST",
      recording_status_callback_events: "in-progress completed absent",
    },
    ["success > A", "failed > B"],
  ],
  [
    "send-to-flex",
    widgets.sendToFlex({
      workflow: "WW1",
      channel: "voice",
      attributes: "{}",
      priority: 0,
      timeoutSeconds: 60,
      waitUrl: "https://ours.example/music",
      waitUrlMethod: "GET",
      next: { callComplete: "A", failedToEnqueue: "B", callFailure: "C" },
    }),
    {
      workflow: "WW1",
      channel: "voice",
      attributes: "{}",
      priority: "0",
      timeout: "60",
      waitUrl: "https://ours.example/music",
      waitUrlMethod: "GET",
    },
    ["callComplete > A", "failedToEnqueue > B", "callFailure > C"],
  ],
  [
    "record-voicemail",
    widgets.recordVoicemail({
      timeoutSeconds: 5,
      maxLengthSeconds: 600,
      finishOnKey: "#",
      transcribe: true,
      transcriptionCallbackUrl: "https://ours.example/text",
      trim: "trim-silence",
      playBeep: false,
      recordingStatusCallbackUrl: "https://ours.example/done",
      next: { recordingComplete: "A" },
    }),
    {
      timeout: 5,
      max_length: 600,
      finish_on_key: "#",
      transcribe: true,
      transcription_callback_url: "https://ours.example/text",
      trim: "trim-silence",
      play_beep: "false",
      recording_status_callback_url: "https://ours.example/done",
    },
    ["recordingComplete > A", "noAudio", "hangup"],
  ],
  [
    "run-function",
    widgets.runFunction({
      url: "https://ours.twil.io/look",
      service: "ZS1",
      environment: "ZE1",
      function: "ZH1",
      parameters: [{ key: "from", value: "{{trigger.call.From}}" }],
      next: { success: "A", fail: "B" },
    }),
    {
      url: "https://ours.twil.io/look",
      service_sid: "ZS1",
      environment_sid: "ZE1",
      function_sid: "ZH1",
      parameters: [{ key: "from", value: "{{trigger.call.From}}" }],
    },
    ["success > A", "fail > B"],
  ],
  [
    "connect-call-to",
    widgets.connectCallTo({ noun: "number", to: "+14155550100", record: false, timeoutSeconds: 20 }),
    { noun: "number", to: "+14155550100", caller_id: "{{contact.channel.address}}", record: false, timeout: 20 },
    ["callCompleted", "hangup"],
  ],
  [
    "connect-call-to",
    widgets.connectCallTo({
      noun: "sip",
      sipEndpoint: "sip:desk@ours.example",
      sipUsername: "desk",
      sipPassword: "open",
      callerId: "+14155550100",
      next: { callCompleted: "A", hangup: "B" },
    }),
    {
      noun: "sip",
      sip_endpoint: "sip:desk@ours.example",
      sip_username: "desk",
      sip_password: "open",
      caller_id: "+14155550100",
    },
    ["callCompleted > A", "hangup > B"],
  ],
  [
    "split-based-on",
    widgets.splitBasedOn({
      input: "{{widgets.Menu.Digits}}",
      matches: [
        { is: "equal_to", value: "1", next: "A" },
        { is: "is_blank", name: "Nothing", next: "B" },
      ],
      noMatch: "C",
    }),
    { input: "{{widgets.Menu.Digits}}" },
    ["noMatch > C", "match > A if If value equal_to 1", "match > B if Nothing"],
  ],
  [
    "make-http-request",
    widgets.makeHttpRequest({ method: "GET", url: "https://ours.example", parameters: [{ key: "a", value: "b" }] }),
    {
      method: "GET",
      url: "https://ours.example",
      content_type: "application/x-www-form-urlencoded;charset=utf-8",
      parameters: [{ key: "a", value: "b" }],
    },
    ["success", "failed"],
  ],
  [
    "make-http-request",
    widgets.makeHttpRequest({ method: "POST", url: "https://ours.example", json: "{}", next: { failed: "A" } }),
    { method: "POST", url: "https://ours.example", content_type: "application/json;charset=utf-8", body: "{}" },
    ["success", "failed > A"],
  ],
  [
    "say-play",
    widgets.sayPlay({ say: "Hello", language: "en-GB", voice: "Polly.Amy", loop: 2, next: { audioComplete: "A" } }),
    { say: "Hello", language: "en-GB", voice: "Polly.Amy", loop: 2 },
    ["audioComplete > A"],
  ],
  [
    "say-play",
    widgets.sayPlay({ play: "https://ours.example/a.mp3" }),
    { play: "https://ours.example/a.mp3" },
    ["audioComplete"],
  ],
  ["say-play", widgets.sayPlay({ digits: "ww12" }), { digits: "ww12" }, ["audioComplete"]],
  [
    "set-variables",
    widgets.setVariables({ variables: { a: "1", b: "{{flow.sid}}" }, next: { next: "A" } }),
    {
      variables: [
        { key: "a", value: "1", type: "string" },
        { key: "b", value: "{{flow.sid}}", type: "string" },
      ],
    },
    ["next > A"],
  ],
  [
    "gather-input-on-call",
    widgets.gatherInputOnCall({
      say: "Press one",
      timeoutSeconds: 5,
      numberOfDigits: 1,
      finishOnKey: "#",
      gatherLanguage: "en-US",
      hints: ["one", "two"],
      profanityFilter: true,
      speechModel: "phone_call",
      speechTimeout: "auto",
      stopGather: true,
      next: { keypress: "A", speech: "B", timeout: "C" },
    }),
    {
      say: "Press one",
      timeout: 5,
      number_of_digits: 1,
      finish_on_key: "#",
      gather_language: "en-US",
      hints: "one,two",
      profanity_filter: "true",
      speech_timeout: "auto",
      speech_model: "phone_call",
      stop_gather: true,
    },
    ["keypress > A", "speech > B", "timeout > C"],
  ],
  [
    "make-outgoing-call-v2",
    widgets.makeOutgoingCall({
      record: true,
      recordingChannels: "dual",
      recordingStatusCallback: "https://ours.example/done",
      trim: "do-not-trim",
      timeoutSeconds: 30,
      sendDigits: "1",
      machineDetection: "Enable",
      machineDetectionTimeoutSeconds: 10,
      next: { answered: "A", noAnswer: "B" },
    }),
    {
      from: "{{flow.channel.address}}",
      to: "{{contact.channel.address}}",
      record: true,
      recording_channels: "dual",
      recording_status_callback: "https://ours.example/done",
      trim: "do-not-trim",
      timeout: 30,
      send_digits: "1",
      detect_answering_machine: true,
      machine_detection: "Enable",
      machine_detection_timeout: "10",
    },
    ["answered > A", "busy", "noAnswer > B", "failed"],
  ],
  [
    "run-subflow",
    widgets.runSubflow({ flow: "FW1", revision: 3, parameters: [{ key: "a", value: "b" }], next: { failed: "A" } }),
    { flow_sid: "FW1", flow_revision: "3", parameters: [{ key: "a", value: "b" }] },
    ["completed", "failed > A"],
  ],
  [
    "send-message",
    widgets.sendMessage({ body: "Hi", mediaUrl: "https://ours.example/a.png", next: { sent: "A", failed: "B" } }),
    {
      body: "Hi",
      from: "{{flow.channel.address}}",
      to: "{{contact.channel.address}}",
      media_url: "https://ours.example/a.png",
    },
    ["sent > A", "failed > B"],
  ],
  [
    "send-and-wait-for-reply",
    widgets.sendAndWaitForReply({ body: "Who?", from: "MG1", timeoutSeconds: 60, next: { incomingMessage: "A" } }),
    { body: "Who?", from: "MG1", timeout: "60" },
    ["incomingMessage > A", "timeout", "deliveryFailure"],
  ],
];

describe("A widget", () => {
  test.each(said)("%s comes out in Studio's own form", (type, widget, properties, ways) => {
    expect(widget.type).toBe(type);
    expect(widget.properties).toEqual(properties);
    const shown = widget.transitions.map(({ event, next, conditions = [] }) => {
      const names = conditions.map((condition) => ` if ${condition.friendly_name}`).join("");
      return `${event}${next === undefined ? "" : ` > ${next}`}${names}`;
    });
    expect(shown).toEqual(ways);
  });

  test("is known with its events and what it can't do without", () => {
    expect([...new Set(said.map(([type]) => type))].toSorted()).toEqual([...kinds.keys()].toSorted());
    for (const [type, widget, properties] of said) {
      const kind = kinds.get(type);
      expect(kind?.events).toEqual(expect.arrayContaining(widget.transitions.map(({ event }) => event)));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...(kind?.required ?? [])]));
    }
  });

  test("keeps its defaults where nothing is said", () => {
    expect(widgets.runSubflow({ flow: "FW1" }).properties).toEqual({
      flow_sid: "FW1",
      flow_revision: "LatestPublished",
    });
    expect(widgets.sendAndWaitForReply({ body: "Hi" }).properties).toMatchObject({ timeout: "3600" });
    expect(widgets.recordCall({ record: false }).properties).toEqual({ record_call: false });
  });
});
