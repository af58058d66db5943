/** Writes a line of the log. Not by console.log: Lambda's text format would put its own columns before the JSON. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
