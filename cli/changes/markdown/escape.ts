/** What is seen as nothing, and so keeps what stands around it from being read together. */
const nothing = "&#8203;";

/**
 * Text from elsewhere as text of a Markdown document, in one line: no mark-up, no link, no mention and no reference to an
 * issue or commit comes of it, and no table's cell ends in it.
 */
export function prose(text: string): string {
  const harmless = /(?<=\p{L})-(?=\p{L})|:(?= |$)|(?!^\s*\d+[.)])[\p{L}\p{M}\p{N} .,;()'"/%=…→←]/u;
  const line = singleLine(text);
  const parts = line.matchAll(new RegExp(`(${harmless.source})|.`, "gsu"));
  return [...parts]
    .map(([character, isHarmless]) => (isHarmless === undefined ? entity(character) : character))
    .join("")
    .replace(/&#(64|35);/g, `$&${nothing}`)
    .replace(/(www)\./gi, `$1${nothing}.`)
    .replace(/(GH)(?=&#45;\d)/gi, `$1${nothing}`)
    .replace(/(?<![\p{L}\p{N}#])[0-9a-f]{7,40}(?![\p{L}\p{N}])/gu, (digits) => digits[0] + nothing + digits.slice(1));
}

/** Text from elsewhere as code, in one line, wherever it stands. */
export function code(text: string): string {
  const line = singleLine(text);
  if (line === "") return "<code>&#34;&#34;</code>";
  const isPlain = /^[^\s`|\\&<](?:[^`|\\]*[^\s`|\\])?$/u.test(line);
  return isPlain ? `\`${line}\`` : `<code>${entities(line)}</code>`;
}

/** Every character that could mean anything, by its number, which no parser takes for mark-up. */
function entities(line: string): string {
  return line.replace(/[^\p{L}\p{M}\p{N} ]/gu, entity);
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** What would break a line, steer a terminal or turn the order of reading is made visible. */
function singleLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\n\r\u2028\u2029]/g, "⏎")
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, "\uFFFD");
}

/** Identifiers that are made up anew in each account, shortened: a comment may be public, and stays the same without them. */
export function abbreviated(text: string): string {
  return text
    .replace(/(?<![0-9A-Za-z])([A-Z]{2})[0-9a-f]{32}(?![0-9A-Za-z])/g, "$1…")
    .replace(/(https:\/\/)[a-z0-9]{20,40}(\.lambda-url\.)/g, "$1…$2")
    .replace(/(127\.0\.0\.1|localhost):\d{2,5}/g, "$1:…")
    .replace(/(?<=[0-9a-z])-[0-9a-f]{7}(?![0-9A-Za-z-])/g, "-…")
    .replace(/(?<=arn:aws[\w-]*:[\w-]*:[\w-]*:)\d{12}(?=:)/g, "…")
    .replace(/(?<=:key\/)[0-9a-f-]{36}/g, "…");
}
