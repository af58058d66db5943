import { Mendable } from "../../local/engine/mendable.ts";

/** How whoever runs the command says that it shall be done. */
export interface Consent {
  isGiven: boolean;
  isDry: boolean;
  isTerminal: boolean;
  /** Asks at the terminal. */
  ask(question: string): Promise<boolean>;
}

/** A run that nobody could answer is told before it has worked for minutes. */
export function checkConsent({ isGiven, isDry, isTerminal }: Omit<Consent, "ask">): void {
  if (isGiven || isDry || isTerminal) return;
  throw new Mendable(
    "--yes: is missing, and there is no terminal to ask at; give it, or --dry-run for the report alone",
  );
}

export async function consentTo(question: string, { isGiven, isDry, ask }: Consent): Promise<"yes" | "no" | "dry"> {
  if (isDry) return "dry";
  return isGiven || (await ask(question)) ? "yes" : "no";
}
