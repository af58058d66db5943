/** The two capital letters with which Twilio's SIDs begin, as in `RE`. */
type Capital = "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M" | "N" | "O" | "P";
type LaterCapital = "Q" | "R" | "S" | "T" | "U" | "V" | "W" | "X" | "Y" | "Z";
export type SidPrefix = `${Capital | LaterCapital}${Capital | LaterCapital}`;

/**
 * What Liquid renders to.
 * - `text`: any text. It is escaped for JSON.
 * - `url`: an absolute URL.
 * - `time`: a time as text, RFC 2822 or ISO 8601, such as `{{widgets.CallRecording.StartTime}}`.
 * - `milliseconds`, `seconds`: a time as a number since 1970. It stands unquoted in JSON.
 * - `number`: any number. It stands unquoted in JSON.
 * - `sid:RE`: a SID with that prefix.
 */
export type Renders = "text" | "url" | "time" | "milliseconds" | "seconds" | "number" | `sid:${SidPrefix}`;

/** Text that Liquid renders later, with what comes out of it. It may stand wherever a plain value may. */
export interface Liquid<R extends Renders = Renders> {
  readonly liquid: string;
  readonly renders: R;
  /** The longest plausible rendering, in characters. */
  readonly longest: number;
}

/** The longest plausible rendering of one `{{…}}`, in characters. */
const longestOutput = {
  text: 64,
  url: 256,
  // As in `Thu, 14 May 2015 19:31:44 +0000`.
  time: 31,
  // Enough until the year 2286.
  milliseconds: 13,
  seconds: 10,
  number: 20,
};

/** The length of every SID. */
const sidLength = 34;

function longestOf(renders: Renders): number {
  return renders in longestOutput ? longestOutput[renders as keyof typeof longestOutput] : sidLength;
}

/** Renderings that have one form, whatever stands around their `{{…}}`. */
function isWhole(renders: Renders): boolean {
  return renders !== "text" && renders !== "url";
}

/**
 * A value that Liquid renders, as in `liquid("{{widgets.CallRecording.Sid}}", "sid:RE")`.
 * `longest` says the longest plausible rendering in characters where it is known better than from the type:
 * by default text and URLs count what stands around `{{…}}`, and 64 characters (256 for a URL) for each `{{…}}`.
 */
export function liquid<R extends Renders>(text: string, renders: R, longest?: number): Liquid<R> {
  const outputs = text.match(/\{\{.*?\}\}/gs)?.length ?? 0;
  const around = text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, "").length;
  const estimate = isWhole(renders) ? longestOf(renders) : around + outputs * (around === 0 ? longestOf(renders) : 64);
  return { liquid: text, renders, longest: longest ?? estimate };
}

/**
 * One value out of several, as in `joined("url", "https://example.com/?recording=", recordingSid)`.
 * Its longest rendering is the sum of its parts'.
 */
export function joined<R extends Renders>(renders: R, ...parts: readonly (string | Liquid)[]): Liquid<R> {
  const text = parts.map((part) => (isLiquid(part) ? part.liquid : part)).join("");
  const longest = parts.reduce((sum, part) => sum + (isLiquid(part) ? part.longest : part.length), 0);
  return { liquid: text, renders, longest };
}

/** Whether a value is Liquid with its type. */
export function isLiquid(value: unknown): value is Liquid {
  return (
    typeof value === "object" &&
    value !== null &&
    "liquid" in value &&
    typeof value.liquid === "string" &&
    "renders" in value &&
    typeof value.renders === "string" &&
    "longest" in value &&
    typeof value.longest === "number"
  );
}
