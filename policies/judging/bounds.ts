/** Whether a value is a whole number within bounds, both of them included. */
export function isWholeBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
