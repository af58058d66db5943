/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** One test of a Split Based On…: `arguments` holds what is tested, `value` what it is tested against. */
export interface Condition {
  friendly_name: string;
  arguments: string[];
  type: string;
  value: string;
}

/** Where a widget leads once something has happened. Without `next`, the flow ends there. */
export interface Transition {
  event: string;
  next?: string;
  conditions?: Condition[];
}

/** A widget as Studio takes it. */
export interface State {
  name: string;
  type: string;
  transitions: Transition[];
  properties: JsonObject;
}

/** A flow as Studio takes it: https://www.twilio.com/docs/studio/rest-api/v2/flow */
export interface FlowDefinition {
  description: string;
  states: State[];
  initial_state: string;
  flags: { allow_concurrent_calls: boolean };
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
