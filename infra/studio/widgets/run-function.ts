import { type Kind, type Next, type Parameter, parametersOf, type Widget, widget } from "./widget.ts";

type Event = "success" | "fail";

const fields = ["body", "content_type", "headers", "parsed", "status_code"] as const;

export const runFunctionKind: Kind<Event> = {
  type: "run-function",
  events: ["success", "fail"],
  required: ["url"],
  sets: { success: fields, fail: fields },
};

export interface RunFunctionOptions<Target extends string, Text extends string> {
  readonly url: Text;
  /** The Functions service (ZS…), or `default` for the classic ones. */
  readonly service?: string;
  readonly environment?: string;
  readonly function?: string;
  readonly parameters?: readonly Parameter<Text>[];
  readonly next?: Next<Event, Target>;
}

/** Run Function. Its answer is in `parsed.…`. https://www.twilio.com/docs/studio/widget-library/run-function */
export function runFunction<Target extends string = never, Text extends string = never>(
  options: RunFunctionOptions<Target, Text>,
): Widget<Target, Text, (typeof fields)[number], never> {
  const properties = {
    url: options.url,
    service_sid: options.service,
    environment_sid: options.environment,
    function_sid: options.function,
    parameters: parametersOf(options.parameters),
  };
  return widget(runFunctionKind, properties, options.next);
}
