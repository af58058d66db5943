import { keyLayouts } from "../../media/recording-key.ts";
import { isAccountSid } from "../../media/sid.ts";
import { isLoopback } from "./loopback.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable has to be: how it is read, undefined for what is wrong, and what to set it to instead. */
export interface Variable<T> {
  parse(text: string): T | undefined;
  wanted: string;
}

/** Settings, or every variable that is wrong, by name and remedy and never with its value. */
export type SettingsResult<S> = { settings: S } | { problems: string[] };

/** A variable by its name; `fallback` is what an absent one means, and without one it must be there. */
export type ReadVariable = <T>(name: string, variable: Variable<T>, fallback?: string) => T;

/** Reads all settings, and so finds all that is wrong with them, before it says which they are. */
export function settingsFrom<S>(environment: Environment, read: (variable: ReadVariable) => S): SettingsResult<S> {
  const problems: string[] = [];
  const settings = read(<T>(name: string, { parse, wanted }: Variable<T>, fallback?: string) => {
    const text = environment[name] ?? fallback;
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined) {
      problems.push(`${name}: ${text === undefined ? "is missing" : "is wrong"}; set it to ${wanted}`);
    }
    // Nobody sees this where there is a problem.
    return value as T;
  });
  return problems.length > 0 ? { problems } : { settings };
}

/** Text of a pattern. */
export const like = (pattern: RegExp, wanted: string): Variable<string> => ({
  parse: (text) => (pattern.test(text) ? text : undefined),
  wanted,
});

export const accountSid = {
  parse: (text: string) => (isAccountSid(text) ? text : undefined),
  wanted: "AC and 32 hexadecimal digits",
};

export const secretArn = like(
  /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/,
  "the ARN of a Secrets Manager secret",
);

export const bucketName = like(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket name");

export const keyPrefix = like(
  /^(?:(?!\.{1,2}\/)[A-Za-z0-9!_.*'()-]+\/)*$/,
  "nothing or a key prefix that ends with a slash",
);

export const keyLayout = {
  parse: (text: string) => keyLayouts.find((name) => name === text),
  wanted: keyLayouts.join(" or "),
};

export const flag = {
  parse: (text: string) => (text === "true" ? true : text === "false" ? false : undefined),
  wanted: "true or false",
};

export function wholeNumber(least: number, most: number): Variable<number> {
  return {
    parse(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
    wanted: `a whole number from ${least} to ${most}`,
  };
}

/** A service's URL without a slash at its end. Credentials may go there, so it is in the clear on the machine itself only. */
export const serviceUrl = {
  parse(text: string): string | undefined {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    if (url.username || url.password || url.search || url.hash) return undefined;
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
    return url.href.replace(/\/+$/, "");
  },
  wanted: "an https URL (http for a loopback host only)",
};

/** The empty text, which no variable of these is otherwise, for what is not set. */
export function optional<T>({ parse, wanted }: Variable<T>): Variable<T | null> {
  return { parse: (text) => (text === "" ? null : parse(text)), wanted: `nothing or ${wanted}` };
}
