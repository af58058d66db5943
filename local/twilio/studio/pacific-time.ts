/** Dates in Studio's Liquid are in Pacific Time, summer time included: https://help.twilio.com/articles/4413699936411 */
export const studioTimeZone = "America/Los_Angeles";

const withoutZone = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;
const withZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * What `date` reads: seconds since 1970, `now`, `today`, and ISO 8601, which is Pacific Time where it names no zone.
 * Undefined for anything else, RFC 2822 among it, of which nothing is documented.
 */
export function studioDate(value: unknown, now: Date): Date | undefined {
  if (value === "now" || value === "today") return now;
  const text = String(value ?? "").trim();
  if (/^\d{1,11}$/.test(text)) return new Date(Number(text) * 1000);
  if (withZone.test(text)) return valid(new Date(text));
  const [, ...parts] = withoutZone.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  return valid(pacific(Date.UTC(year, month - 1, day, hour, minute, second)));
}

/** The moment at which clocks there show what a UTC clock shows at the given one. */
function pacific(shown: number): Date {
  const guess = shown - offsetAt(shown);
  return new Date(shown - offsetAt(guess));
}

const clock = new Intl.DateTimeFormat("en-US", { timeZone: studioTimeZone, timeZoneName: "longOffset" });

/** Milliseconds that clocks there are ahead of UTC: negative. */
function offsetAt(time: number): number {
  const name = clock.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "-", hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
