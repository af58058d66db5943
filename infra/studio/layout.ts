import type { State } from "./definition.ts";

/** Distances in the Console's editor, in its own units: a widget is about 320 wide. */
const apart = { x: 400, y: 250 };

/** Gives every widget its place: below everything that leads to it, in the order in which it is reached. */
export function laidOut(states: readonly State[], initial: string): State[] {
  const places = new Map<string, { x: number; y: number }>();
  rowsOf(states, initial).forEach((row, y) => {
    row.forEach((name, x) => {
      places.set(name, { x: Math.round((x - (row.length - 1) / 2) * apart.x), y: y * apart.y });
    });
  });
  return states.map((state) => {
    const { x, y } = places.get(state.name) ?? { x: 0, y: 0 };
    return { ...state, properties: { ...state.properties, offset: { x, y } } };
  });
}

function rowsOf(states: readonly State[], initial: string): string[][] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const order = inOrder([initial, ...byName.keys()], byName);
  const at = new Map(order.map((name, index) => [name, index]));
  const row = new Map<string, number>();
  for (const name of order) {
    row.set(name, row.get(name) ?? 0);
    for (const next of nextOf(byName.get(name))) {
      // What leads back, as a loop does, moves nothing down.
      const forward = (at.get(next) ?? -1) > (at.get(name) ?? 0);
      if (forward) row.set(next, Math.max(row.get(next) ?? 0, (row.get(name) ?? 0) + 1));
    }
  }
  const rows: string[][] = [];
  for (const name of order) {
    const y = row.get(name) ?? 0;
    rows[y] = [...(rows[y] ?? []), name];
  }
  return rows;
}

/** The widgets, each before what it leads to; where ways make a ring, the one that is reached first. */
function inOrder(names: readonly string[], states: ReadonlyMap<string, State>): string[] {
  const seen = new Set<string>();
  const visit = (name: string): string[] => {
    if (seen.has(name) || !states.has(name)) return [];
    seen.add(name);
    const beneath = nextOf(states.get(name)).toReversed().map(visit);
    return [name, ...beneath.toReversed().flat()];
  };
  return names.flatMap(visit);
}

function nextOf(state: State | undefined): string[] {
  return (state?.transitions ?? []).flatMap(({ next }) => next ?? []);
}
