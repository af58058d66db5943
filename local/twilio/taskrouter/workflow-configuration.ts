import { badRequest } from "../http/errors.ts";
import { isJsonObject, type JsonObject } from "../http/parameters.ts";
import { expressionFault } from "./expression.ts";

const filterKeys = ["filter_friendly_name", "expression", "targets"];
const targetKeys = [
  "queue",
  "priority",
  "timeout",
  "expression",
  "skip_if",
  "order_by",
  "known_worker_sid",
  "known_worker_friendly_name",
];

/**
 * Checks a workflow's configuration: its shape, and that its queues exist.
 * https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @throws TwilioError that names the first fault
 */
export function checkWorkflowConfiguration(text: string, queueExists: (sid: string) => boolean): void {
  const routing = objectAt(objectAt(parsed(text), "configuration", ["task_routing"]).task_routing, "task_routing", [
    "filters",
    "default_filter",
  ]);
  const { filters = [], default_filter: fallback } = routing;
  if (!Array.isArray(filters)) throw invalid("filters must be an array");
  if (filters.length === 0 && fallback === undefined) throw invalid("there is neither a filter nor a default filter");
  filters.forEach((filter, at) => {
    checkFilter(filter, `filters[${at}]`, queueExists);
  });
  if (fallback !== undefined) checkTarget(fallback, "default_filter", queueExists);
}

function checkFilter(value: unknown, path: string, queueExists: (sid: string) => boolean): void {
  const { filter_friendly_name: name, expression, targets } = objectAt(value, path, filterKeys);
  if (name !== undefined && typeof name !== "string") throw invalid(`${path}.filter_friendly_name must be a string`);
  if (typeof expression !== "string" || expression === "") throw invalid(`${path}.expression is missing`);
  checkExpression(expression, `${path}.expression`);
  if (!Array.isArray(targets) || targets.length === 0) throw invalid(`${path}.targets must have at least one target`);
  targets.forEach((target, at) => {
    checkTarget(target, `${path}.targets[${at}]`, queueExists);
  });
}

function checkTarget(value: unknown, path: string, queueExists: (sid: string) => boolean): void {
  const { queue, priority, timeout, ...texts } = objectAt(value, path, targetKeys);
  if (typeof queue !== "string" || !queueExists(queue)) throw invalid(`${path}: queue ${queue} does not exist`);
  for (const [name, number] of Object.entries({ priority, timeout })) {
    if (number !== undefined && !/^\d+$/.test(String(number))) throw invalid(`${path}.${name} must be a number`);
  }
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== "string") throw invalid(`${path}.${name} must be a string`);
    if (text !== "" && (name === "expression" || name === "skip_if")) checkExpression(text, `${path}.${name}`);
  }
}

function checkExpression(text: string, path: string): void {
  const fault = expressionFault(text);
  if (fault !== undefined) throw invalid(`${path} is no valid expression: ${fault}`);
}

function objectAt(value: unknown, path: string, keys: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw invalid(`${path} must be an object`);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw invalid(`${path} has an unknown property ${unknown}`);
  return value;
}

/** The SIDs of all queues in a configuration that was taken. */
export function queuesIn(configuration: string): string[] {
  return [...configuration.matchAll(/WQ[0-9a-fA-F]{32}/g)].map(([sid]) => sid);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("it is not valid JSON");
  }
}

function invalid(reason: string) {
  return badRequest(`Invalid workflow configuration: ${reason}`);
}
