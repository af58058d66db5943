import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callWays, type Recorded } from "../../../policies/judging/call-ways.ts";
import { type Flow, flowOf, type Widget } from "../../../policies/judging/flow.ts";
import { flow, type State } from "./flows.ts";

const read = (states: State[]): Flow => flowOf(flow(states).props);
const told = (given: Flow) =>
  Object.fromEntries([...callWays(given)].map(([{ name }, recorded]) => [name, [...recorded].toSorted()]));

const names = ["Trigger", "a", "b", "c", "d"];
const events = {
  trigger: ["incomingCall", "incomingMessage"],
  "record-call": ["success", "failed"],
  "say-play": ["done"],
};

/** Any flow of five widgets, in which ways may lead back. */
const anyFlow = fc
  .tuple(
    ...names.map((name) =>
      fc.record({
        type: name === "Trigger" ? fc.constant("trigger" as const) : fc.constantFrom("record-call", "say-play"),
        on: fc.constantFrom(true, false),
        next: fc.tuple(fc.constantFrom(...names, "nowhere"), fc.constantFrom(...names, "nowhere")),
      }),
    ),
  )
  .map((drawn) =>
    read(
      drawn.map(({ type, on, next }, at) => ({
        name: names[at] ?? "",
        type,
        properties: type === "record-call" ? { record_call: on } : {},
        transitions: events[type as keyof typeof events].map((event, way) => ({ event, next: next[way] ?? "" })),
      })),
    ),
  );

/** What has become of the recording of something that took these events, as far as they lead. */
function walked({ initial, widgets }: Flow, choices: readonly number[]): [Widget | undefined, Recorded] {
  let widget = widgets.find(({ name }) => name === initial);
  let recorded: Recorded = "no call";
  for (const choice of choices) {
    const taken = widget?.transitions[choice % Math.max(1, widget.transitions.length)];
    if (widget === undefined || taken === undefined) return [undefined, recorded];
    const isOn = widget.properties.record_call === true;
    if (widget.type === "trigger") recorded = taken.event === "incomingCall" ? "off" : "no call";
    if (widget.type === "record-call" && taken.event === "success") recorded = isOn ? "on" : "off";
    else if (widget.type === "record-call" && isOn && recorded === "off") recorded = "failed";
    widget = widgets.find(({ name }) => name === taken.next);
  }
  return [widget, recorded];
}

test("whatever way a call takes, what has become of its recording is among what is told", () => {
  fc.assert(
    fc.property(anyFlow, fc.array(fc.nat(1), { maxLength: 12 }), (given, choices) => {
      const [widget, recorded] = walked(given, choices);
      if (widget !== undefined) expect([...(callWays(given).get(widget) ?? [])]).toContain(recorded);
    }),
  );
});

test("and nothing is told that no way leads to", () => {
  fc.assert(
    fc.property(anyFlow, (given) => {
      const walks = Array.from({ length: 2 ** 11 }, (_, seed) =>
        Array.from({ length: 11 }, (_, at) => (seed >> at) & 1),
      );
      const seen = new Set(
        walks.flatMap((choices) =>
          choices.map((_, length) => {
            const [widget, recorded] = walked(given, choices.slice(0, length));
            return `${widget?.name} ${recorded}`;
          }),
        ),
      );
      const all = [...callWays(given)].flatMap(([{ name }, recorded]) => [...recorded].map((one) => `${name} ${one}`));
      // The shortest way to any of them has fewer steps than there are of them, which these walks have.
      fc.pre(all.length <= 10);
      expect(all.filter((one) => !seen.has(one))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

describe("a flow", () => {
  test("without a beginning leads nowhere", () => {
    expect(told({ ...read([]), initial: "nothing" })).toEqual({});
    expect(told(read([]))).toEqual({ Trigger: ["no call"] });
  });

  test("with two widgets of one name has the first one", () => {
    const twice: State[] = [
      { name: "Say", type: "say-play", properties: {} },
      { name: "Say", type: "send-to-flex", properties: {} },
    ];
    expect([...callWays(read(twice)).keys()].map(({ type }) => type)).toEqual(["trigger", "say-play"]);
  });
});
