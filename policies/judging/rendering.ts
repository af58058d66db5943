import type { Liquid } from "liquidjs";
import { Branching, branchingEngine } from "./branching.ts";
import type { Widget } from "./flow.ts";
import { isObject } from "./read.ts";

const sid = (prefix: string) => prefix + "0123456789abcdef".repeat(2);

/** What Twilio gives for a variable, by how its name ends. */
const byEnding: readonly (readonly [ending: RegExp, value: string])[] = [
  [/AccountSid$/, sid("AC")],
  [/CallSid$/, sid("CA")],
  [/ConferenceSid$/, sid("CF")],
  [/(?:Conversation|Channel)Sid$/, sid("CH")],
  [/TaskSid$/, sid("WT")],
  [/Sid$/, sid("RE")],
  [/sid$/, sid("FN")],
  [/Url$/, `https://api.twilio.com/2010-04-01/Accounts/${sid("AC")}/Recordings/${sid("RE")}`],
  [/(?:Time|Date(?:Created|Updated))$/, "Wed, 30 Sep 2026 23:59:59 +0000"],
  [/^(?:Called|Caller|From|To|address)$/, "+14155550100"],
  [/^(?:Channels|NumMedia|Duration)$/, "2"],
];

interface Scope {
  [name: string]: Scope | string;
}

/** More than this is judged by nobody. */
export const mostRenderings = 256;

/**
 * What Studio may make of a text in a call, whichever branches it takes, with likely values for all that it reads: at most
 * one more than {@link mostRenderings}.
 * @throws where it can't be rendered
 */
export function* renderings(text: string, widgets: readonly Widget[]): Generator<string> {
  const branching = new Branching();
  const renderer = new Renderer(branchingEngine(branching), branching, widgets);
  let count = 0;
  do yield renderer.render(text);
  while (++count <= mostRenderings && branching.turn());
}

class Renderer {
  readonly #engine: Liquid;
  readonly #branching: Branching;
  readonly #widgets: readonly Widget[];

  constructor(engine: Liquid, branching: Branching, widgets: readonly Widget[]) {
    this.#engine = engine;
    this.#branching = branching;
    this.#widgets = widgets;
  }

  /** What a text comes out as; one of a Set Variables with that widget's name, and the variables that it is for. */
  render(text: string, within: readonly string[] = [], setter?: string): string {
    const scope: Scope = {};
    for (const segments of this.#engine.globalVariableSegmentsSync(text)) {
      const names = segments.filter((segment) => typeof segment === "string");
      put(scope, names, this.#valueSet(names, within, setter) ?? likely(names.at(-1) ?? ""));
    }
    return String(this.#engine.parseAndRenderSync(text, scope));
  }

  /** The value of a variable that Set Variables widgets of the flow set: any of those that they give it. */
  #valueSet(
    [root, first, key]: readonly string[],
    within: readonly string[],
    setter: string | undefined,
  ): string | undefined {
    // One that is made of itself, as a counter is, has no end.
    if (key === undefined || within.includes(key)) return undefined;
    const given = this.#widgets.flatMap(({ name, type, properties: { variables } }) => {
      const meant = (root === "flow" && first === "variables") || (root === "widgets" && first === name);
      if (type !== "set-variables" || !meant || !Array.isArray(variables)) return [];
      return variables.flatMap((entry: unknown) =>
        isObject(entry) && entry.key === key && typeof entry.value === "string" ? [{ name, value: entry.value }] : [],
      );
    });
    if (given.length === 0) return undefined;
    // Of widgets that set the same variables, the last that a call came to has set them all.
    const setters = given.map(({ name }) => name);
    // What one of them reads itself is from before it.
    const when = setter !== undefined && setters.includes(setter) ? "before" : "last";
    const chosen = given[this.#branching.choose(`${when} ${JSON.stringify(setters)}`, given.length)];
    return chosen && this.render(chosen.value, [...within, key], chosen.name);
  }
}

function likely(name: string): string {
  return byEnding.find(([ending]) => ending.test(name))?.[1] ?? "text";
}

function put(scope: Scope, segments: readonly string[], value: string): void {
  const [first, ...rest] = segments;
  // A name such as `__proto__` is nothing of Studio's.
  if (first === undefined || first in {}) return;
  const held = scope[first];
  if (rest.length === 0) {
    // A whole object may be asked for beside one of its parts.
    if (typeof held !== "object") scope[first] = value;
    return;
  }
  const inner = typeof held === "object" ? held : {};
  scope[first] = inner;
  put(inner, rest, value);
}
