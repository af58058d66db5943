import { property } from "./judging/read.ts";
import { recordersOf } from "./judging/recorders.ts";
import { stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  plugin: boolean;
}

/** Calls are recorded: by Flex itself, or by a flow that is published. */
export const recordingOn = stackPolicy<Config>({
  name: "recording-on",
  description: "Something records calls: Flex itself, a published flow, or, where the environment says so, a plugin.",
  config: {
    properties: {
      plugin: { type: "boolean", default: false, description: "A Flex plugin of the team's own records." },
    },
  },
  *judge(stack, { plugin }) {
    if (plugin) return;
    const { native, widgets } = recordersOf(stack);
    if (native.length > 0) {
      const duals = stack
        .of(twilioTypes.defaultRecording)
        .filter(({ props }) => property(props.compositionPolicy, "channels") === "dual");
      if (duals.length > 0) return;
      yield {
        resource: native[0],
        path: "callRecordingEnabled",
        is: "true",
        but: "no default recording configuration says that Flex records in two channels",
        remedy: "set flex-media:recording.mechanism to native, which declares one",
      };
      return;
    }
    const calls = widgets.filter(
      ({ widget }) => widget.type === "record-call" && widget.properties.record_call === true,
    );
    if (calls.some(({ flow }) => flow.props.status === "published")) return;
    // Where something is not known yet, it may be what records.
    if (stack.unknown !== undefined) return;
    const [unpublished] = calls;
    const remedy = "set flex-media:recording.mechanism, and flex-media:voice with the numbers that lead to the flow";
    if (unpublished === undefined) {
      yield { path: "recording", is: "done by nothing", but: "calls are recorded", remedy };
      return;
    }
    const { flow } = unpublished;
    yield {
      resource: flow,
      path: "status",
      is: shown(flow.props.status),
      but: "the flow that records is the one that callers reach",
      remedy: 'set it to "published"',
    };
  },
});
