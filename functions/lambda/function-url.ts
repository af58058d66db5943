import { fieldsOf, textOf } from "./json.ts";

/** What a function answers behind a Lambda function URL (payload format 2.0). */
export interface FunctionUrlResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** A header's values, one for each spelling of its name; Lambda itself puts commas between those of one spelling. */
export function headerValues(headers: unknown, wanted: string): unknown[] {
  return Object.entries(fieldsOf(headers)).flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
}

/** A header's value, undefined where it isn't there or where several make it unclear which is meant. */
export function onlyHeader(headers: unknown, wanted: string): string | undefined {
  const values = headerValues(headers, wanted);
  return values.length === 1 ? textOf(values[0]) : undefined;
}
