import { isLiquid } from "../liquid.ts";
import { isConversationSid } from "../sid.ts";
import { millisecondsOf } from "../time.ts";
import { entryRule, isType, listRule } from "./rule.ts";

/** As milliseconds 3 March 1973, as seconds the year 5138: what lies below is no time of a recording in milliseconds. */
const leastMilliseconds = 100_000_000_000;
/** As milliseconds the year 5138, as microseconds March 1973. */
const mostMilliseconds = 100_000_000_000_000;

export const startTimeUnit = entryRule({
  name: "start-time-unit",
  severity: "error",
  holds: "start_time is in milliseconds, not in seconds or microseconds.",
  *check({ start_time }) {
    if (isLiquid(start_time)) {
      if (start_time.renders !== "seconds") return;
      yield { path: ["start_time"], reason: "renders to seconds; make it milliseconds" };
      return;
    }
    const time = millisecondsOf(start_time);
    if (time === undefined) return;
    if (time < leastMilliseconds) yield { path: ["start_time"], reason: "is in seconds; multiply it by 1000" };
    if (time >= mostMilliseconds) yield { path: ["start_time"], reason: "is in microseconds; divide it by 1000" };
  },
});

export const startTimeText = entryRule({
  name: "start-time-text",
  severity: "warning",
  holds: "start_time is a number; Twilio's documents disagree about text.",
  *check({ start_time }) {
    const isText = isLiquid(start_time) ? start_time.renders === "time" : typeof start_time === "string";
    if (!isText) return;
    yield { path: ["start_time"], reason: "is text, which may not be understood; give milliseconds as a number" };
  },
});

export const startTimeMissing = entryRule({
  name: "start-time-missing",
  severity: "warning",
  holds: "A VoiceRecording says when it began, so that Flex Insights places segments and talk times rightly.",
  *check(entry) {
    if (!isType(entry, "VoiceRecording") || (entry.start_time ?? "") !== "") return;
    yield { path: ["start_time"], reason: "is missing, so talk times may be wrong; give milliseconds since 1970" };
  },
});

export const channelsOrder = entryRule({
  name: "channels-order",
  severity: "warning",
  holds: `channels is ["customer", "others"]: Twilio records the caller first.`,
  *check({ channels }) {
    if (!Array.isArray(channels) || channels[0] !== "others") return;
    const reason = `puts the customer second, as on outbound calls only; give ["customer", "others"]`;
    yield { path: ["channels"], reason };
  },
});

export const providerIdentifies = entryRule({
  name: "provider-identifies",
  severity: "error",
  holds: "url_provider says which recording is meant, in its path or query.",
  *check({ url_provider }) {
    if (typeof url_provider !== "string" || !URL.canParse(url_provider)) return;
    const { pathname, search } = new URL(url_provider);
    if (pathname.length > 1 || search.length > 1) return;
    yield { path: ["url_provider"], reason: "names no recording; add its SID, as in ?recording=RE…" };
  },
});

export const transcriptSid = entryRule({
  name: "transcript-sid",
  severity: "error",
  holds: "A ChatTranscript's sid is the SID of a Conversation (CH…).",
  *check(entry) {
    if (!isType(entry, "ChatTranscript")) return;
    const { sid } = entry;
    if (isLiquid(sid) ? sid.renders === "sid:CH" : typeof sid !== "string" || isConversationSid(sid)) return;
    const what = isLiquid(sid) ? `is Liquid that renders to ${sid.renders}` : "is no SID of a Conversation";
    yield { path: ["sid"], reason: `${what}; give CH and 32 hexadecimal digits` };
  },
});

export const secondRecording = listRule({
  name: "second-recording",
  severity: "error",
  holds: "There is one VoiceRecording: Flex Insights plays and analyses the first only.",
  *check(media) {
    const recordings = [...media.entries()].filter(([, entry]) => isType(entry, "VoiceRecording"));
    for (const [index] of recordings.slice(1)) {
      const reason = `is a second VoiceRecording, which is never played, after [${recordings[0]?.[0]}]; remove it`;
      yield { path: [index], reason };
    }
  },
});

export const originalsDropped = listRule({
  name: "originals-dropped",
  severity: "warning",
  holds:
    "A list names the original recording or transcript again: any list takes the place of what Twilio shows itself.",
  *check(media, { conversation }) {
    const originals = (["VoiceRecording", "ChatTranscript"] as const).filter(
      (type) => conversation === undefined || (type === "VoiceRecording") === (conversation === "call"),
    );
    if (media.length === 0 || media.some((entry) => isType(entry, ...originals))) return;
    yield { path: [], reason: `takes the place of the original; list the ${originals.join(" or ")} as well` };
  },
});

export const conversationRules = [
  startTimeUnit,
  startTimeText,
  startTimeMissing,
  channelsOrder,
  providerIdentifies,
  transcriptSid,
  secondRecording,
  originalsDropped,
];
