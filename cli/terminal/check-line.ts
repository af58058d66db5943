const marks = { passed: "✓", failed: "✗", warned: "!", skipped: "–" } as const;

/** What came of a check, as a line. */
export interface ShownCheck {
  name: string;
  outcome: keyof typeof marks;
  milliseconds?: number | undefined;
  detail: string;
}

/** @param nameWidth how many characters names get, so that what follows is in columns */
export function checkLine({ name, outcome, milliseconds, detail }: ShownCheck, nameWidth: number): string {
  const time = milliseconds === undefined ? "" : `${milliseconds} ms`;
  return `${marks[outcome]} ${name.padEnd(nameWidth)} ${time.padStart(9)}  ${detail}\n`;
}
