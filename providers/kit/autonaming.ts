import { createHash, randomBytes } from "node:crypto";
import type { Autonaming } from "./declare.ts";
import { type PropertyMap, revealed } from "./values.ts";

/** What the engine says of naming: a proposal that may, must or must not be used. */
export interface NameProposal {
  name: string;
  mode: "propose" | "enforce" | "disable";
}

/**
 * Names a resource that the program did not name: what it was called before, else the engine's
 * proposal if the service takes it, else the program's name and seven hexadecimal digits.
 */
export function autonamed(
  naming: Autonaming | undefined,
  inputs: PropertyMap,
  prior: PropertyMap | undefined,
  resource: { name: string; randomSeed: Uint8Array; proposal: NameProposal | undefined },
): PropertyMap {
  if (naming === undefined || revealed(inputs[naming.property] ?? null) !== null) return inputs;
  const before = prior?.[naming.property];
  if (before !== undefined) return { ...inputs, [naming.property]: before };
  if (resource.proposal?.mode === "disable") return inputs;
  if (resource.proposal?.mode === "enforce") return { ...inputs, [naming.property]: resource.proposal.name };
  const cased = (name: string) => (naming.lowerCase === true ? name.toLowerCase() : name);
  const proposed = cased(resource.proposal?.name ?? "");
  if (proposed !== "" && proposed.length <= naming.maxLength) return { ...inputs, [naming.property]: proposed };
  // A proposal that is too long is not cut: its end is what tells it from others.
  const suffix = `-${digits(resource.randomSeed)}`;
  const stem = cased(resource.name).slice(0, naming.maxLength - suffix.length);
  return { ...inputs, [naming.property]: `${stem}${suffix}` };
}

function digits(seed: Uint8Array): string {
  const source = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  return source.toString("hex").slice(0, 7);
}
