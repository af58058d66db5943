import { badRequest, unsupportedMediaType } from "./errors.ts";
import { type ApiRequest, mediaType } from "./messages.ts";

/** The fields of a form: those that the call knows, each once unless it is a list. */
export interface KnownFields {
  readonly fields: readonly string[];
  /** Fields that are lists: repeated keys. */
  readonly lists?: readonly string[];
}

/** @throws TwilioError for a body that is no form, and for a field that is unknown or comes twice */
export function formBody(request: ApiRequest, { fields, lists = [] }: KnownFields): URLSearchParams {
  if (request.body.length > 0 && mediaType(request.headers) !== "application/x-www-form-urlencoded") {
    throw unsupportedMediaType();
  }
  const form = new URLSearchParams(request.body.toString("utf8"));
  for (const name of new Set(form.keys())) {
    if (lists.includes(name)) continue;
    if (!fields.includes(name)) throw badRequest(`Unknown parameter ${name}`);
    if (form.getAll(name).length > 1) throw badRequest(`Parameter ${name} is given more than once`);
  }
  return form;
}

/** A field that can't be left out. */
export function requiredField(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === "") throw badRequest(`Missing required parameter ${name} in the post body`);
  return value;
}
