import { Liquid } from "liquidjs";
import type { Widget } from "./flow.ts";
import { isObject } from "./read.ts";

/** Studio's Liquid is the standard's with one filter more: https://www.twilio.com/docs/studio/widget-library/send-flex */
const engine = new Liquid({ strictFilters: true, ownPropertyOnly: true, memoryLimit: 1_000_000 });
engine.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));

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

/**
 * A text as Studio renders it in a call, with likely values for all that it reads.
 * @throws where it can't be rendered
 */
export function rendered(text: string, widgets: readonly Widget[], within: readonly string[] = []): string {
  const scope: Scope = {};
  for (const segments of engine.globalVariableSegmentsSync(text)) {
    const names = segments.filter((segment) => typeof segment === "string");
    put(scope, names, valueSet(names, widgets, within) ?? likely(names.at(-1) ?? ""));
  }
  return String(engine.parseAndRenderSync(text, scope));
}

function likely(name: string): string {
  return byEnding.find(([ending]) => ending.test(name))?.[1] ?? "text";
}

/** The value of a variable that a Set Variables widget of the flow sets; of several the first. */
function valueSet(
  segments: readonly string[],
  widgets: readonly Widget[],
  within: readonly string[],
): string | undefined {
  const [root, first, key] = segments;
  // One that is made of itself, as a counter is, has no end.
  if (key === undefined || within.includes(key)) return undefined;
  for (const { name, type, properties } of widgets) {
    const meant = (root === "flow" && first === "variables") || (root === "widgets" && first === name);
    if (type !== "set-variables" || !meant || !Array.isArray(properties.variables)) continue;
    const found: unknown = properties.variables.find((entry: unknown) => isObject(entry) && entry.key === key);
    if (isObject(found) && typeof found.value === "string") return rendered(found.value, widgets, [...within, key]);
  }
  return undefined;
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
