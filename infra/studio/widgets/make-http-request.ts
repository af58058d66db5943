import { type Kind, type Next, type Parameter, parametersOf, type Widget, widget } from "./widget.ts";

type Event = "success" | "failed";

const fields = ["body", "content_type", "parsed", "status_code"] as const;

export const makeHttpRequestKind: Kind<Event> = {
  type: "make-http-request",
  events: ["success", "failed"],
  required: ["method", "url", "content_type"],
  sets: { success: fields, failed: fields },
};

/** What is sent: text of its own, or parameters. */
type Content<Text extends string> =
  | { readonly json: Text; readonly parameters?: never }
  | { readonly parameters: readonly Parameter<Text>[]; readonly json?: never }
  | { readonly json?: never; readonly parameters?: never };

export type MakeHttpRequestOptions<Target extends string, Text extends string> = Content<Text> & {
  readonly method: "GET" | "POST";
  readonly url: Text;
  readonly next?: Next<Event, Target>;
};

/** HTTP Request. Its answer is in `parsed.…`. https://www.twilio.com/docs/studio/widget-library/http-request */
export function makeHttpRequest<Target extends string = never, Text extends string = never>(
  options: MakeHttpRequestOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const { method, url, json, parameters, next } = options;
  const contentType = json === undefined ? "application/x-www-form-urlencoded" : "application/json";
  const properties = {
    method,
    url,
    content_type: `${contentType};charset=utf-8`,
    body: json,
    parameters: parametersOf(parameters),
  };
  return widget(makeHttpRequestKind, properties, next);
}
