import { isJsonObject, type State } from "../definition.ts";
import { liquid } from "./engine.ts";
import { referencesIn } from "./references.ts";

const sid = (prefix: string) => prefix + "0123456789abcdef".repeat(2);
/** The longest number that E.164 knows, by the longest name of a channel. */
const address = `messenger:+${"9".repeat(15)}`;
const time = "Wed, 30 Sep 2026 23:59:59 +0000";

/** The longest that Twilio is likely to give for a variable, by the last part of its name. */
const byName: Readonly<Record<string, string>> = {
  AccountSid: sid("AC"),
  CallSid: sid("CA"),
  ChannelSid: sid("CH"),
  ConferenceSid: sid("CF"),
  ConversationSid: sid("CH"),
  DialCallSid: sid("CA"),
  MessageSid: sid("IM"),
  MessagingServiceSid: sid("MG"),
  ParticipantSid: sid("MB"),
  QueueSid: sid("QU"),
  RecordingSid: sid("RE"),
  Sid: sid("RE"),
  TaskSid: sid("WT"),
  sid: sid("FN"),
  flow_sid: sid("FW"),
  Called: address,
  Caller: address,
  From: address,
  To: address,
  address,
  ApiVersion: "2010-04-01",
  CallStatus: "in-progress",
  Channels: "2",
  Confidence: "0.98765432",
  DateCreated: time,
  DateUpdated: time,
  StartTime: time,
  DialCallDuration: "86400",
  DialCallStatus: "no-answer",
  Digits: "9".repeat(32),
  Direction: "outbound-api",
  Duration: "86400",
  NumMedia: "10",
  Price: "-0.00250",
  PriceUnit: "USD",
  QueueTime: "86400",
  RecordingDuration: "86400",
  RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${sid("AC")}/Recordings/${sid("RE")}`,
  Source: "StartConferenceRecordingAPI",
  Status: "in-progress",
  Uri: `/2010-04-01/Accounts/${sid("AC")}/Recordings/${sid("RE")}.json`,
  content_type: "application/json;charset=utf-8",
  status_code: "500",
};

/** What people write or say, and what other services answer: as much as is likely. */
const anyText = "x".repeat(64);

/**
 * Renders a text with the longest values that are likely for everything that it reads.
 * @throws {LiquidError} where it can't be rendered.
 */
export function longestRendering(text: string, states: Iterable<State>, within: readonly string[] = []): string {
  const scope: Scope = {};
  for (const { segments } of referencesIn(text).references) {
    const last = segments.at(-1) ?? "";
    const value = valueSet(segments, states, within) ?? (Object.hasOwn(byName, last) ? byName[last] : undefined);
    put(scope, segments, value ?? anyText);
  }
  return String(liquid.parseAndRenderSync(text, scope));
}

/** The longest value of a variable that the flow itself sets. */
function valueSet(segments: readonly string[], states: Iterable<State>, within: readonly string[]): string | undefined {
  const [root, first, key] = segments;
  // A variable may be made of itself, as a counter is: then it has no end.
  if (key === undefined || within.includes(key) || segments.length > 3) return undefined;
  const values = [...states].flatMap(({ name, type, properties: { variables } }) => {
    const meant = (root === "flow" && first === "variables") || (root === "widgets" && first === name);
    if (type !== "set-variables" || !meant || !Array.isArray(variables)) return [];
    return variables.flatMap((entry) =>
      isJsonObject(entry) && entry.key === key && typeof entry.value === "string" ? [entry.value] : [],
    );
  });
  return values
    .filter((value) => referencesIn(value).mistake === undefined)
    .map((value) => longestRendering(value, states, [...within, key]))
    .sort((one, other) => other.length - one.length)[0];
}

interface Scope {
  [name: string]: Scope | string;
}

function put(scope: Scope, segments: readonly string[], value: string): void {
  const [first, ...rest] = segments;
  if (first === undefined) return;
  const held = scope[first];
  if (rest.length === 0) {
    // A whole object may be asked for beside one of its parts.
    if (typeof held !== "object") scope[first] = value;
    return;
  }
  const inner = typeof held === "object" ? held : {};
  scope[first] = inner;
  put(inner, rest, value);
}
