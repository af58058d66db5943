import Table from "cli-table3";

/** Rows below a head, numbers on the right. Without colours, so that it reads the same in a file. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const shown = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (typeof rows[0]?.[column] === "number" ? "right" : "left")),
  });
  for (const row of rows)
    shown.push(row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en-US") : cell)));
  return `${shown.toString()}\n`;
}

/** `1536` → `1.5 KiB` */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
