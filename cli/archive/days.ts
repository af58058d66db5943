/** A calendar day in UTC, as in `2026-01-31`. */
export type Day = string;

/** Both days belong to it. */
export interface DayRange {
  from: Day;
  to: Day;
}

const dayMilliseconds = 86_400_000;

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;
}

/** The day of a moment, in milliseconds since 1970. */
export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

export function dayAfter(day: Day): Day {
  return dayOf(Date.parse(day) + dayMilliseconds);
}

export function dayCount({ from, to }: DayRange): number {
  return (Date.parse(to) - Date.parse(from)) / dayMilliseconds + 1;
}

/** Whether a moment, in milliseconds since 1970, is within the range. */
export function isWithin({ from, to }: DayRange, milliseconds: number): boolean {
  return milliseconds >= Date.parse(from) && milliseconds < Date.parse(to) + dayMilliseconds;
}
