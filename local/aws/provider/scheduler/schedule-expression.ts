/** What a field of a cron expression may hold: numbers, names for them, and letters with a meaning of their own. */
interface Field {
  name: string;
  from: number;
  to: number;
  names?: readonly string[];
  /** Besides lists, ranges and steps. */
  special?: RegExp;
}

const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const weekdays = "SUN MON TUE WED THU FRI SAT".split(" ");

const fields: readonly Field[] = [
  { name: "minutes", from: 0, to: 59 },
  { name: "hours", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31, special: /^(\?|L|(\d+|L)W)$/ },
  { name: "month", from: 1, to: 12, names: months },
  { name: "day of the week", from: 1, to: 7, names: weekdays, special: /^(\?|L|[1-7A-Z]{1,3}L|[1-7]#[1-5])$/ },
  { name: "year", from: 1970, to: 2199 },
];

/**
 * Why EventBridge Scheduler would refuse a schedule expression; undefined for one that it takes.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function expressionFault(expression: string): string | undefined {
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  switch (kind) {
    case "rate":
      return /^[1-9]\d* (minutes?|hours?|days?)$/.test(inner)
        ? undefined
        : "use rate(5 minutes), of minutes, hours or days";
    case "at":
      return isTime(inner) ? undefined : "use at(2026-01-31T12:00:00), without a time zone";
    case "cron":
      return cronFault(inner);
    default:
      return "use rate(…), cron(…) or at(…)";
  }
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}Z`));
}

function cronFault(inner: string): string | undefined {
  const parts = inner.split(/\s+/);
  if (parts.length !== fields.length) return `use six fields in cron(…), not ${parts.length}`;
  for (const [at, field] of fields.entries()) {
    const part = parts[at] ?? "";
    if (!isField(part, field)) return `use another ${field.name} than ${part}`;
  }
  const [, , dayOfMonth, , dayOfWeek] = parts;
  return (dayOfMonth === "?") === (dayOfWeek === "?") ? "use ? for one of the two days, and one only" : undefined;
}

function isField(text: string, field: Field): boolean {
  if (field.special?.test(text)) return true;
  return text.split(",").every((item) => {
    const [range = "", step, ...more] = item.split("/");
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === "*") return true;
    const ends = range.split("-").map((end) => numberOf(end, field));
    const [first, last = first] = ends;
    return ends.length <= 2 && first !== undefined && last !== undefined && first <= last;
  });
}

function numberOf(text: string, { from, to, names = [] }: Field): number | undefined {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}
