import type { FlowDefinition, State } from "../../../../infra/studio/definition.ts";
import { flow } from "../../../../infra/studio/flow.ts";
import { gatherInputOnCall, recordCall, sayPlay, sendToFlex, trigger } from "../../../../infra/studio/widgets/index.ts";

/** A flow in which nothing is wrong, for tests to break. */
export function soundFlow(): FlowDefinition {
  return flow({
    description: "Sound",
    widgets: {
      Trigger: trigger({ incomingCall: "Greeting" }),
      Greeting: sayPlay({ say: "Hello, {{trigger.call.From}}.", next: { audioComplete: "Menu" } }),
      Menu: gatherInputOnCall({
        say: "Press one to be recorded.",
        next: { keypress: "CallRecording", speech: "SendToFlex", timeout: "SendToFlex" },
      }),
      CallRecording: recordCall({ record: true, next: { success: "Recorded", failed: "SendToFlex" } }),
      Recorded: sendToFlex({
        workflow: "WW0",
        channel: "voice",
        attributes: '{"recording":"{{widgets.CallRecording.Sid}}","key":"{{widgets.Menu.Digits}}"}',
      }),
      SendToFlex: sendToFlex({ workflow: "WW0", channel: "voice", attributes: '{"type":"inbound"}' }),
    },
  });
}

/** The flow with one widget changed. */
export function changed(definition: FlowDefinition, name: string, change: (state: State) => State): FlowDefinition {
  return { ...definition, states: definition.states.map((state) => (state.name === name ? change(state) : state)) };
}

/** The flow with some of a widget's properties changed. */
export function withProperties(name: string, properties: State["properties"]): FlowDefinition {
  return changed(soundFlow(), name, (state) => ({ ...state, properties: { ...state.properties, ...properties } }));
}

/** The flow with a widget leading elsewhere after an event. */
export function leading(name: string, event: string, next: string | undefined, from = soundFlow()): FlowDefinition {
  return changed(from, name, (state) => {
    const others = state.transitions.filter((transition) => transition.event !== event);
    return { ...state, transitions: [...others, { event, ...(next === undefined ? {} : { next }) }] };
  });
}

/** The flow with another widget, which the trigger's or a widget's event leads to. */
export function withWidget(state: State, from: string, event: string): FlowDefinition {
  const led = leading(from, event, state.name);
  return { ...led, states: [...led.states, state] };
}
