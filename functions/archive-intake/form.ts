import type { CallbackRequest } from "./request.ts";

/** A form's parameters, each of which was there once. */
export type Form = Readonly<Record<string, string>>;

export type FormRefusal =
  | { status: 405; reason: "method_not_allowed" }
  | { status: 413; reason: "body_too_long" }
  | { status: 415; reason: "not_a_form" }
  | { status: 400; reason: "malformed_form" | "repeated_parameter" };

/** The form that a request carries, as Twilio sends one, or why it can't be Twilio's. */
export function readForm({ method, contentType, body }: CallbackRequest): { form: Form } | { refusal: FormRefusal } {
  if (method !== "POST") return { refusal: { status: 405, reason: "method_not_allowed" } };
  if (!/^application\/x-www-form-urlencoded(\s*;\s*charset="?utf-8"?)?\s*$/i.test(contentType ?? "")) {
    return { refusal: { status: 415, reason: "not_a_form" } };
  }
  if (body === undefined) return { refusal: { status: 413, reason: "body_too_long" } };
  const text = utf8(body);
  if (text === undefined) return { refusal: { status: 400, reason: "malformed_form" } };
  const parameters = [...new URLSearchParams(text)];
  const names = new Set(parameters.map(([name]) => name));
  // Which of two values counts would be up to whoever reads it.
  if (names.size < parameters.length) return { refusal: { status: 400, reason: "repeated_parameter" } };
  return { form: Object.fromEntries(parameters) };
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
