import { code } from "./escape.ts";

/** How much a report says. */
export interface DetailLevel {
  /** Whether flows are drawn. */
  pictures: boolean;
  /** Characters of a value. */
  value: number;
  /** Properties of a resource. */
  properties: number;
  /** Resources, violations, cautions, warnings, checks: of each so many. */
  rows: number;
  /** Characters of a sentence. */
  sentence: number;
}

/** From all to next to nothing. The last one is short whatever there is to say. */
export const detailLevels: readonly DetailLevel[] = [
  { pictures: true, value: 600, properties: 200, rows: 500, sentence: 2000 },
  { pictures: true, value: 160, properties: 40, rows: 500, sentence: 1000 },
  { pictures: false, value: 160, properties: 40, rows: 500, sentence: 1000 },
  { pictures: false, value: 80, properties: 10, rows: 200, sentence: 500 },
  { pictures: false, value: 40, properties: 3, rows: 100, sentence: 200 },
  { pictures: false, value: 40, properties: 0, rows: 40, sentence: 100 },
  { pictures: false, value: 20, properties: 0, rows: 5, sentence: 60 },
];

/** What was left out, for people; undefined where nothing was. */
export function leftOut(level: DetailLevel, stack: string): string | undefined {
  const [all] = detailLevels;
  if (all === level) return undefined;
  const parts = [
    ...(level.pictures ? [] : ["pictures of flows"]),
    "long values",
    ...(level.rows < 500 ? ["what comes late in long lists"] : []),
  ];
  const command = code(`npm run flex-media -- report --stack ${stack}`);
  return `Left out, as a comment has an end: ${parts.join(", ")}. ${command} tells all.`;
}

/** The first ones, and how many more there are. */
export function first<T>(items: readonly T[], most: number): { shown: readonly T[]; more: number } {
  return { shown: items.slice(0, most), more: Math.max(0, items.length - most) };
}
