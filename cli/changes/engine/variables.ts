import type { PropertyChange } from "../change.ts";

const notShown = "set, and not shown";

/**
 * Nobody knows what somebody has put into a function's variables that the program does not have: maybe a credential. A
 * refresh finds them, and once one has noted them, a preview and an update see them go.
 */
export function withoutForeignVariables(properties: readonly PropertyChange[], isRefresh: boolean): PropertyChange[] {
  const [ours, theirs] = isRefresh ? (["before", "after"] as const) : (["after", "before"] as const);
  return properties.map((property) => {
    if (!/^environment(\.variables)?(?![^.[])/.test(property.path) || property[theirs] === undefined) return property;
    // Where they stand as one value, the program's own are among the others.
    const isWhole = /^environment(\.variables)?$/.test(property.path);
    return isWhole || property[ours] === undefined ? { ...property, [theirs]: notShown } : property;
  });
}
