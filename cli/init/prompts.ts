import { confirm, input, password, select } from "@inquirer/prompts";

/** Says what is wrong with an answer, and what to do; undefined where it is right. */
export type Check = (answer: string) => Promise<string | undefined>;

/** What somebody at a terminal is asked. Each answer is checked as it is given, and asked again until it is right. */
export interface Prompts {
  text(question: { message: string; current: string | undefined; check: Check }): Promise<string>;
  /** What is typed is not shown. */
  secret(question: { message: string; check: Check }): Promise<string>;
  choice<T extends string>(question: {
    message: string;
    choices: readonly { value: T; name: string; description?: string }[];
    current: T;
  }): Promise<T>;
  confirm(question: { message: string; current: boolean }): Promise<boolean>;
}

/** Asks on this process's terminal. Ctrl-C and the signal end it with an error that {@link isGivenUp} knows. */
export function terminalPrompts(stop: AbortSignal): Prompts {
  // Questions go where progress goes, so that what the command says can be piped on.
  const context = { signal: stop, output: process.stderr };
  const validated = (check: Check) => async (answer: string) => (await check(answer.trim())) ?? true;
  return {
    async text({ message, current, check }) {
      const options = { message, validate: validated(check), ...(current !== undefined && { default: current }) };
      return (await input(options, context)).trim();
    },
    async secret({ message, check }) {
      return (await password({ message, mask: true, validate: validated(check) }, context)).trim();
    },
    choice: ({ message, choices, current }) => select({ message, choices: [...choices], default: current }, context),
    confirm: ({ message, current }) => confirm({ message, default: current }, context),
  };
}

/** Whether somebody has ended the questions. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}
