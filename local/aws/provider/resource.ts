import { z } from "zod";
import { type CheckFailure, declarations, Unknown } from "../../../providers/kit/index.ts";
import type { Account } from "./account.ts";

/** Declares resources and functions on an {@link Account}. */
export const aws = declarations<Account>();

/** The input that every regional resource has. */
export const regionInput = z.string().optional().describe("The provider's own region, which is also the default.");
export const regionOutput = z.string().describe("Where it is.");

/** This provider works in one region: a resource may name it, but no other. */
export function regionFailures(
  inputs: Readonly<Record<string, unknown>>,
  account: Account | undefined,
): CheckFailure[] {
  const { region } = inputs;
  if (account === undefined || region === undefined || region instanceof Unknown || region === account.region)
    return [];
  return [
    {
      path: ["region"],
      reason: `is ${JSON.stringify(region)}, but the local AWS provider works in ${account.region} only`,
    },
  ];
}

/** Why a property of @pulumi/aws is refused here: none of it is silently left out. */
export function unsupported(
  names: readonly string[],
  remedy = "leave it out, or use a real account",
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `is not known to the local AWS provider; ${remedy}`]));
}
