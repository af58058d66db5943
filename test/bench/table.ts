/** A line that sets two measurements side by side, with how many times the first is of the second. */
export function compare(name: string, ours: number, other: number): void {
  const text = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));
  row(name, text(ours), text(other), other === 0 ? "–" : (ours / other).toFixed(2));
}

export function row(...cells: string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(10))).join(""));
}
