const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The zones that RFC 2822 still knows by name, in hours. */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  gmt: 0,
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
};

const iso8601 =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[Tt](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?<zone>[Zz]|[+-]\d\d:?\d\d)$/;
const rfc2822 =
  /^(?:[A-Za-z]{3},\s*)?(?<day>\d{1,2})\s+(?<month>[A-Za-z]{3})\s+(?<year>\d{4})\s+(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d))?\s+(?<zone>[+-]\d{4}|[A-Za-z]{1,3})$/;

/**
 * Milliseconds since 1970 of a time as Twilio's documents write it: a number of milliseconds, the same as text,
 * ISO 8601 with a zone, or RFC 2822. Undefined for anything else, and for days that no calendar has.
 */
export function millisecondsOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^\d{1,16}$/.test(text)) return millisecondsOf(Number(text));
  const parts = (iso8601.exec(text) ?? rfc2822.exec(text))?.groups;
  return parts === undefined ? undefined : fromParts(parts);
}

function fromParts(parts: Record<string, string | undefined>): number | undefined {
  const { year = "", month = "", day = "", hour = "", minute = "", second = "0", fraction = "", zone = "" } = parts;
  const monthIndex = /^\d/.test(month) ? Number(month) - 1 : months.indexOf(month.toLowerCase());
  const offset = offsetMinutes(zone);
  if (offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), monthIndex, Number(day));
  // 30 February would otherwise be 2 March.
  if (date.getUTCMonth() !== monthIndex || date.getUTCDate() !== Number(day)) return undefined;
  date.setUTCHours(Number(hour), Number(minute) - offset, Number(second), Number(fraction.padEnd(3, "0").slice(0, 3)));
  return date.getTime();
}

function offsetMinutes(zone: string): number | undefined {
  const numeric = /^(?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)$/.exec(zone)?.groups;
  if (numeric === undefined) {
    const hours = zones[zone.toLowerCase()];
    return hours === undefined ? undefined : hours * 60;
  }
  const minutes = Number(numeric.hours) * 60 + Number(numeric.minutes);
  return numeric.sign === "-" ? -minutes : minutes;
}
