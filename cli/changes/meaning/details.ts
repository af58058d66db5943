import type { Change, PropertyChange } from "../change.ts";
import { type FlowDifference, flowDifference } from "../flow-difference.ts";
import { labelOf, shownValue } from "./properties.ts";

/** One thing about a resource that changes. What is added has no before, what is removed no after. */
export interface Detail {
  /** A property's path, or what of a flow: `widget Greeting: say`. */
  what: string;
  /** What the console calls it. */
  label: string | undefined;
  before: string | undefined;
  after: string | undefined;
}

/** What changes in a resource: of a flow its widgets rather than its JSON. */
export function detailsOf(change: Change): Detail[] {
  const difference = change.flow && flowDifference(change.flow);
  const isFlow = change.flow?.before !== undefined || change.flow?.after !== undefined;
  const others = change.properties.filter(({ path }) => !isFlow || !/^definition(?![^.[])/.test(path));
  const details = others.map((property) => ofProperty(property, property.path, labelOf(change, property)));
  if (difference !== undefined) return [...details, ...ofFlow(difference)];
  const widgets = change.flow?.after?.states ?? [];
  return [...details, ...widgets.map(({ name, type }) => added(`widget ${name}`, type))];
}

function ofProperty(property: PropertyChange, what: string, label?: string): Detail {
  const shown = (value: string | undefined) => (value === undefined ? undefined : shownValue(property, value));
  return { what, label, before: shown(property.before), after: shown(property.after) };
}

function ofFlow({ added: made, removed, changed, properties }: FlowDifference): Detail[] {
  return [
    ...properties.map((property) => ofProperty(property, `flow: ${property.path}`)),
    ...removed.map(({ name, type }) => ({ what: `widget ${name}`, label: undefined, before: type, after: undefined })),
    ...made.map(({ name, type }) => added(`widget ${name}`, type)),
    ...changed.flatMap((widget) => [
      ...widget.properties.map((property) => ofProperty(property, `widget ${widget.name}: ${property.path}`)),
      ...widget.transitions.map(({ event, before, after }) => ({
        what: `widget ${widget.name}: on ${event}`,
        label: undefined,
        before: target(before),
        after: target(after),
      })),
    ]),
  ];
}

function added(what: string, after: string): Detail {
  return { what, label: undefined, before: undefined, after };
}

function target(widget: string | undefined): string | undefined {
  return widget === "" ? "the end of the flow" : widget;
}

/** Both sides no longer than a number of characters each: what they share is cut before what makes the difference. */
export function excerpts({ before, after }: Pick<Detail, "before" | "after">, most: number) {
  if (before === undefined || after === undefined || Math.max(before.length, after.length) <= most) {
    return { before: shortened(before, most), after: shortened(after, most) };
  }
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const from = Math.max(0, same - Math.floor(most / 4));
  return { before: shortened(tail(before, from), most), after: shortened(tail(after, from), most) };
}

/** Never ends or begins in the middle of a character. */
function tail(text: string, from: number): string {
  return from === 0
    ? text
    : `…${text
        .slice(from)
        .toWellFormed()
        .replace(/^\uFFFD/, "")}`;
}

function shortened(text: string | undefined, most: number): string | undefined {
  if (text === undefined || text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "")}…`;
}
