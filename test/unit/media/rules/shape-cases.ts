import { liquid } from "../../../../media/index.ts";
import { embedded, provider, type RuleCases, raw, recording, referenced, time, transcript } from "./cases.ts";

export const shapeCases: Record<string, RuleCases> = {
  list: {
    breaks: [
      { media: { type: "Raw" }, at: [], reason: "is no list; give a list of media entries" },
      { media: [recording, "Raw"], at: [1], reason: "is no object; give an entry with a type" },
      { media: [liquid("{{x}}", "text")], at: [0], reason: "is no object; give an entry with a type" },
    ],
    satisfies: [{ media: [] }, { media: [recording] }],
  },
  type: {
    breaks: [
      {
        media: [{ url: "https://a.example/" }],
        at: [0, "type"],
        reason: "is missing; give Raw, Embedded, Referenced, VoiceRecording, ChatTranscript",
      },
      {
        media: [{ type: "voicerecording" }],
        at: [0, "type"],
        reason: "is none that Flex Insights knows; give Raw, Embedded, Referenced, VoiceRecording, ChatTranscript",
      },
    ],
    satisfies: [{ media: [recording, raw, embedded, referenced, transcript] }],
  },
  property: {
    breaks: [
      {
        media: [{ type: "VoiceRecording", urlProvider: provider }],
        at: [0, "urlProvider"],
        reason: "is no property of VoiceRecording; write url_provider",
      },
      { media: [{ ...raw, URL: "x" }], at: [0, "URL"], reason: "is no property of Raw; write url" },
      {
        media: [{ ...raw, Title: "Twice" }],
        at: [0, "Title"],
        reason: "is no property of Raw; write title",
      },
      {
        media: [{ ...transcript, constructor: 1 }],
        at: [0, "constructor"],
        reason: "is no property of ChatTranscript; remove it, or give type, sid or title",
      },
      {
        media: [{ ...raw, start_time: time }],
        at: [0, "start_time"],
        reason: "is no property of Raw; remove it, or give type, url or title",
      },
    ],
    satisfies: [{ media: [{ ...recording, title: "Call", channels: ["customer", "others"] }] }],
  },
  required: {
    breaks: [
      { media: [{ type: "Raw" }], at: [0, "url"], reason: "is missing; give url" },
      { media: [{ type: "ChatTranscript", sid: null }], at: [0, "sid"], reason: "is missing; give sid" },
      { media: [{ type: "VoiceRecording" }], at: [0, "url"], reason: "is missing; give url or url_provider" },
    ],
    satisfies: [{ media: [recording, transcript, raw] }],
  },
  text: {
    breaks: [
      { media: [{ ...raw, title: 7 }], at: [0, "title"], reason: "is no text; quote it" },
      { media: [{ ...raw, url: ["x"] }], at: [0, "url"], reason: "is no text; quote it" },
      { media: [{ ...transcript, sid: liquid("{{n}}", "number") }], at: [0, "sid"], reason: "is no text; quote it" },
    ],
    satisfies: [{ media: [raw, { ...raw, title: liquid("{{n}}", "text") }, { ...raw, title: null }] }],
  },
  "url-provider-type": {
    breaks: [
      {
        media: [{ ...embedded, url_provider: provider }],
        at: [0, "url_provider"],
        reason: "works for VoiceRecording only, not for Embedded; give url, of a page that asks for its own log-in",
      },
      {
        media: [{ ...transcript, url_provider: provider }],
        at: [0, "url_provider"],
        reason: "works for VoiceRecording only, not for ChatTranscript; remove it",
      },
    ],
    satisfies: [{ media: [recording, embedded] }],
  },
  "url-or-provider": {
    breaks: [
      {
        media: [{ ...recording, url: "https://a.example/x" }],
        at: [0, "url"],
        reason: "stands beside url_provider; remove one of the two",
      },
    ],
    satisfies: [{ media: [recording] }, { media: [{ ...recording, url: null }] }],
  },
  "start-time-form": {
    breaks: [
      {
        media: [{ ...recording, start_time: "soon" }],
        at: [0, "start_time"],
        reason: "is no time; give milliseconds since 1970, such as 1574350320000",
      },
      {
        media: [{ ...recording, start_time: liquid("{{x}}", "sid:RE") }],
        at: [0, "start_time"],
        reason: "is Liquid that renders to sid:RE; give Liquid that renders to milliseconds",
      },
    ],
    satisfies: [
      { media: [{ ...recording, start_time: "2019-11-21T15:32:00Z" }] },
      { media: [{ ...recording, start_time: liquid("{{x}}", "milliseconds") }] },
    ],
  },
  "channels-form": {
    breaks: [[], ["customer"], ["agent", "customer"], ["customer", "customer"], "customer"].map((channels) => ({
      media: [{ ...recording, channels }],
      at: [0, "channels"],
      reason: `doesn't name the two channels of a call; give ["customer", "others"], or leave it out for a mono recording`,
    })),
    satisfies: [{ media: [recording] }, { media: [{ ...recording, channels: ["customer", "others"] }] }],
  },
};
