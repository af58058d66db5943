import { type Attributes, attributeFindings, mostSendToFlexCharacters, pathText } from "../media/index.ts";
import { callWays, type Recorded } from "./judging/call-ways.ts";
import { flowOf, makesTask, mayRecord, type Widget } from "./judging/flow.ts";
import { fromJson, isObject, property } from "./judging/read.ts";
import { mostRenderings, renderings } from "./judging/rendering.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** What flows hand to Flex breaks no rule of `conversations.media`, and each Task of a recorded call has its recording. */
export const flowMediaValid = resourcePolicy({
  name: "flow-media-valid",
  description: "What flows hand to Flex in conversations.media follows Twilio's rules, and recordings are in it.",
  types: [twilioTypes.flow],
  *judge({ props }) {
    const flow = flowOf(props);
    const ways = callWays(flow);
    const recorder = [...ways.keys()].find(mayRecord);
    let isHandedOn = false;
    for (const widget of flow.widgets.filter(makesTask)) {
      const recorded = ways.get(widget) ?? new Set();
      isHandedOn ||= recorded.has("on");
      yield* taskViolations(widget, flow.widgets, recorded);
    }
    if (recorder !== undefined && !isHandedOn) yield withoutRecording(recorder);
  },
});

function* taskViolations(
  widget: Widget,
  widgets: readonly Widget[],
  recorded: ReadonlySet<Recorded>,
): Generator<Violation> {
  const [name, attributes] = attributesOf(widget);
  const path = `${widget.path}.properties.${name}`;
  const variants = variantsOf(attributes, widgets);
  if (variants === undefined) {
    const remedy = "quote text, and leave numbers and | to_json without quotes";
    yield { path, is: "no JSON object once it is rendered", but: "a Task's attributes are one", remedy };
    return;
  }
  if (variants.length > mostRenderings) {
    const is = `rendered in more than ${mostRenderings} ways`;
    yield { path, is, but: "each of them has to be judged", remedy: "branch less, or in the flow" };
    return;
  }
  const length = String(attributes ?? "").length;
  if (length > mostSendToFlexCharacters) {
    const but = `Studio takes ${mostSendToFlexCharacters} characters`;
    yield { path, is: `${length} characters long`, but, remedy: "shorten it, or set a variable before" };
  }
  const found = variants.flatMap((variant) => [...mediaViolations(path, variant)]);
  // Branches share most of what they hold.
  yield* new Map(found.map((violation) => [JSON.stringify(violation), violation])).values();
  // Where the recording may have failed, a branch may say so.
  const isEnough = recorded.size > 1 ? variants.some(holdsRecording) : variants.every(holdsRecording);
  if (recorded.has("on") && !isEnough) yield withoutRecording(widget);
}

function withoutRecording({ path }: Widget): Violation {
  return {
    path,
    is: "without a VoiceRecording in conversations.media",
    but: "a flow that records hands its recordings to Flex Insights",
    remedy: "name the recording in the attributes of Send to Flex, as type VoiceRecording",
  };
}

function attributesOf({ type, properties }: Widget): [name: string, attributes: unknown] {
  const name = type === "enqueue-call" ? "task_attributes" : "attributes";
  return [name, properties[name]];
}

/** The attributes of a Task as they may come out, one empty where none are given; `undefined` where any is wrong. */
function variantsOf(attributes: unknown, widgets: readonly Widget[]): JsonObject[] | undefined {
  if (attributes === undefined || attributes === null || attributes === "") return [{}];
  if (typeof attributes !== "string") return undefined;
  try {
    const variants = [...renderings(attributes, widgets)].map(fromJson);
    return variants.every(isObject) ? variants : undefined;
  } catch {
    return undefined;
  }
}

function* mediaViolations(path: string, attributes: JsonObject): Generator<Violation> {
  for (const { severity, path: within, rule, reason } of attributeFindings(attributes as Attributes)) {
    if (severity !== "error") continue;
    // The reasons of media/ say themselves what is wrong and what to do, and never repeat a URL.
    const [wrong = "", ...remedies] = reason.split("; ");
    const but = `${wrong.replace(/^is /, "it is ")} (rule ${rule} of conversations.media)`;
    const is = shown(typeOf(within, attributes));
    yield { path: `${path}.${pathText(within)}`, is, but, remedy: remedies.join("; ") || "mend it" };
  }
}

/** What a finding is about, without the value itself: that may be a URL. */
function typeOf(path: readonly (string | number)[], attributes: unknown): unknown {
  const value = path.reduce<unknown>(
    (held, step) => (Array.isArray(held) ? held[Number(step)] : property(held, String(step))),
    attributes,
  );
  if (typeof value === "string" && /[:/]/.test(value)) return "a URL";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return value;
}

function holdsRecording(attributes: JsonObject): boolean {
  const media = property(attributes.conversations, "media");
  return Array.isArray(media) && media.some((entry) => property(entry, "type") === "VoiceRecording");
}
