import type { PolicyResource } from "@pulumi/policy";
import { known, notYet } from "./known.ts";
import { property } from "./read.ts";

/**
 * Whether a property of a resource was made from another resource: by what the program said, which a preview knows, or
 * by name, where it was written down.
 */
export function isAbout(resource: PolicyResource, name: string, other: PolicyResource): boolean {
  return (
    isMadeFrom(resource, name, other) ||
    isNameOf(
      known(() => resource.props[name]),
      other,
    )
  );
}

/**
 * Whether a value in a resource, as in `loggingConfig.logGroup`, is the name or ARN of another. What was made from other
 * resources may be any of these, or say more than that, so this counts only until the value is known.
 */
export function leadsTo(resource: PolicyResource, path: string, other: PolicyResource): boolean {
  const names = path.split(".");
  const value = known(() => names.reduce((within: unknown, name) => property(within, name), resource.props));
  return value === notYet ? isMadeFrom(resource, names[0] ?? "", other) : isNameOf(value, other);
}

function isMadeFrom(resource: PolicyResource, name: string, other: PolicyResource): boolean {
  return resource.propertyDependencies[name]?.some(({ urn }) => urn === other.urn) === true;
}

function isNameOf(value: unknown, other: PolicyResource): boolean {
  if (typeof value !== "string" || value === "") return false;
  return ["bucket", "name", "arn"].some((name) => known(() => other.props[name]) === value);
}
