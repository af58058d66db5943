import { Mendable } from "../../local/engine/mendable.ts";
import { formatPath, type PropertyMap, PropertyShape } from "../../providers/kit/index.ts";
import { config, type Settings } from "../../providers/twilio/config.ts";
import { twilio } from "../../providers/twilio/provider.ts";
import type { Stack } from "./stack.ts";
import type { StackValues } from "./stack-values.ts";

/** How to reach Twilio: what the provider's configuration says, credentials among it. */
export type TwilioAccess = Settings;

/** More than the provider's: a list of thousands of pages must outlive a busy minute. */
const retries = 10;

/**
 * Reads `twilio:*` of a stack's configuration as the provider does, with the same variables standing in.
 * @param values Every value by its full key, structures as JSON.
 */
export function twilioAccess(
  values: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): TwilioAccess {
  const shape = new PropertyShape(config);
  const given: PropertyMap = {};
  for (const [name, variables] of Object.entries(twilio.environment ?? {})) {
    const value = variables.map((variable) => environment[variable]).find(Boolean);
    if (value !== undefined) given[name] = value;
  }
  for (const [key, text] of Object.entries(values)) {
    if (key.startsWith("twilio:")) given[key.slice("twilio:".length)] = configured(shape, key, text);
  }
  const { properties, failures } = shape.check(given);
  if (failures.length > 0) {
    throw new Mendable(failures.map(({ path, reason }) => `twilio:${formatPath(path)}: ${reason}`).join("\n"));
  }
  return { ...(shape.declared(properties) as Settings), maxRetries: retries };
}

/**
 * The same for a stack that is up.
 * @param accountSid the account that it was brought up for, by its outputs
 */
export function twilioOfStack(
  { name }: Pick<Stack, "name">,
  { config: values }: Pick<StackValues, "config">,
  accountSid: string,
  environment: Readonly<Record<string, string | undefined>>,
): TwilioAccess {
  const access = twilioAccess(values, environment);
  if (access.accountSid === accountSid) return access;
  throw new Mendable(
    `twilio:accountSid: is another account than the one that ${name} was brought up for; run pulumi up, or set it back`,
  );
}

function configured(shape: PropertyShape, key: string, text: string): PropertyMap[string] {
  const name = key.slice("twilio:".length);
  const isKnown = [...shape.node.propertyNames()].includes(name);
  if (!isKnown || shape.node.property(name).get("type") === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
