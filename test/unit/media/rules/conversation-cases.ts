import { liquid } from "../../../../media/index.ts";
import { embedded, provider, type RuleCases, raw, recording, sid, transcript } from "./cases.ts";

export const conversationCases: Record<string, RuleCases> = {
  "start-time-unit": {
    breaks: [
      {
        media: [{ ...recording, start_time: 1574350320 }],
        at: [0, "start_time"],
        reason: "is in seconds; multiply it by 1000",
      },
      {
        media: [{ ...recording, start_time: "1574350320" }],
        at: [0, "start_time"],
        reason: "is in seconds; multiply it by 1000",
      },
      {
        media: [{ ...recording, start_time: 1574350320000000 }],
        at: [0, "start_time"],
        reason: "is in microseconds; divide it by 1000",
      },
      {
        media: [{ ...recording, start_time: liquid("{{x}}", "seconds") }],
        at: [0, "start_time"],
        reason: "renders to seconds; make it milliseconds",
      },
    ],
    satisfies: [{ media: [recording, { ...recording, start_time: liquid("{{x}}", "milliseconds") }] }],
  },
  "start-time-text": {
    breaks: ["2019-11-21T15:32:00Z", "1574350320000", liquid("{{widgets.R.StartTime}}", "time")].map((start_time) => ({
      media: [{ ...recording, start_time }],
      at: [0, "start_time"],
      reason: "is text, which may not be understood; give milliseconds as a number",
    })),
    satisfies: [{ media: [recording, { ...recording, start_time: liquid("{{x}}", "milliseconds") }] }],
  },
  "start-time-missing": {
    breaks: [
      {
        media: [{ type: "VoiceRecording", url_provider: provider }],
        at: [0, "start_time"],
        reason: "is missing, so talk times may be wrong; give milliseconds since 1970",
      },
    ],
    satisfies: [{ media: [recording, transcript] }],
  },
  "channels-order": {
    breaks: [
      {
        media: [{ ...recording, channels: ["others", "customer"] }],
        at: [0, "channels"],
        reason: `puts the customer second, as on outbound calls only; give ["customer", "others"]`,
      },
    ],
    satisfies: [{ media: [{ ...recording, channels: ["customer", "others"] }, recording] }],
  },
  "provider-identifies": {
    breaks: ["https://play.example", "https://play.example/", "https://play.example/?"].map((url_provider) => ({
      media: [{ ...recording, url_provider }],
      at: [0, "url_provider"],
      reason: "names no recording; add its SID, as in ?recording=RE…",
    })),
    satisfies: [{ media: [recording, { ...recording, url_provider: `https://play.example/RE${sid}` }] }],
  },
  "transcript-sid": {
    breaks: [
      {
        media: [{ ...transcript, sid: `RE${sid}` }],
        at: [0, "sid"],
        reason: "is no SID of a Conversation; give CH and 32 hexadecimal digits",
      },
      {
        media: [{ ...transcript, sid: liquid("{{widgets.R.Sid}}", "sid:RE") }],
        at: [0, "sid"],
        reason: "is Liquid that renders to sid:RE; give CH and 32 hexadecimal digits",
      },
    ],
    satisfies: [{ media: [transcript, { ...transcript, sid: liquid("{{x}}", "sid:CH") }] }],
  },
  "second-recording": {
    breaks: [
      {
        media: [raw, recording, recording],
        at: [2],
        reason: "is a second VoiceRecording, which is never played, after [1]; remove it",
      },
    ],
    satisfies: [{ media: [recording, embedded] }],
  },
  "originals-dropped": {
    breaks: [
      {
        media: [embedded],
        at: [],
        reason: "takes the place of the original; list the VoiceRecording or ChatTranscript as well",
      },
      {
        media: [embedded, transcript],
        context: { conversation: "call" },
        at: [],
        reason: "takes the place of the original; list the VoiceRecording as well",
      },
      {
        media: [recording],
        context: { conversation: "chat" },
        at: [],
        reason: "takes the place of the original; list the ChatTranscript as well",
      },
    ],
    satisfies: [
      { media: [] },
      { media: [embedded, transcript] },
      { media: [recording, embedded], context: { conversation: "call" } },
    ],
  },
};
