import { type Kind, type Next, type Parameter, parametersOf, type Widget, widget } from "./widget.ts";

type Event = "completed" | "failed";

export const runSubflowKind: Kind<Event> = {
  type: "run-subflow",
  events: ["completed", "failed"],
  required: ["flow_sid"],
  // Every variable that the other flow sets.
  sets: { completed: "anything" },
};

export interface RunSubflowOptions<Target extends string, Text extends string> {
  /** The other flow (FW…). */
  readonly flow: string;
  /** Which revision of it: a number, or the latest published one, which is the default. */
  readonly revision?: number | "LatestPublished" | "LatestRevision";
  readonly parameters?: readonly Parameter<Text>[];
  readonly next?: Next<Event, Target>;
}

/** Run Subflow. https://www.twilio.com/docs/studio/widget-library/run-subflow */
export function runSubflow<Target extends string = never, Text extends string = never>(
  options: RunSubflowOptions<Target, Text>,
): Widget<Target, Text, string, never> {
  const { flow, revision = "LatestPublished", parameters, next } = options;
  const properties = {
    flow_sid: flow,
    flow_revision: revision.toString(),
    parameters: parametersOf(parameters),
  };
  return widget(runSubflowKind, properties, next);
}
