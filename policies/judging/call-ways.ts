import type { Flow, Widget } from "./flow.ts";

/**
 * What has become of a call's recording where it comes to a widget: Call Recording is on or could not be switched on, the
 * call was made with a recording of its own, nothing records it, or there is no call at all.
 */
export type Recorded = "on" | "failed" | "dialled" | "off" | "no call";

/** The widgets that something can come to, whichever way it takes, each with all that may have become of the recording. */
export function callWays({ initial, widgets }: Flow): ReadonlyMap<Widget, ReadonlySet<Recorded>> {
  // Of two widgets with one name the first one counts, as for who finds widgets by name.
  const named = new Map(widgets.toReversed().map((widget) => [widget.name, widget]));
  const ways = new Map<Widget, Set<Recorded>>();
  const open: [name: string, recorded: Recorded][] = [[initial, "no call"]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, recorded] = next;
    const widget = named.get(name);
    if (widget === undefined) continue;
    const before = ways.get(widget) ?? new Set();
    if (before.has(recorded)) continue;
    ways.set(widget, before.add(recorded));
    for (const { event, next } of widget.transitions) {
      for (const then of after(widget, event, recorded)) open.push([next, then]);
    }
  }
  return ways;
}

/** What may have become of the recording once a widget has run and something has happened. */
function after({ type, properties }: Widget, event: string, before: Recorded): readonly Recorded[] {
  if (type === "trigger") return [event === "incomingCall" ? "off" : "no call"];
  if (type === "record-call") {
    const { record_call: on } = properties;
    if (event === "success") return typeof on === "boolean" ? [on ? "on" : "off"] : ["on", "off"];
    // The call goes on unrecorded because it can't be recorded, not because nobody asked.
    return before === "off" && on === true ? ["failed"] : [before];
  }
  if (type === "make-outgoing-call-v2") {
    if (event !== "answered") return ["no call"];
    const record = properties.record ?? false;
    return typeof record === "boolean" ? [record ? "dialled" : "off"] : ["dialled", "off"];
  }
  return [before];
}
