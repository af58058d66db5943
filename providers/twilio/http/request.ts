import type { Product } from "./hosts.ts";

/** A form's fields. Lists become repeated keys; what is undefined is left out. */
export type FormFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One request to a Twilio API. */
export interface TwilioRequest {
  product: Product;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the host on, such as `/v1/Configuration`. */
  path: string;
  query?: FormFields;
  /** A body for the APIs that take JSON. */
  json?: object;
  /** A body for the APIs that take forms: most of them. */
  form?: FormFields;
  /**
   * Doing it twice is as doing it once, so it may be repeated after no or a failed answer. GET, PUT and
   * DELETE always may; a POST that updates may, a POST that creates must not.
   */
  idempotent?: boolean;
}

/** The JSON object of an answer; empty where the answer had no body. */
export type TwilioAnswer = Record<string, unknown>;

/** Fields in the encoding of forms and queries. */
export function encodeFields(fields: FormFields): string {
  const pairs = Object.entries(fields).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((item) => [key, item]) : [[key, String(value)]];
  });
  return new URLSearchParams(pairs).toString();
}

/** The body of a request and the type that it announces. */
export function encodeBody({ json, form }: TwilioRequest): { body: string | null; contentType?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), contentType: "application/json" };
  if (form === undefined) return { body: null };
  return { body: encodeFields(form), contentType: "application/x-www-form-urlencoded" };
}
