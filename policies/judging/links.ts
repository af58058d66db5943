import type { PolicyResource } from "@pulumi/policy";
import { known, notYet } from "./known.ts";

/**
 * Whether a property of a resource was made from another resource: by what the program said, which a preview knows, or
 * by name, where it was written down.
 */
export function isAbout(resource: PolicyResource, property: string, other: PolicyResource): boolean {
  if (resource.propertyDependencies[property]?.some(({ urn }) => urn === other.urn)) return true;
  const value = known(() => resource.props[property]);
  if (typeof value !== "string" || value === "") return false;
  const names = ["bucket", "name", "arn"].map((name) => known(() => other.props[name]));
  return names.some((name) => name !== notYet && name === value);
}
