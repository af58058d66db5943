import { isLiquid, type Liquid, liquidPieces, rendersNumber } from "./liquid.ts";
import { type Attributes, type AttributeValue, isObject } from "./wire.ts";

/**
 * The text of Send to Flex's `attributes`: JSON once Studio has rendered it, whatever the variables hold and also where
 * they are empty. Numbers from Liquid stand unquoted, or are null where there is none; text from Liquid is escaped;
 * Liquid in plain text is not rendered.
 */
export function mediaTemplate(attributes: Attributes): string {
  return written(attributes, templateOf);
}

/** The characters that the attributes have once they are rendered, with the longest plausible values. */
export function longestRendering(attributes: Attributes): number {
  return written(attributes, ({ renders, longest }) => "0".repeat(longest + (rendersNumber(renders) ? 0 : 2))).length;
}

function written(value: AttributeValue | undefined, ofLiquid: (value: Liquid) => string): string {
  if (isLiquid(value)) return ofLiquid(value);
  if (Array.isArray(value)) return `[${value.map((item) => written(item, ofLiquid)).join(",")}]`;
  if (!isObject(value)) return typeof value === "string" ? quoted(value) : (JSON.stringify(value) ?? "null");
  const members = Object.entries(value as Attributes)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${quoted(name)}:${written(member, ofLiquid)}`);
  return `{${members.join(",")}}`;
}

/** Text in JSON. An opening brace that Liquid would take for its own is written by its number. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/\{(?=[{%])/g, "\\u007b");
}

function templateOf(value: Liquid): string {
  const { liquid, renders, plain } = value;
  const expression = onlyOutput(liquid);
  if (renders === "number") {
    return `${captured("n", liquid)}{% if n == '' %}null{% else %}{{ n | plus: 0 }}{% endif %}`;
  }
  if (rendersNumber(renders)) {
    const number =
      expression === undefined
        ? `${captured("n", liquid)}{% assign n = n | plus: 0 %}`
        : `{% assign n = ${expression} | plus: 0 %}`;
    // Liquid's arithmetic makes 0 of nothing, and of what is no number.
    return `${number}{% if n > 0 %}{{ n }}{% else %}null{% endif %}`;
  }
  if (plain) return `"${escapedAround(liquid)}"`;
  return expression === undefined ? `${captured("t", liquid)}{{ t | to_json }}` : `{{ ${expression} | to_json }}`;
}

/** What stands in `{{…}}`, where a text is one output and nothing else. */
function onlyOutput(text: string): string | undefined {
  const [before, output, after] = liquidPieces(text);
  if (before !== "" || after !== "" || liquidPieces(text).length !== 3 || !output?.startsWith("{{")) return undefined;
  // Signs that trim white space have no place in front of a filter.
  return output.slice(2, -2).replace(/^-|-$/g, "").trim();
}

function captured(name: string, text: string): string {
  return `{% capture ${name} %}${text}{% endcapture %}`;
}

/** Escapes for JSON what stands around outputs and tags, and leaves those as they are. */
function escapedAround(text: string): string {
  return liquidPieces(text)
    .map((piece, index) => (index % 2 === 0 ? JSON.stringify(piece).slice(1, -1) : piece))
    .join("");
}
