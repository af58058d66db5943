import { isJsonObject, type JsonObject } from "../../http/parameters.ts";
import { holds } from "../conditions.ts";
import type { Outcome, Running } from "./widget.ts";

/** The first transition whose conditions all hold. https://www.twilio.com/docs/studio/widget-library/split-based-on */
export function splitBasedOn({ transitions, render }: Running): Outcome {
  const transition = transitions.find(
    ({ event, conditions = [] }) =>
      event === "match" && conditions.length > 0 && conditions.every((one) => holds(one, render)),
  );
  return transition ? { event: "match", transition } : { event: "noMatch" };
}

/** https://www.twilio.com/docs/studio/widget-library/set-variables */
export function setVariables({ properties, render }: Running): Outcome {
  const variables: JsonObject = {};
  for (const { key, value, type } of keysAndValues(properties.variables)) {
    const text = render(value);
    variables[key] = type === undefined || type === "string" ? text : parsed(text);
  }
  return { event: "next", variables, fields: variables };
}

/** Starts another flow on the same call or conversation. https://www.twilio.com/docs/studio/widget-library/run-subflow */
export function runSubflow({ text, properties, render }: Running): Outcome {
  const revision = text("flow_revision") || "LatestPublished";
  const entries = keysAndValues(properties.parameters).map(({ key, value }) => [key, render(value)]);
  return { subflow: { flowSid: text("flow_sid"), revision, parameters: Object.fromEntries(entries) } };
}

interface KeyAndValue {
  readonly key: string;
  readonly value: string;
  readonly type?: string;
}

export function keysAndValues(list: unknown): KeyAndValue[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).map(({ key, value, type }) => ({
    key: String(key),
    value: typeof value === "string" ? value : JSON.stringify(value ?? ""),
    ...(typeof type === "string" ? { type } : {}),
  }));
}

/** JSON where it is some, else the text itself. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
