import type { PolicyResource } from "@pulumi/policy";
import { callWays, type Recorded } from "./judging/call-ways.ts";
import { flowOf, handsOn, type Widget } from "./judging/flow.ts";
import { property } from "./judging/read.ts";
import { readable, recordersOf } from "./judging/recorders.ts";
import { type JudgedStack, type StackViolation, stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  plugin: boolean;
  unrecorded: readonly string[];
}

/** Calls are recorded: by Flex itself, or by each published flow that hands calls on. */
export const recordingOn = stackPolicy<Config>({
  name: "recording-on",
  description:
    "Every call is recorded: by Flex itself, by the flow it runs, or, where the environment says so, a plugin.",
  config: {
    properties: {
      plugin: { type: "boolean", default: false, description: "A Flex plugin of the team's own records." },
      unrecorded: {
        type: "array",
        items: { type: "string", minLength: 1 },
        default: [],
        description: "Widgets, by name, that calls of those who decline recording may come to.",
      },
    },
  },
  *judge(stack, { plugin, unrecorded = [] }) {
    if (plugin) return;
    const [native] = recordersOf(stack).native;
    yield* native === undefined ? byFlows(stack, unrecorded) : byFlex(stack, native);
  },
});

function* byFlex(stack: JudgedStack, resource: PolicyResource): Generator<StackViolation> {
  const defaults = stack.of(twilioTypes.defaultRecording);
  if (defaults.some(({ props }) => property(props.compositionPolicy, "channels") === "dual")) return;
  yield {
    resource,
    path: "callRecordingEnabled",
    is: "true",
    but: "no default recording configuration says that Flex records in two channels",
    remedy: "set flex-media:recording.mechanism to native, which declares one",
  };
}

interface CallFlow {
  flow: PolicyResource;
  isPublished: boolean;
  /** The widgets that calls come to. */
  calls: readonly (readonly [widget: Widget, recorded: ReadonlySet<Recorded>])[];
}

function* byFlows(stack: JudgedStack, declined: readonly string[]): Generator<StackViolation> {
  const flows = stack
    .of(twilioTypes.flow)
    .flatMap((flow) => readable(stack, () => callFlow(flow)) ?? [])
    .filter(({ calls }) => calls.length > 0);
  const unrecorded = flows.filter(({ isPublished }) => isPublished).flatMap((flow) => unrecordedIn(flow, declined));
  yield* unrecorded;
  // Where something is not known yet, it may be what records.
  if (stack.unknown !== undefined) return;
  const recording = flows.filter(({ calls }) => calls.some(([widget]) => records(widget)));
  if (recording.some(({ isPublished }) => isPublished)) return;
  const [unpublished] = recording;
  if (unpublished !== undefined) {
    const { flow } = unpublished;
    yield {
      resource: flow,
      path: "status",
      is: shown(flow.props.status),
      but: "the flow that records is the one that callers reach",
      remedy: 'set it to "published"',
    };
  } else if (unrecorded.length === 0) {
    const remedy = "set flex-media:recording.mechanism, and flex-media:voice with the numbers that lead to the flow";
    yield { path: "recording", is: "done by nothing", but: "calls are recorded", remedy };
  }
}

function callFlow(flow: PolicyResource): CallFlow {
  const calls = [...callWays(flowOf(flow.props))].filter(([, recorded]) =>
    [...recorded].some((one) => one !== "no call"),
  );
  return { flow, isPublished: flow.props.status === "published", calls };
}

function unrecordedIn({ flow, calls }: CallFlow, declined: readonly string[]): StackViolation[] {
  return calls
    .filter(([widget, recorded]) => handsOn(widget) && !records(widget) && recorded.has("off"))
    .filter(([{ name }]) => !declined.includes(name))
    .map(([{ path, type }]) => ({
      resource: flow,
      path,
      is: `${type} for calls that nothing records`,
      but: "a call is recorded before anybody else gets it",
      remedy:
        "lead every way to it through Call Recording with record_call: true; or, where it is for callers who decline, name " +
        "it in unrecorded of this policy's environment",
    }));
}

function records({ type, properties: { record, record_call: call } }: Widget): boolean {
  return (type === "record-call" && call === true) || (type === "connect-call-to" && record === true);
}
