import { isCredential } from "./credentials.ts";

/** Shorter ones could stand anywhere by chance. */
const leastCharacters = 16;

/** A credential that the stack was given, and what it was given as. */
export interface Configured {
  name: string;
  value: string;
}

/** The credentials among a stack's configuration and the environment, so that they can be found where they don't belong. */
export function configuredCredentials(
  config: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): Configured[] {
  return [...Object.entries(config), ...Object.entries(environment)].flatMap(([name, value = ""]) =>
    value.length >= leastCharacters && isCredential(name.split(":").at(-1) ?? "", value) ? [{ name, value }] : [],
  );
}
