import { Mendable } from "../../local/engine/mendable.ts";
import { isFlexToken, notAToken } from "../verify-playback/flex-token.ts";

/**
 * The Flex token that the environment has, as FLEX_TOKEN: a command line is seen by all.
 * @throws {Mendable} for what can't be one
 */
export function flexTokenIn(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const token = environment.FLEX_TOKEN?.trim();
  if (!token) return undefined;
  if (isFlexToken(token)) return token;
  throw new Mendable(notAToken);
}
