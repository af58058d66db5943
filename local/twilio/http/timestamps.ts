/** `2023-01-18T18:28:33Z`, as the newer APIs write times. */
export function iso8601(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** `Fri, 14 Oct 2016 21:56:34 +0000`, as 2010-04-01 writes times. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}
