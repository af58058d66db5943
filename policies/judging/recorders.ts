import type { PolicyResource } from "@pulumi/policy";
import { mayRecord, mayRecordDialled, type Widget, widgetsOf } from "./flow.ts";
import { isUnknownValue } from "./judged.ts";
import type { JudgedStack } from "./stack-policy.ts";
import { twilioTypes } from "./twilio-types.ts";

/** What in a stack records calls. */
export interface Recorders {
  /** Flex Configurations that switch Flex's own recording on. */
  native: PolicyResource[];
  /** Widgets that record, with their flows. */
  widgets: { flow: PolicyResource; widget: Widget }[];
}

/** What records, as far as it is known; what is not known yet is noted in the stack. */
export function recordersOf(stack: JudgedStack): Recorders {
  const native = stack
    .of(twilioTypes.flexConfiguration)
    .filter((resource) => readable(stack, () => resource.props.callRecordingEnabled) === true);
  const widgets = stack
    .of(twilioTypes.flow)
    .flatMap((flow) =>
      (readable(stack, () => widgetsOf(flow.props)) ?? [])
        .filter((widget) => mayRecord(widget) || mayRecordDialled(widget))
        .map((widget) => ({ flow, widget })),
    );
  return { native, widgets };
}

/** What is known of a flow; one that can't be read is told by the policies about flows. */
export function readable<T>(stack: JudgedStack, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknownValue(error)) stack.unknown ??= error;
    return undefined;
  }
}
