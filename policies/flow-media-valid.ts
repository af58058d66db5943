import { type Attributes, attributeFindings, mostSendToFlexCharacters, pathText } from "../media/index.ts";
import { mayRecord, type Widget, widgetsOf } from "./judging/flow.ts";
import { fromJson, isObject, property } from "./judging/read.ts";
import { rendered } from "./judging/rendering.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** What flows hand to Flex breaks no rule of `conversations.media`, and a flow that records hands its recordings on. */
export const flowMediaValid = resourcePolicy({
  name: "flow-media-valid",
  description: "What flows hand to Flex in conversations.media follows Twilio's rules, and recordings are in it.",
  types: [twilioTypes.flow],
  *judge({ props }) {
    const widgets = widgetsOf(props);
    const toFlex = widgets.filter(({ type }) => type === "send-to-flex");
    let carriesRecording = false;
    for (const widget of toFlex) {
      const path = `${widget.path}.properties.attributes`;
      const attributes = attributesOf(widget, widgets);
      if (attributes === undefined) continue;
      if (!isObject(attributes)) {
        const remedy = "quote text, and leave numbers and | to_json without quotes";
        yield { path, is: "no JSON object once it is rendered", but: "a Task's attributes are one", remedy };
        continue;
      }
      yield* mediaViolations(path, widget, attributes);
      carriesRecording ||= holdsRecording(attributes);
    }
    if (!widgets.some(mayRecord) || carriesRecording) return;
    yield {
      path: `${(toFlex[0] ?? widgets.find(mayRecord))?.path}`,
      is: "without a VoiceRecording in conversations.media",
      but: "a flow that records hands its recordings to Flex Insights",
      remedy: "name the recording in the attributes of Send to Flex, as type VoiceRecording",
    };
  },
});

/** The attributes of a Task as the widget would make them; `undefined` where it gives none, `null` where they are wrong. */
function attributesOf({ properties: { attributes } }: Widget, widgets: readonly Widget[]): unknown {
  if (attributes === undefined || attributes === null || attributes === "") return undefined;
  if (typeof attributes !== "string") return null;
  try {
    return fromJson(rendered(attributes, widgets)) ?? null;
  } catch {
    return null;
  }
}

function* mediaViolations(
  path: string,
  { properties }: Widget,
  attributes: Readonly<Record<string, unknown>>,
): Generator<Violation> {
  const { length } = String(properties.attributes);
  if (length > mostSendToFlexCharacters) {
    const but = `Studio takes ${mostSendToFlexCharacters} characters`;
    yield { path, is: `${length} characters long`, but, remedy: "shorten it, or set a variable before" };
  }
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

function holdsRecording(attributes: Readonly<Record<string, unknown>>): boolean {
  const media = property(attributes.conversations, "media");
  return Array.isArray(media) && media.some((entry) => property(entry, "type") === "VoiceRecording");
}
