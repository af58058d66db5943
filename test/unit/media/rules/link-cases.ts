import { liquid } from "../../../../media/index.ts";
import { embedded, type RuleCases, raw, recording, referenced, transcript } from "./cases.ts";

const fileReason = "is a file that browsers download instead of showing it; make it a Referenced link";
const httpsReason = "is no https URL; give one that begins with https:// and a host";
const keyReason = "lets in everyone who reads the Task; give a URL that asks for its own log-in, or a url_provider";

export const linkCases: Record<string, RuleCases> = {
  https: {
    breaks: [
      ...[
        "http://crm.example/",
        "crm.example",
        "https://",
        "https:///x",
        "ftp://a.example/",
        "",
        "https://a b.example/",
      ].map((url) => ({ media: [{ ...raw, url }], at: [0, "url"], reason: httpsReason })),
      {
        media: [{ ...recording, url_provider: liquid("http://play.example/{{x}}", "url") }],
        at: [0, "url_provider"],
        reason: httpsReason,
      },
      {
        media: [{ ...raw, url: liquid("{{x}}", "sid:RE") }],
        at: [0, "url"],
        reason: "is Liquid that renders to sid:RE; give Liquid that renders to a url",
      },
    ],
    satisfies: [
      { media: [raw, recording] },
      {
        media: [
          { ...raw, url: liquid("{{x}}", "url") },
          { ...raw, url: liquid("https://{{x}}/", "url") },
        ],
      },
    ],
  },
  "carries-access": {
    breaks: [
      "https://user:secret@crm.example/",
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=abc",
      "https://crm.example/1?a=1&token=abc",
    ].map((url) => ({ media: [{ ...raw, url }], at: [0, "url"], reason: keyReason })),
    satisfies: [{ media: [{ ...raw, url: "https://crm.example/a@b?tokens=1" }, recording] }],
  },
  unauthenticated: {
    breaks: [
      {
        media: [{ type: "VoiceRecording", url: "https://audio.example/1" }],
        at: [0, "url"],
        reason: "has to be readable by everyone before it can be played; give url_provider instead",
      },
      {
        media: [embedded],
        at: [0, "url"],
        reason: "is opened without authentication by Flex Insights; see to it that the page asks for a log-in",
      },
      {
        media: [{ ...referenced, url: liquid("https://api.twilio.com.example/{{x}}", "url") }],
        at: [0, "url"],
        reason: "is opened without authentication by Flex Insights; see to it that the page asks for a log-in",
      },
    ],
    satisfies: [
      { media: [recording, transcript] },
      { media: [embedded], context: { mayHoldPhi: false } },
      { media: [{ type: "VoiceRecording", url: liquid("https://api.twilio.com/2010-04-01/{{x}}", "url") }] },
      { media: [{ type: "VoiceRecording", url: "https://api.twilio.com/2010-04-01/Accounts" }] },
    ],
  },
  "embedded-file": {
    breaks: ["https://a.example/list.xlsx", "https://a.example/x.ZIP?y=1", "https://a.example/x.heic#1"].map((url) => ({
      media: [{ ...embedded, url }],
      at: [0, "url"],
      reason: fileReason,
    })),
    satisfies: [
      { media: [embedded, { ...embedded, url: "https://a.example/x.pdf" }, { ...referenced, url: "https://a/x.zip" }] },
    ],
  },
  "embedded-twilio": {
    breaks: [
      {
        media: [{ ...embedded, url: "https://console.twilio.com/us1" }],
        at: [0, "url"],
        reason:
          "leads to Twilio, which an iframe doesn't log in to; give a VoiceRecording or a ChatTranscript, or make it a Referenced link",
      },
    ],
    satisfies: [{ media: [embedded, { ...referenced, url: "https://console.twilio.com/us1" }] }],
  },
  title: {
    breaks: [
      {
        media: [{ type: "Raw", url: "https://crm.example/" }],
        at: [0, "title"],
        reason: "is missing; say what people are to read in Flex Insights",
      },
      {
        media: [{ ...referenced, title: "" }],
        at: [0, "title"],
        reason: "is missing; say what people are to read in Flex Insights",
      },
    ],
    satisfies: [{ media: [raw, recording, transcript] }],
  },
  unrendered: {
    breaks: [
      ["title", { ...raw, title: "Call of {{name}}" }],
      ["url", { ...raw, url: "{{url}}" }],
      ["sid", { ...transcript, sid: "{% if x %}CH{% endif %}" }],
    ].map(([name, entry]) => ({
      media: [entry],
      at: [0, String(name)],
      reason: "holds Liquid as plain text; wrap it in liquid(…), or give what it renders to",
    })),
    satisfies: [
      {
        media: [
          { ...raw, title: liquid("Call of {{name}}", "text") },
          { ...raw, title: "{ }" },
        ],
      },
    ],
  },
  "raw-first": {
    breaks: [
      {
        media: [raw, recording],
        at: [0],
        reason: "is a Raw link, which keeps the others from being shown; move it behind them",
      },
    ],
    satisfies: [{ media: [recording, raw] }, { media: [raw] }],
  },
  twice: {
    breaks: [
      { media: [raw, embedded, raw], at: [2], reason: "leads where [0] leads; remove one of the two" },
      {
        media: [liquid("{{a}}", "sid:CH"), liquid("{{a}}", "sid:CH")].map((sid) => ({ ...transcript, sid })),
        at: [1],
        reason: "leads where [0] leads; remove one of the two",
      },
    ],
    satisfies: [{ media: [recording, raw, embedded, referenced, transcript] }],
  },
};
