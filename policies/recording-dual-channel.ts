import { mayRecord, mayRecordDialled, type Widget, widgetsOf } from "./judging/flow.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

const rule = "recordings keep the two sides of a call on two channels, or nobody can tell who spoke";

/** Whatever of a stack records, records in two channels. */
export const recordingDualChannel = resourcePolicy({
  name: "recording-dual-channel",
  description: "Whatever records calls keeps their two sides on two channels.",
  types: [twilioTypes.flow, twilioTypes.defaultRecording, twilioTypes.recordingConfiguration],
  *judge({ type, props }) {
    if (type === twilioTypes.flow) {
      for (const widget of widgetsOf(props)) yield* widgetViolations(widget);
      return;
    }
    const channels = property(props.compositionPolicy, "channels");
    if (channels !== "dual") {
      yield { path: "compositionPolicy.channels", is: shown(channels), but: rule, remedy: 'set it to "dual"' };
    }
    const track = property(props.compositionPolicy, "track") ?? "both";
    if (track !== "both") {
      const remedy = 'set it to "both", or leave it out';
      yield { path: "compositionPolicy.track", is: shown(track), but: "one side alone is no call", remedy };
    }
  },
});

function* widgetViolations(widget: Widget): Generator<Violation> {
  const { path, type, properties } = widget;
  if (type === "connect-call-to" && mayRecordDialled(widget)) {
    const remedy = "leave it out, and put Call Recording with two channels before it";
    yield { path: `${path}.properties.record`, is: shown(properties.record), but: rule, remedy };
    return;
  }
  if (!mayRecord(widget) && !mayRecordDialled(widget)) return;
  const { recording_channels: channels } = properties;
  if (channels === "dual") return;
  yield { path: `${path}.properties.recording_channels`, is: shown(channels), but: rule, remedy: 'set it to "dual"' };
}
