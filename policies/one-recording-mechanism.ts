import type { PolicyResource } from "@pulumi/policy";
import { type Recorders, recordersOf } from "./judging/recorders.ts";
import { type JudgedStack, type StackViolation, stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  plugin: boolean;
}

const twice = "each call would be recorded twice, and Flex Insights would play either";

/** Native, Studio or a plugin: exactly one records, and Flex's own is declared off where it is not the one. */
export const oneRecordingMechanism = stackPolicy<Config>({
  name: "one-recording-mechanism",
  description: "One mechanism records calls, and Flex's own is declared off where it is another.",
  config: {
    properties: {
      plugin: { type: "boolean", default: false, description: "A Flex plugin of the team's own records." },
    },
  },
  *judge(stack, { plugin }) {
    const recorders = recordersOf(stack);
    if (plugin || recorders.widgets.length > 0) {
      const other = plugin ? "a plugin" : `the flow ${recorders.widgets[0]?.flow.name}`;
      yield* stillNative(stack, other);
    }
    if (plugin) yield* flowsBesidePlugin(recorders);
    yield* twiceInAFlow(recorders);
  },
});

/** What isn't declared is watched by nobody: a click would switch it on, and no drift would show. */
function* stillNative(stack: JudgedStack, other: string): Generator<StackViolation> {
  const configurations = stack.of(twilioTypes.flexConfiguration);
  const remedy = "set turnOffNative: true beside flex-media:recording.mechanism";
  if (configurations.length === 0) {
    const is = "not declared";
    yield { path: "callRecordingEnabled", is, but: `${other} records, and Flex may do so as well`, remedy };
  }
  yield* stack.apart(configurations, function* ({ props: { callRecordingEnabled: enabled } }) {
    if (enabled === false) return;
    const but =
      enabled === true ? `${other} records as well: ${twice}` : `${other} records, and Flex may do so as well`;
    yield { path: "callRecordingEnabled", is: shown(enabled), but, remedy };
  });
}

function* flowsBesidePlugin({ widgets }: Recorders): Generator<StackViolation> {
  for (const { flow, widget } of widgets) {
    const remedy = "take the widget out, or set plugin of this policy to false";
    yield { resource: flow, path: widget.path, is: "a widget that records", but: `a plugin records: ${twice}`, remedy };
  }
}

/** Call Recording takes a caller's leg from there on; a dialled leg that is recorded too has the same conversation. */
function* twiceInAFlow({ widgets }: Recorders): Generator<StackViolation> {
  const flows = new Set<PolicyResource>(
    widgets.filter(({ widget }) => widget.type === "record-call").map(({ flow }) => flow),
  );
  for (const { flow, widget } of widgets) {
    if (widget.type !== "connect-call-to" || !flows.has(flow)) continue;
    const path = `${widget.path}.properties.record`;
    const but = `Call Recording of the same flow records as well: ${twice}`;
    yield { resource: flow, path, is: shown(widget.properties.record), but, remedy: "leave it out" };
  }
}
