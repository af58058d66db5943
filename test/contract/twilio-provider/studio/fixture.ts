import type { PropertyMap } from "../../../../providers/kit/index.ts";
import type { LocalProvider } from "../local-provider.ts";

export const type = "twilio:studio:Flow";
export const flows = "studio.twilio.com/v2/Flows";

const offset = { x: 10, y: 20 };

export const trigger: PropertyMap = {
  name: "Trigger",
  type: "trigger",
  transitions: [{ event: "incomingCall", next: "Record" }],
  properties: { offset: { x: 0, y: 0 } },
};
export const record: PropertyMap = {
  name: "Record",
  type: "record-call",
  transitions: [{ event: "success", next: "Flex" }, { event: "failed" }],
  properties: { record_call: true, recording_channels: "dual", offset },
};
export const flex: PropertyMap = {
  name: "Flex",
  type: "send-to-flex",
  transitions: [],
  properties: { workflow: `WW${"0".repeat(32)}`, channel: "voice", attributes: '{"a":1}', offset },
};
export const definition: PropertyMap = {
  description: "Calls",
  states: [trigger, record, flex],
  initial_state: "Trigger",
  flags: { allow_concurrent_calls: true },
};

export const declared: PropertyMap = { friendlyName: "Main", status: "draft", definition };

/** The same definition, spelled otherwise: keys and widgets in another order, moved about, with nulls. */
export const spelledOtherwise: PropertyMap = {
  flags: { allow_concurrent_calls: true },
  initial_state: "Trigger",
  states: [
    {
      ...flex,
      properties: { channel: "voice", attributes: '{"a":1}', workflow: `WW${"0".repeat(32)}`, priority: null },
    },
    { ...record, properties: { recording_channels: "dual", record_call: true, offset: { x: 500, y: -3 } } },
    { type: "trigger", transitions: [{ next: "Record", event: "incomingCall", conditions: null }], name: "Trigger" },
  ],
  description: "Calls",
};

/** Changes a flow as somebody would in the Console. */
export async function changeElsewhere({ twilio }: LocalProvider, sid: string, form: Record<string, string>) {
  const response = await twilio.call(`${flows}/${sid}`, { method: "POST", body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
}

export async function flowsIn({ twilio }: LocalProvider): Promise<Record<string, unknown>[]> {
  const { flows: list } = (await (await twilio.call(flows)).json()) as { flows: Record<string, unknown>[] };
  return list;
}
