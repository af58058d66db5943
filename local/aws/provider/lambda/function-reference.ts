import { z } from "zod";
import { must } from "../must.ts";

/** How other resources name a function: by its name or by its ARN. */
export const functionReference = z
  .string()
  .min(1)
  .max(170)
  .regex(/^(arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:)?[\w-]{1,64}$/, must("be a function's name or ARN"));

/** An alias or a version. */
export const qualifier = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(\$LATEST|[\w-]+)$/, must("be an alias or a version"));

/** Of what {@link functionReference} lets pass. */
export function functionNameOf(reference: string): string {
  return reference.split(":").at(-1) ?? reference;
}
