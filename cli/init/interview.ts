import { Mendable } from "../../local/engine/mendable.ts";
import { Secret } from "../../providers/kit/index.ts";
import type { Check, Prompts } from "./prompts.ts";

export interface TextQuestion {
  /** The flag that answers it, without its dashes. */
  flag: string;
  message: string;
  /** What to give, for whoever left it out. */
  wanted: string;
  current: string | undefined;
  /** What is offered to somebody where there is none yet; nobody gets it without having been asked. */
  offered?: string | undefined;
  /** Whether there may be none. */
  optional?: boolean;
  check: Check;
}

export interface SecretQuestion {
  /** The environment variable that answers it: a secret is never an argument, which everybody on the machine can read. */
  variable: string;
  message: string;
  current: Secret<string> | undefined;
  check: Check;
}

/** Answers a question that needs no answer, as an empty line takes what is offered. */
const none = "-";

/**
 * Takes answers from flags and from the environment first, then from somebody at a terminal; where nobody is there, what
 * the stack has already stays. What is wrong or missing then is told all at once.
 */
export class Interview {
  readonly #given: ReadonlyMap<string, string>;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #prompts: Prompts | undefined;
  readonly #wrong: string[] = [];

  constructor(
    given: ReadonlyMap<string, string>,
    environment: Readonly<Record<string, string | undefined>>,
    prompts: Prompts | undefined,
  ) {
    this.#given = given;
    this.#environment = environment;
    this.#prompts = prompts;
  }

  /** Whether somebody can be asked. */
  get prompts(): Prompts | undefined {
    return this.#prompts;
  }

  get hasWrong(): boolean {
    return this.#wrong.length > 0;
  }

  /** What a flag says, undefined where it is not given. */
  flag(name: string): string | undefined {
    return this.#given.get(name);
  }

  variable(name: string): string | undefined {
    return this.#environment[name] || undefined;
  }

  /** Where somebody is there, what is wrong in a flag or a variable ends it at once: no answer of theirs would help. */
  note(wrong: string): void {
    this.#wrong.push(wrong);
    if (this.#prompts) this.refuseWrong();
  }

  /** @returns an empty text where there is none, or none that could be used */
  async text(question: TextQuestion): Promise<string> {
    const { flag, message, wanted, current, optional = false, check } = question;
    const answerOf = (text: string) => (optional && text.trim() === none ? "" : text.trim());
    const whole: Check = async (text) => {
      if (answerOf(text) !== "") return await check(answerOf(text));
      return optional ? undefined : `is missing; ${wanted}`;
    };
    const given = this.#given.get(flag);
    if (given === undefined && this.#prompts) {
      const asked = optional ? `${message} (${none} for none):` : `${message}:`;
      const offered = current ?? question.offered ?? (optional ? none : undefined);
      return answerOf(await this.#prompts.text({ message: asked, current: offered, check: whole }));
    }
    const answer = answerOf(given ?? current ?? "");
    const reason = await whole(answer);
    if (reason !== undefined) this.note(`--${flag}: ${reason}`);
    return reason === undefined ? answer : "";
  }

  async secret({ variable, message, current, check }: SecretQuestion): Promise<Secret<string> | undefined> {
    const given = this.variable(variable);
    if (given === undefined && this.#prompts) {
      const keep = current === undefined ? "" : " (Enter keeps the one that is set)";
      const whole: Check = async (answer) => {
        if (answer !== "") return await check(answer);
        return current === undefined ? "is missing; paste it here" : undefined;
      };
      const answer = await this.#prompts.secret({ message: `${message}${keep}:`, check: whole });
      return answer === "" ? current : new Secret(answer);
    }
    const secret = given === undefined ? current : new Secret(given);
    const reason = secret === undefined ? "is missing; set it in the environment" : await check(secret.reveal());
    if (reason !== undefined) this.note(`${variable}: ${reason}`);
    return reason === undefined ? secret : undefined;
  }

  /** @throws {Mendable} naming all that is wrong or missing */
  refuseWrong(): void {
    if (this.#wrong.length > 0) throw new Mendable([...this.#wrong, "Nothing was written."].join("\n"));
  }
}
