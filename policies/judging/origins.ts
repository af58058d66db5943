import { isObject } from "./read.ts";
import { shown, type Violation } from "./violation.ts";

/** The environment's setting of which origins players may come from. */
export const originsConfig = {
  properties: {
    origins: {
      type: "array",
      items: { type: "string", pattern: "^https://" },
      minItems: 1,
      default: ["https://flex.twilio.com"],
    },
  },
} as const;

const exact = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/;

/** What is wrong with a list of origins that pages may read from. */
export function* originViolations(
  path: string,
  value: unknown,
  { origins }: { origins?: readonly string[] },
): Generator<Violation> {
  const allowed = origins ?? originsConfig.properties.origins.default;
  const list = items(value);
  if (list === undefined) {
    yield { path, is: shown(value), but: "origins are listed one by one", remedy: `list ${allowed.join(", ")}` };
    return;
  }
  for (const [index, origin] of list.entries()) {
    const at = `${path}[${index}]`;
    if (typeof origin !== "string" || !exact.test(origin)) {
      const but = "an origin is https, a host and nothing else, without wildcards";
      yield { path: at, is: shown(origin), but, remedy: `name the players' own, such as ${allowed[0]}` };
    } else if (!allowed.includes(origin)) {
      const remedy = "take it out, or add it to origins of this policy's environment";
      yield { path: at, is: shown(origin), but: `players are served from ${allowed.join(", ")}`, remedy };
    }
  }
}

/** What is wrong with a list of names in which `*` would mean all. */
export function* wildcardViolations(path: string, value: unknown): Generator<Violation> {
  if (value === undefined || value === null) return;
  const list = items(value);
  if (list === undefined) {
    yield { path, is: shown(value), but: "what a page may do is listed", remedy: "give a list" };
    return;
  }
  for (const [index, name] of list.entries()) {
    if (typeof name === "string" && !name.includes("*")) continue;
    const but = "what a page may do is named one by one";
    yield { path: `${path}[${index}]`, is: shown(name), but, remedy: "name what the players need" };
  }
}

/** The items of a list; text and objects are none. */
export function items(value: unknown): unknown[] | undefined {
  return Array.isArray(value) && !isObject(value) ? [...value] : undefined;
}
