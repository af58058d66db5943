import { type CheckFailure, formatPath } from "../../../../providers/kit/index.ts";
import { isObject } from "../json.ts";

interface Place {
  path: (string | number)[];
  event: string;
  prefix: string;
  suffix: string;
}

/** S3 takes an event for an object once only: no two notifications may be meant by the same one. */
export function overlaps(inputs: Readonly<Record<string, unknown>>): CheckFailure[] {
  const places = ["queues", "topics", "lambdaFunctions"].flatMap((list) => [...placesIn(list, inputs[list])]);
  return places.flatMap((place, at) => {
    const other = places.slice(0, at).find((one) => meets(one, place));
    if (other === undefined) return [];
    const reason = `gets ${place.event} of objects that ${formatPath(other.path.slice(0, 2))} gets, too; tell the two apart by prefix`;
    return [{ path: place.path, reason }];
  });
}

function* placesIn(list: string, value: unknown): Generator<Place> {
  if (!Array.isArray(value)) return;
  for (const [at, one] of value.entries()) {
    if (!isObject(one) || !Array.isArray(one.events)) continue;
    const { filterPrefix: prefix = "", filterSuffix: suffix = "" } = one;
    if (typeof prefix !== "string" || typeof suffix !== "string") continue;
    for (const [index, event] of one.events.entries()) {
      if (typeof event === "string") yield { path: [list, at, "events", index], event, prefix, suffix };
    }
  }
}

function meets(one: Place, other: Place): boolean {
  if (one.path[0] === other.path[0] && one.path[1] === other.path[1]) return false;
  const [a, b] = [one.event.replace(/\*$/, ""), other.event.replace(/\*$/, "")];
  const isSameEvent =
    one.event === other.event ||
    (one.event.endsWith("*") && b.startsWith(a)) ||
    (other.event.endsWith("*") && a.startsWith(b));
  const isSamePrefix = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const isSameSuffix = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  return isSameEvent && isSamePrefix && isSameSuffix;
}
