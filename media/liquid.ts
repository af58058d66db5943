type EarlyCapital = "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M";
type Capital = EarlyCapital | "N" | "O" | "P" | "Q" | "R" | "S" | "T" | "U" | "V" | "W" | "X" | "Y" | "Z";

/** The two capital letters with which Twilio's SIDs begin, as in `RE`. */
export type SidPrefix = `${Capital}${Capital}`;

/**
 * What Liquid renders to.
 * - `text`: any text.
 * - `url`: an absolute URL.
 * - `time`: a time as text, RFC 2822 or ISO 8601, such as `{{widgets.CallRecording.StartTime}}`.
 * - `milliseconds`, `seconds`: a time as a number since 1970.
 * - `number`: any number.
 * - `sid:RE`: a SID with that prefix.
 */
export type Renders = "text" | "url" | "time" | "milliseconds" | "seconds" | "number" | `sid:${SidPrefix}`;

// JSON has no symbols, so nothing that was parsed can be taken for Liquid. Copies of this package know each other's.
const renders = Symbol.for("@flex-media/media liquid");

/** Text that Liquid renders later, with what comes out of it. It may stand wherever a plain value may. */
export interface Liquid<R extends Renders = Renders> {
  readonly [renders]: true;
  readonly liquid: string;
  readonly renders: R;
  /** The longest plausible rendering, in characters. */
  readonly longest: number;
  /** Whether all that it renders stands in JSON as it is, without escapes. */
  readonly plain: boolean;
}

/** The longest plausible rendering by type, in characters. */
const longestByType = {
  text: 64,
  url: 256,
  // As in `Thu, 14 May 2015 19:31:44 +0000`.
  time: 31,
  // Enough until the year 2286.
  milliseconds: 13,
  seconds: 10,
  number: 20,
};

const sidLength = 34;

function longestOf(type: Renders): number {
  return Object.hasOwn(longestByType, type) ? longestByType[type as keyof typeof longestByType] : sidLength;
}

/** Numbers stand unquoted in JSON. */
export function rendersNumber(type: Renders): boolean {
  return type === "milliseconds" || type === "seconds" || type === "number";
}

/** Text and URLs may hold anything around and between their outputs, and anything that JSON escapes. */
function isFree(type: Renders): boolean {
  return type === "text" || type === "url";
}

const outputs = /\{\{.*?\}\}/gs;
const markup = /(\{\{.*?\}\}|\{%.*?%\})/gs;

/** Outputs and tags at odd places, the text between them at even ones. */
export function liquidPieces(text: string): string[] {
  return text.split(markup);
}

/** Whether Liquid would render a text to something else. */
export function hasLiquid(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/**
 * A value that Liquid renders, as in `liquid("{{widgets.CallRecording.Sid}}", "sid:RE")`.
 * `longest` is the longest plausible rendering in characters, where it is known better than by the type: left out,
 * it is the type's, or, where text stands around outputs, that text and 64 characters for each output.
 */
export function liquid<R extends Renders>(text: string, type: R, longest = estimate(text, type)): Liquid<R> {
  return { [renders]: true, liquid: text, renders: type, longest, plain: !isFree(type) };
}

function estimate(text: string, type: Renders): number {
  const around = text.replace(markup, "").length;
  const count = text.match(outputs)?.length ?? 0;
  if (!isFree(type) || (around === 0 && count === 1)) return longestOf(type);
  return around + count * longestByType.text;
}

/**
 * One value out of several, as in `joined("url", "https://example.com/?recording=", recordingSid)`. Its longest
 * rendering is the sum of its parts'.
 */
export function joined<R extends Renders>(type: R, ...parts: readonly (string | Liquid)[]): Liquid<R> {
  const all = parts.map((part) => (isLiquid(part) ? part : liquid(part, "text")));
  return {
    [renders]: true,
    liquid: all.map(({ liquid }) => liquid).join(""),
    renders: type,
    longest: all.reduce((sum, { longest }) => sum + longest, 0),
    plain: parts.every((part) => (isLiquid(part) ? part.plain : !hasLiquid(part))),
  };
}

/** Whether a value is Liquid with its type. */
export function isLiquid(value: unknown): value is Liquid {
  return typeof value === "object" && value !== null && Object.hasOwn(value, renders);
}
