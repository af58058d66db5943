import type { Attack, Loot } from "./attack.ts";
import { authorizationAttacks } from "./authorization.ts";
import { listenerAttacks } from "./listener.ts";
import { queryAttacks } from "./query.ts";

/** Every attack that the function must withstand, in-process and behind its URL. */
export function attacks(loot: Loot): Attack[] {
  return [...authorizationAttacks(loot), ...queryAttacks(loot), ...listenerAttacks(loot)];
}
