import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** What a policy is for: who may assume a role, what a role may do, who may do what with a resource, or with a key. */
export type PolicyUse = "trust" | "identity" | "resource" | "key";

/** Longest texts that AWS takes, in characters. */
const longest: Record<PolicyUse, number> = { trust: 2048, identity: 10_240, resource: 20_480, key: 32_768 };

const statementKeys = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/** A policy, as JSON text or as an object. What AWS would call malformed is refused, with the place and the reason. */
export function policySchema(use: PolicyUse) {
  return z.union([z.string(), z.record(z.string(), z.unknown())]).superRefine((value, context) => {
    for (const message of new Set(faultsOf(value, use))) context.addIssue({ code: "custom", message });
  });
}

/** The policy as the text that AWS stores. */
export function policyText(policy: string | Record<string, unknown>): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** Whether two policies say the same: order of keys, spaces, and single items in lists don't matter. */
export function samePolicy(before: unknown, after: unknown): boolean {
  const [a, b] = [parsed(before), parsed(after)];
  return a !== undefined && b !== undefined && isDeepStrictEqual(normal(a), normal(b));
}

/** The policy as it was declared if the live one says the same, else the live one. */
export function declaredPolicy<P extends string | Record<string, unknown>>(
  live: string,
  declared: P | undefined,
): P | string {
  return declared !== undefined && samePolicy(live, declared) ? declared : live;
}

/** A policy's statements, of whatever can be read. */
export function policyStatements(policy: unknown): Record<string, unknown>[] {
  return [parsed(policy)?.Statement].flat().filter(isObject);
}

/** Whether an action, or a resource, that may hold the wildcards * and ? means this one. */
export function matches(pattern: unknown, wanted: string): boolean {
  if (typeof pattern !== "string") return false;
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`, "i").test(wanted);
}

/** All resources that a policy's statements name. */
export function resourcesOf(policy: unknown): string[] {
  const resources = policyStatements(policy).flatMap(({ Resource, NotResource }) => [Resource, NotResource].flat());
  return resources.filter((resource) => typeof resource === "string");
}

function parsed(policy: unknown): Record<string, unknown> | undefined {
  if (typeof policy !== "string") return isObject(policy) ? policy : undefined;
  try {
    const value: unknown = JSON.parse(policy);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normal);
    if (items.length === 1) return items[0];
    return items.every((item) => typeof item === "string") ? [...items].sort() : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, normal(child)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function* faultsOf(value: unknown, use: PolicyUse): Generator<string> {
  const policy = parsed(value);
  if (policy === undefined) return yield "is no JSON object; give it a policy document";
  const length = policyText(value as string | Record<string, unknown>).length;
  if (length > longest[use]) yield `is ${length} characters long, but must be at most ${longest[use]}`;
  for (const key of Object.keys(policy)) {
    if (!["Version", "Id", "Statement"].includes(key)) yield `has the key ${key}; use Version, Id and Statement only`;
  }
  if (policy.Version !== undefined && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
    yield `has the version ${JSON.stringify(policy.Version)}; use "2012-10-17"`;
  }
  const statements = [policy.Statement].flat();
  if (policy.Statement === undefined || statements.length === 0) yield "has no Statement; give it one at least";
  else for (const [index, statement] of statements.entries()) yield* statementFaults(statement, index, use);
  const ids = statements.map((statement) => (isObject(statement) ? statement.Sid : undefined));
  const double = ids.find((id, index) => id !== undefined && ids.indexOf(id) < index);
  if (double !== undefined) yield `has the Sid ${JSON.stringify(double)} twice; give each statement another`;
}

function* statementFaults(statement: unknown, index: number, use: PolicyUse): Generator<string> {
  const at = `Statement[${index}]`;
  if (!isObject(statement)) return yield `${at} is no object; give it Effect, Action and what it is about`;
  for (const key of Object.keys(statement)) {
    if (!statementKeys.has(key)) yield `${at} has the key ${key}; use one of ${[...statementKeys].join(", ")}`;
  }
  if (
    (use === "trust" || use === "identity") &&
    typeof statement.Sid === "string" &&
    !/^[A-Za-z0-9]*$/.test(statement.Sid)
  ) {
    yield `${at} has the Sid ${JSON.stringify(statement.Sid)}; use letters and digits only`;
  }
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") yield `${at}.Effect must be "Allow" or "Deny"`;
  yield* exactlyOne(statement, at, ["Action", "NotAction"]);
  for (const action of [statement.Action ?? statement.NotAction].flat()) {
    const isAction = typeof action === "string" && /^(\*|[\w-]+:[\w*?]+)$/.test(action);
    if (action !== undefined && !isAction)
      yield `${at} has the action ${JSON.stringify(action)}; write it as service:Action`;
  }
  if (use === "identity")
    yield* absent(statement, at, ["Principal", "NotPrincipal"], "a role's policy is about the role");
  else yield* exactlyOne(statement, at, ["Principal", "NotPrincipal"]);
  if (use === "trust") {
    yield* absent(statement, at, ["Resource", "NotResource"], "a trust policy is about its role");
    return;
  }
  yield* exactlyOne(statement, at, ["Resource", "NotResource"]);
  for (const resource of [statement.Resource ?? statement.NotResource].flat()) {
    const isArn = typeof resource === "string" && /^(\*|arn:.+)$/.test(resource);
    if (resource !== undefined && !isArn)
      yield `${at} has the resource ${JSON.stringify(resource)}; write it as an ARN or *`;
  }
}

function* exactlyOne(statement: Record<string, unknown>, at: string, keys: string[]): Generator<string> {
  const count = keys.filter((key) => statement[key] !== undefined).length;
  if (count !== 1) yield `${at} must have ${count === 0 ? "" : "only one of "}${keys.join(" or ")}`;
}

function* absent(statement: Record<string, unknown>, at: string, keys: string[], why: string): Generator<string> {
  for (const key of keys) if (statement[key] !== undefined) yield `${at} has ${key}, but ${why}; leave it out`;
}
