import fc from "fast-check";
import { expect, test } from "vitest";
import { flowDifference } from "../../../../cli/changes/index.ts";
import type { FlowDefinition, State } from "../../../../infra/studio/index.ts";

function widget(name: string, told: Partial<State> = {}): State {
  return { name, type: "say-play", properties: { say: "Hello", offset: { x: 0, y: 0 } }, transitions: [], ...told };
}

function flow(...states: State[]): FlowDefinition {
  return { description: "Calls", states, initial_state: "Trigger", flags: { allow_concurrent_calls: true } };
}

const nothing = { added: [], removed: [], changed: [], moved: [], properties: [] };

test("widgets that come and go are told with their types", () => {
  const found = flowDifference({
    before: flow(widget("Trigger"), widget("Record", { type: "record-call" })),
    after: flow(widget("Trigger"), widget("Voicemail", { type: "record-voicemail" })),
  });
  expect(found).toEqual({
    ...nothing,
    added: [{ name: "Voicemail", type: "record-voicemail" }],
    removed: [{ name: "Record", type: "record-call" }],
  });
});

test("of a widget that stays, properties and transitions are told, and not its place", () => {
  const to = (next: string | undefined) => [
    { event: "audioComplete", ...(next !== undefined && { next }) },
    { event: "x" },
  ];
  const found = flowDifference({
    before: flow(widget("Greeting", { transitions: to("Record") })),
    after: flow(widget("Greeting", { transitions: to(undefined), properties: { say: "Hi", offset: { x: 1, y: 1 } } })),
  });
  expect(found?.changed).toEqual([
    {
      name: "Greeting",
      type: "say-play",
      properties: [{ path: "say", before: "Hello", after: "Hi", replaces: false }],
      transitions: [{ event: "audioComplete", before: "Record", after: "" }],
    },
  ]);
  expect(found?.moved).toEqual([]);
});

test("a condition that tests something else is told, though it leads to the same widget", () => {
  const split = (value: string) =>
    widget("Menu", {
      type: "split-based-on",
      transitions: [
        { event: "noMatch" },
        {
          event: "match",
          next: "Sales",
          conditions: [{ friendly_name: "Pressed", arguments: ["{{x}}"], type: "equal_to", value }],
        },
      ],
    });
  const found = flowDifference({ before: flow(split("1")), after: flow(split("2")) });
  expect(found?.changed[0]?.properties).toMatchObject([{ before: "1", after: "2" }]);
  expect(found?.changed[0]?.properties[0]?.path).toContain("match (Pressed)");
});

test("another place on the canvas is told as that, another type as another widget, and a flow's own properties", () => {
  const placed = (x: number) => widget("A", { properties: { offset: { x, y: 0 } } });
  expect(flowDifference({ before: flow(placed(0)), after: flow(placed(9)) })).toEqual({ ...nothing, moved: ["A"] });
  const retyped = flowDifference({ before: flow(widget("A")), after: flow(widget("A", { type: "send-to-flex" })) });
  expect(retyped).toMatchObject({ added: [{ type: "send-to-flex" }], removed: [{ type: "say-play" }] });
  const described = flowDifference({ before: flow(), after: { ...flow(), description: "Other calls" } });
  expect(described?.properties).toMatchObject([{ path: "description", before: "Calls", after: "Other calls" }]);
});

test("a side that isn't known has no difference", () => {
  expect(flowDifference({ before: undefined, after: flow() })).toBeUndefined();
});

const states = fc.uniqueArray(fc.stringMatching(/^[A-Z][a-z]{0,5}$/), { minLength: 1, maxLength: 6 });

test("whatever order widgets stand in, a flow is the same, and what one direction adds the other removes", () => {
  fc.assert(
    fc.property(states, states, (some, others) => {
      const [before, after] = [some, others].map((names) => flow(...names.map((name) => widget(name))));
      expect(flowDifference({ before, after: before && { ...before, states: [...before.states].reverse() } })).toEqual(
        nothing,
      );
      const [there, back] = [flowDifference({ before, after }), flowDifference({ before: after, after: before })];
      expect(there?.added).toEqual(back?.removed);
      expect(there?.removed).toEqual(back?.added);
      expect(there?.changed).toEqual([]);
    }),
  );
});
