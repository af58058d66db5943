import { Mendable } from "../../local/engine/mendable.ts";
import { type DayRange, isDay } from "../archive/days.ts";

/** Options as they were given: text, or true for a flag. */
export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** Reads options and finds all that is wrong with them before it says which they are. */
export class Options {
  readonly #given: Given;
  readonly #wrong: string[] = [];

  constructor(given: Given) {
    this.#given = given;
  }

  text(name: string, wanted: string): string {
    const value = this.#given[name];
    if (typeof value === "string" && value.trim() !== "") return value;
    this.#wrong.push(`${flagOf(name)}: is missing; ${wanted}`);
    return "";
  }

  optionalText(name: string): string | undefined {
    const value = this.#given[name];
    if (value === "") this.#wrong.push(`${flagOf(name)}: is empty; leave it out, or give it a value`);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#given[name] === true;
  }

  wholeNumber(name: string, least: number, most: number, absent: number): number {
    const value = this.#given[name];
    if (value === undefined) return absent;
    const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.#wrong.push(`${flagOf(name)}: is no whole number from ${least} to ${most}; give one`);
    return absent;
  }

  /** @param today no recording is of a day after it */
  days(today: string): DayRange {
    const [from, to] = [this.#day("from"), this.#day("to")];
    if (from && to && from > to) this.#wrong.push("--to: is before --from; give the last day of the range");
    if (from && from > today) this.#wrong.push("--from: is in the future; give a day that has been");
    return { from, to };
  }

  #day(name: string): string {
    const text = this.text(name, "give a day in UTC, as in 2026-01-31");
    if (text === "" || isDay(text)) return text;
    this.#wrong.push(`${flagOf(name)}: is no day; give it in UTC, as in 2026-01-31`);
    return "";
  }

  /** @throws Mendable naming all that is wrong */
  check(): void {
    if (this.#wrong.length > 0) throw new Mendable(this.#wrong.join("\n"));
  }
}

/** `timeLimit` → `--time-limit` */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export const stackWanted = "name the stack whose archive it is";
