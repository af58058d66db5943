import type { Render } from "./liquid.ts";
import { studioDate } from "./pacific-time.ts";

/** A test of a Split Based On… as the definition has it. */
export interface Condition {
  readonly type: string;
  readonly arguments: readonly string[];
  readonly value: string;
}

type Test = (subject: string, value: string) => boolean;

const lower = (text: string) => text.trim().toLowerCase();
const words = (value: string) => value.split(",").map(lower);
const equal: Test = (subject, value) => lower(subject) === lower(value);
const anyOf: Test = (subject, value) => words(value).includes(lower(subject));
const contains: Test = (subject, value) => lower(subject).includes(lower(value));
const starts: Test = (subject, value) => lower(subject).startsWith(lower(value));
const blank: Test = (subject) => subject.trim() === "";

const not = (test: Test): Test => {
  return (subject, value) => !test(subject, value);
};

/** Numbers are compared as such; what is none is neither less nor greater. */
function compare(subject: string, value: string): number {
  return blank(subject, "") || blank(value, "") ? Number.NaN : Number(subject) - Number(value);
}

function compareDates(subject: string, value: string): number {
  const [a, b] = [subject, value].map((text) => studioDate(text, new Date(Number.NaN))?.getTime() ?? Number.NaN);
  return (a ?? Number.NaN) - (b ?? Number.NaN);
}

/** Minutes of the day, from `HH:MM`. */
function compareTimes(subject: string, value: string): number {
  const [a, b] = [subject, value].map((text) => {
    const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text.trim()) ?? [];
    return Number(hours) * 60 + Number(minutes);
  });
  return (a ?? Number.NaN) - (b ?? Number.NaN);
}

const tests: Readonly<Record<string, Test>> = {
  equal_to: equal,
  not_equal_to: not(equal),
  matches_any_of: anyOf,
  does_not_match_any_of: not(anyOf),
  contains,
  does_not_contain: not(contains),
  starts_with: starts,
  does_not_start_with: not(starts),
  is_blank: blank,
  is_not_blank: not(blank),
  regex: (subject, value) => new RegExp(value).test(subject),
  less_than: (subject, value) => compare(subject, value) < 0,
  greater_than: (subject, value) => compare(subject, value) > 0,
  is_before_date: (subject, value) => compareDates(subject, value) < 0,
  is_after_date: (subject, value) => compareDates(subject, value) > 0,
  is_before_time: (subject, value) => compareTimes(subject, value) < 0,
  is_after_time: (subject, value) => compareTimes(subject, value) > 0,
};

/**
 * Whether a condition holds. Text is compared without regard to case.
 * @throws Error for a type that isn't known, and for Liquid or an expression that can't be read
 */
export function holds({ type, arguments: subjects, value }: Condition, render: Render): boolean {
  const test = Object.hasOwn(tests, type) ? tests[type] : undefined;
  if (!test) throw new Error(`condition type ${type} is not known`);
  return subjects.some((subject) => test(render(subject), render(value)));
}
