import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameFlow, withoutNulls } from "../../../../../providers/twilio/studio/definition.ts";

const json = fc.jsonValue({ maxDepth: 3 });
const properties = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), json, { noNullPrototype: true });
const widget = fc.record({
  type: fc.constantFrom("trigger", "say-play", "send-to-flex"),
  properties,
  transitions: fc.array(fc.record({ event: fc.string(), next: fc.string() }), { maxLength: 3 }),
});
const flow = fc.array(widget, { minLength: 1, maxLength: 6 }).map((widgets) => ({
  description: "A flow",
  initial_state: "w0",
  states: widgets.map((one, at) => ({ name: `w${at}`, ...one })),
}));

type Flow = { description: string; initial_state: string; states: Record<string, unknown>[] };

/** The same flow as Studio may give it back: keys turned round, nulls set, widgets moved and in another order. */
function spelledOtherwise({ states, ...others }: Flow, x: number): object {
  const moved = states.map(({ properties, ...state }) => ({
    extra: null,
    properties: reversed({ ...(properties as object), offset: { x, y: -x }, unset: null }),
    ...reversed(state),
  }));
  return { states: moved.toReversed(), flags: null, ...others };
}

function reversed(object: object): object {
  return Object.fromEntries(Object.entries(object).reverse());
}

describe("two definitions mean the same", () => {
  test("whatever the order of keys and widgets, their places, and nulls", () => {
    fc.assert(fc.property(flow, fc.integer(), (one, x) => sameFlow(one, spelledOtherwise(one, x))));
  });

  test("only if every widget says the same", () => {
    fc.assert(
      fc.property(flow, fc.nat(), fc.constantFrom("type", "name", "properties", "transitions"), (one, at, key) => {
        const place = at % one.states.length;
        const other: Record<string, unknown> = { type: "other", name: "other", properties: { other: 1 } };
        const states = one.states.map((state, index) =>
          index === place ? { ...state, [key]: other[key] ?? [...state.transitions, { event: "more" }] } : state,
        );
        return !sameFlow(one, { ...one, states });
      }),
    );
  });

  test("only if they begin in the same widget and have the same ones", () => {
    fc.assert(
      fc.property(
        flow,
        (one) =>
          !sameFlow(one, { ...one, initial_state: "w99" }) &&
          !sameFlow(one, { ...one, states: [...one.states, { name: "more", type: "trigger" }] }),
      ),
    );
  });

  test("with the order of transitions, since the first that fits is taken", () => {
    const states = (events: string[]) => [{ name: "a", type: "b", transitions: events.map((event) => ({ event })) }];
    expect(sameFlow({ states: states(["x", "y"]) }, { states: states(["y", "x"]) })).toBe(false);
  });

  test("also where they are no flows at all", () => {
    fc.assert(fc.property(json, (value) => sameFlow(value, structuredClone(value))));
    expect(sameFlow(undefined, {})).toBe(false);
    expect(sameFlow({ states: [] }, undefined)).toBe(false);
  });
});

test("what is without nulls has none, but for items of lists, and stays so", () => {
  fc.assert(
    fc.property(json, (value) => {
      const once = withoutNulls(value);
      expect(withoutNulls(once)).toEqual(once);
      expect(JSON.stringify(once)).not.toMatch(/[{,]"[^"\\]*":null/);
    }),
  );
});
