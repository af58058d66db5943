/** A way to break one policy: the shipped program with something in it made wrong. */
export interface Case {
  /** The policy that says so. */
  policy: string;
  /** What is wrong, once in all tables. */
  wrong: string;
  /** What the message must hold: the place and the value seen. */
  says: string;
  /** What other policies say of the same mistake; by default nothing. */
  alsoTold?: readonly { policy: string; says: string }[];
  /** Which of the program's resources is changed. */
  of?: { type: string; name: string };
  /** New values of its properties, made of the old ones; `undefined` takes a property away. */
  change?: Readonly<Record<string, (value: unknown) => unknown>>;
  /** Which part of these properties it changes: cases that change other parts of the same are previewed together. */
  part?: string;
  /** Other options, as the program gives them: `protect`, … */
  options?: Readonly<Record<string, unknown>>;
  /** A resource that the program has besides. */
  besides?: { type: string; name: string; props: Readonly<Record<string, unknown>> };
  /** The stack's configuration with something changed. Such a case has a preview of its own. */
  config?: (text: string) => string;
  /** What the environment sets for the policy; such a case has a preview of its own. */
  environment?: Readonly<Record<string, unknown>>;
}

/** Where the program finds which cases it is to be wrong by: their `wrong`, as a JSON list. */
export const casesVariable = "FLEX_MEDIA_TEST_WRONG";

/** All that policies are to say of a case. */
export function toldOf({ policy, says, alsoTold = [] }: Case): { policy: string; says: string }[] {
  return [{ policy, says }, ...alsoTold];
}

/** Cases that can be previewed together: each changes other properties, and stack and environment are the committed ones. */
export function batchesOf(cases: readonly Case[]): Case[][] {
  const batches: { cases: Case[]; taken: Set<string> }[] = [];
  const alone: Case[][] = [];
  for (const one of cases) {
    if (one.config !== undefined || one.environment !== undefined) {
      alone.push([one]);
      continue;
    }
    const places = placesOf(one);
    let batch = batches.find(({ taken }) => places.every((place) => !taken.has(place)));
    if (batch === undefined) {
      batch = { cases: [], taken: new Set() };
      batches.push(batch);
    }
    batch.cases.push(one);
    for (const place of places) batch.taken.add(place);
  }
  return [...batches.map(({ cases: batch }) => batch), ...alone];
}

function placesOf({ of, change, part = "", options, besides }: Case): string[] {
  const at = of === undefined ? "" : `${of.type} ${of.name}`;
  const changed = [...Object.keys(change ?? {}), ...Object.keys(options ?? {})].map((name) => `${at} ${name} ${part}`);
  return besides === undefined ? changed : [...changed, `${besides.type} ${besides.name}`];
}
