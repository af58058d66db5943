import type { PolicyResource } from "@pulumi/policy";
import { widgetsOf } from "./judging/flow.ts";
import { property } from "./judging/read.ts";
import { readable, recordersOf } from "./judging/recorders.ts";
import { type JudgedStack, type StackViolation, stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

interface Config {
  origins: readonly string[];
}

const archiveType = "flex-media:archive:Archive";
const functionUrlType = "aws:lambda/functionUrl:FunctionUrl";
const remedy = "leave flex-media:recording.callbackUrl out and set flex-media:archive.enabled to true";

/** Whatever records reports to the archive of the same stack, or where the environment allows. */
export const recordingCallbackToArchive = stackPolicy<Config>({
  name: "recording-callback-to-archive",
  description: "Whatever records calls reports each recording to the archive of the same stack.",
  config: {
    properties: {
      origins: {
        type: "array",
        items: { type: "string", pattern: "^https://[^/?#]+$" },
        default: [],
        description: "Where else recordings may be reported, as in https://callbacks.example.com.",
      },
    },
  },
  *judge(stack, { origins }) {
    const intakes = stack.of(functionUrlType).filter(({ parent }) => parent?.type === archiveType);
    if (intakes.length === 0 && origins.length === 0) {
      yield { path: "archive", is: "not there", but: "recordings go into the team's own bucket", remedy };
    }
    const allowed = (): string[] => [...origins, ...intakes.map(({ props }) => originOf(props.functionUrl) ?? "")];
    yield* fromWidgets(stack, allowed);
    yield* fromVoicemail(stack, allowed);
    yield* fromFlex(stack, allowed);
    yield* stack.apart(stack.of(twilioTypes.recordingConfiguration), (resource) => fromDefaults(resource, allowed()));
  },
});

function* fromWidgets(stack: JudgedStack, allowed: () => string[]): Generator<StackViolation> {
  for (const { flow, widget } of recordersOf(stack).widgets) {
    yield* stack.apart([flow], function* () {
      const { path, type, properties } = widget;
      const at = `${path}.properties`;
      if (type === "connect-call-to") {
        const so = "leave it out, and put Call Recording before it";
        yield { path: `${at}.record`, is: shown(properties.record), but: "it can't report its recordings", remedy: so };
        return;
      }
      const url = properties.recording_status_callback;
      yield* callbackViolations(`${at}.recording_status_callback`, url, allowed());
      const events = properties.recording_status_callback_events ?? "completed";
      if (typeof events === "string" && events.split(/\s+/).includes("completed")) return;
      yield eventsViolation(`${at}.recording_status_callback_events`, events);
    });
  }
}

/** What callers leave is no recording of a call, and nobody's second mechanism, but a recording all the same. */
function* fromVoicemail(stack: JudgedStack, allowed: () => string[]): Generator<StackViolation> {
  yield* stack.apart(stack.of(twilioTypes.flow), function* (flow) {
    for (const { path, type, properties } of readable(stack, () => widgetsOf(flow.props)) ?? []) {
      if (type !== "record-voicemail") continue;
      const name = "recording_status_callback_url";
      const so = "give it the callback that Call Recording has, which is where the archive takes recordings in";
      for (const violation of callbackViolations(`${path}.properties.${name}`, properties[name], allowed())) {
        yield { ...violation, remedy: so };
      }
    }
  });
}

function* fromFlex(stack: JudgedStack, allowed: () => string[]): Generator<StackViolation> {
  const { native } = recordersOf(stack);
  if (native.length === 0) return;
  const defaults = stack.of(twilioTypes.defaultRecording);
  yield* stack.apart(native, ({ props }) =>
    callbackViolations("callRecordingWebhookUrl", props.callRecordingWebhookUrl, allowed()),
  );
  yield* stack.apart(defaults, (resource) => fromDefaults(resource, allowed()));
}

function* fromDefaults({ props }: PolicyResource, allowed: readonly string[]): Generator<Violation> {
  for (const name of ["callRecordingStatusCallback", "conferenceRecordingStatusCallback"]) {
    yield* callbackViolations(`${name}.url`, property(props[name], "url"), allowed);
    const events = property(props[name], "events") ?? ["completed"];
    if (Array.isArray(events) && events.includes("completed")) continue;
    yield eventsViolation(`${name}.events`, events);
  }
}

function* callbackViolations(path: string, url: unknown, allowed: readonly string[]): Generator<Violation> {
  const origin = originOf(url);
  if (origin?.startsWith("https://") && allowed.includes(origin)) return;
  // Path and query may hold what only the receiver is to know.
  const is = origin ?? (url === undefined || url === null || url === "" ? "not set" : "no URL");
  yield { path, is, but: "each recording is reported to the archive of this stack", remedy };
}

function eventsViolation(path: string, events: unknown): Violation {
  const but = "the archive has to hear of each recording that is complete";
  return { path, is: shown(events), but, remedy: "add completed" };
}

function originOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
}
