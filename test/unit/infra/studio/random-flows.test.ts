import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowDefinition } from "../../../../infra/studio/definition.ts";
import { checkedFlow, flowFindings, mermaidOf } from "../../../../infra/studio/index.ts";
import {
  gatherInputOnCall,
  makeHttpRequest,
  runFunction,
  sayPlay,
  sendMessage,
  sendToFlex,
  trigger,
} from "../../../../infra/studio/widgets/index.ts";
import type { AnyWidget } from "../../../../infra/studio/widgets/widget.ts";
import { changed, leading } from "./sample.ts";

/** One widget of each shape, leading on after every event, reading what a widget before it left. */
const makers: readonly ((next: string | undefined, text: string) => AnyWidget)[] = [
  (next, say) => sayPlay({ say, next: { ...(next && { audioComplete: next }) } }),
  (next, say) => gatherInputOnCall({ say, next: { ...(next && { keypress: next, speech: next, timeout: next }) } }),
  (next, json) =>
    makeHttpRequest({
      method: "POST",
      url: "https://ours.example",
      json,
      next: { ...(next && { success: next, failed: next }) },
    }),
  (next, value) =>
    runFunction({
      url: "https://ours.example",
      parameters: [{ key: "a", value }],
      next: { ...(next && { success: next, fail: next }) },
    }),
  (next, body) => sendMessage({ body, next: { ...(next && { sent: next, failed: next }) } }),
];
/** What is there after each of them, whatever happened. */
const left = [undefined, "CallSid", "status_code", "parsed.name", "outbound.Sid"];

/** A chain of widgets in which each may read every one before it, with Flex at its end. */
const soundFlows = fc
  .array(fc.record({ kind: fc.nat({ max: makers.length - 1 }), reads: fc.nat() }), { minLength: 1, maxLength: 12 })
  .map((steps): FlowDefinition => {
    const name = (at: number) => (at === steps.length ? "Flex" : `Widget${at}`);
    const widgets = steps.map(({ kind, reads }, at): [string, AnyWidget] => {
      const earlier = steps.slice(0, at).flatMap((step, index) => {
        const field = left[step.kind];
        return field === undefined ? [] : [`{{widgets.${name(index)}.${field}}}`];
      });
      const text = earlier[reads % Math.max(earlier.length, 1)] ?? "{{trigger.call.From}}";
      return [name(at), makers[kind]?.(name(at + 1), text) ?? sayPlay({ say: text })];
    });
    const flex = sendToFlex({ workflow: "WW0", channel: "voice", attributes: '{"from":"{{trigger.call.From}}"}' });
    return checkedFlow("Random", [["Trigger", trigger({ incomingCall: name(0) })], ...widgets, ["Flex", flex]]);
  });

/** Ways to break any such flow, at one of its widgets, with the rule that is to find it. */
const mutations: readonly [rule: string, mutate: (flow: FlowDefinition, at: number) => FlowDefinition][] = [
  ["transition/target", (flow, at) => leading(nameAt(flow, at), eventAt(flow, at), "Nowhere", flow)],
  ["transition/event", (flow, at) => leading(nameAt(flow, at), "exploded", "Flex", flow)],
  [
    "widget/unreachable",
    (flow) => ({ ...flow, states: [...flow.states, { ...flow.states[0], name: "Stray" } as never] }),
  ],
  ["widget/duplicate", (flow, at) => ({ ...flow, states: [...flow.states, flow.states[at] as never] })],
  ["liquid/widget", (flow, at) => saying(flow, at, "{{widgets.Nobody.Sid}}")],
  ["liquid/too-early", (flow, at) => saying(flow, at, "{{widgets.Flex.TaskSid}}")],
  ["liquid/field", (flow, at) => saying(flow, at, "{{widgets.Flex.Shoe}}")],
  ["liquid/syntax", (flow, at) => saying(flow, at, "{% if %}")],
  ["flow/initial", (flow) => ({ ...flow, initial_state: "Nowhere" })],
  [
    "flex/json",
    (flow) => changed(flow, "Flex", (state) => ({ ...state, properties: { ...state.properties, attributes: "{" } })),
  ],
];

function nameAt(flow: FlowDefinition, at: number): string {
  return flow.states[at]?.name ?? "";
}

function eventAt(flow: FlowDefinition, at: number): string {
  return flow.states[at]?.transitions[0]?.event ?? "";
}

function saying(flow: FlowDefinition, at: number, text: string): FlowDefinition {
  return changed(flow, nameAt(flow, at), (state) => ({ ...state, properties: { ...state.properties, note: text } }));
}

test("flows that are built as they should be have no findings", () => {
  fc.assert(
    fc.property(soundFlows, (flow) => {
      expect(flowFindings(flow)).toEqual([]);
      expect(mermaidOf(flow).split("\n")[0]).toBe("flowchart TD");
    }),
  );
});

test.each(mutations)("%s is found wherever a flow is broken so", (rule, mutate) => {
  fc.assert(
    fc.property(soundFlows, fc.nat(), (flow, at) => {
      const broken = mutate(flow, at % flow.states.length);
      expect(flowFindings(broken).map((finding) => finding.rule)).toContain(rule);
    }),
  );
});
