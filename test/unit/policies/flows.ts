import type { Given } from "./asked.ts";

export interface State {
  name: string;
  type: string;
  properties: Record<string, unknown>;
  transitions?: { event: string; next?: string }[];
}

const recording = {
  type: "VoiceRecording",
  url_provider: "https://play.example.com/?recording={{widgets.CallRecording.Sid}}",
};

/** The attributes of Send to Flex as text. */
export function attributesWith(media: unknown): string {
  return JSON.stringify({ conversations: { media } });
}

export const archiveUrl = "https://abc123.lambda-url.us-east-1.on.aws/#rc=5&rp=all";

/** Call Recording as the shipped flow has it. */
export const callRecording: State = {
  name: "CallRecording",
  type: "record-call",
  properties: { record_call: true, recording_channels: "dual", recording_status_callback: archiveUrl },
  transitions: [{ event: "success", next: "SendToFlex" }, { event: "failed" }],
};

export const sendToFlex: State = {
  name: "SendToFlex",
  type: "send-to-flex",
  properties: { workflow: `WW${"1".repeat(32)}`, channel: "voice", attributes: attributesWith([recording]) },
};

/** Leads calls, or whatever else, to a widget. */
export function trigger(next: string | undefined, event = "incomingCall"): State {
  const others = ["incomingCall", "incomingMessage"].filter((other) => other !== event);
  const lead = next === undefined ? { event } : { event, next };
  return {
    name: "Trigger",
    type: "trigger",
    properties: {},
    transitions: [lead, ...others.map((other) => ({ event: other }))],
  };
}

export const sid = `FW${"0".repeat(32)}`;
export const webhookUrl = `https://webhooks.twilio.com/v1/Accounts/AC${"1".repeat(32)}/Flows/${sid}`;

/** A published flow of these widgets, with a trigger before them that leads calls to the first one, unless they have one. */
export function flow(
  states: readonly State[] = [callRecording, sendToFlex],
  props: Record<string, unknown> = {},
): Given {
  const whole = states.some(({ name }) => name === "Trigger") ? states : [trigger(states[0]?.name), ...states];
  const definition = { description: "Calls", initial_state: "Trigger", states: whole, flags: {} };
  return {
    type: "twilio:studio:Flow",
    name: "voice",
    props: { friendlyName: "Calls", status: "published", definition, sid, webhookUrl, ...props },
  };
}

/** A widget with other properties. */
export function having(state: State, properties: Record<string, unknown>): State {
  return { ...state, properties: { ...state.properties, ...properties } };
}

/** What no policy about flows can read. */
export const malformed: Given[] = [
  flow([], { definition: "{" }),
  flow([], { definition: undefined }),
  flow([], { definition: { states: "none" } }),
  flow([], { definition: { states: [7] } }),
];

export const unreadable =
  "voice: is of a form that this policy can't read, but what can't be judged counts as wrong; write it as the provider documents it";
