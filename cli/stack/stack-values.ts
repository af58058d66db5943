import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import { jsonOf, type StackPulumi } from "./pulumi.ts";
import type { Stack } from "./stack.ts";

const outputsSchema = z.record(z.string(), z.unknown());
const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

/** What a stack tells of itself. Holds credentials where its secrets were asked for, so it is never shown. */
export interface StackValues {
  /** By the names that the program exports. */
  outputs: Readonly<Record<string, unknown>>;
  /** Every value by its full key, structures as JSON; empty for a secret that was not asked for. */
  config: Readonly<Record<string, string>>;
}

/** Reads a stack's outputs and its configuration through Pulumi. */
export async function stackValues(
  { name, pulumi }: Pick<Stack, "name"> & { pulumi: StackPulumi },
  { secrets }: { secrets: boolean },
): Promise<StackValues> {
  const [outputs, config] = await Promise.all([
    jsonOf(name, pulumi, ["stack", "output", "--json"]),
    jsonOf(name, pulumi, ["config", "--json", ...(secrets ? ["--show-secrets"] : [])]),
  ]);
  const values = Object.entries(configSchema.parse(config)).map(([key, { value = "" }]) => [key, value]);
  return { outputs: outputsSchema.parse(outputs), config: Object.fromEntries(values) };
}

/**
 * The outputs as a schema has them.
 * @param lacking what the stack has not got without them, as in `no archive`
 */
export function outputsOf<S extends z.ZodType>(
  { name }: Pick<Stack, "name">,
  { outputs }: Pick<StackValues, "outputs">,
  schema: S,
  lacking: string,
): z.output<S> {
  const read = schema.safeParse(outputs);
  if (read.success) return read.data;
  const missing = [...new Set(read.error.issues.map(({ path }) => String(path[0])))].join(", ");
  throw new Mendable(
    `--stack: ${name} has ${lacking}, as its outputs lack ${missing}; \`npm run pulumi -- up --stack ${name}\` first`,
  );
}
