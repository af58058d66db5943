/** How the engine marks what JSON has no form for. */
const signature = "4dabf18193072939515e22adb298388d";
const kinds = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

/** What the engine writes for values that only the operation itself will make known, one for each kind of value. */
const unknowns: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export type PlainObject = Readonly<Record<string, unknown>>;

/** An object that is a structure, not the engine's mark for something else. */
export function isStructure(value: unknown): value is PlainObject {
  return isObject(value) && !(signature in value);
}

export function isSecret(value: unknown): boolean {
  return isObject(value) && value[signature] === kinds.secret;
}

/** Whether it is a secret or holds one. */
export function hasSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecret);
  return isSecret(value) || (isObject(value) && Object.values(value).some(hasSecret));
}

export function isUnknown(value: unknown): boolean {
  return unknowns.has(value);
}

/**
 * The value as text: JSON where it is a structure. What is secret or not known yet is named so.
 * @param name what it is called; it counts as a secret where that says so
 */
export function textOf(value: unknown, name = ""): string {
  const shown = named(name, value);
  if (typeof shown === "string") return withoutCredentials(shown);
  const isPlainList = Array.isArray(shown) && shown.every((item) => typeof item === "string" && /^[^,\s]+$/.test(item));
  return withoutCredentials(isPlainList ? shown.join(", ") : (JSON.stringify(shown) ?? ""));
}

function showable(value: unknown): unknown {
  if (isUnknown(value)) return "[unknown]";
  if (Array.isArray(value)) return value.map(showable);
  if (!isObject(value)) return value;
  switch (value[signature]) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, named(key, child)]));
    case kinds.secret:
      return "[secret]";
    case kinds.asset:
    case kinds.archive:
      return `contents ${String(value.hash ?? "").slice(0, 8)}`;
    default:
      return "[reference]";
  }
}

/** A text by the name of a credential is one, whatever it looks like; the name of an ARN or of an address is none. */
function named(name: string, value: unknown): unknown {
  const isText = typeof value === "string" && value !== "" && !isUnknown(value);
  return isText && credential.test(name) && !value.startsWith("arn:") ? "[secret]" : showable(value);
}

const credential =
  /(secret|token|passw(or)?d|passphrase|credentials?|authorization|(api|access|auth|private|signing|account|encryption)[_-]?key|secret_?string)$/i;

/**
 * Takes out what nobody should read in a report, however it got into a plain value: user and query of URLs, but for what
 * is filled in when the flow runs, where recordings lie, what follows `Basic` and `Bearer`, 32 hexadecimal digits that are
 * no SID, and what is as mixed as made-up keys are.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/(https?:\/\/)[^\s/?#"'@]+@/g, "$1…@")
    .replace(/(https?:\/\/[^\s?#"']*)\?([^\s#"']*)/g, (_, url: string, query: string) => `${url}?${maskedQuery(query)}`)
    .replace(/(\/Recordings\/)RE[0-9a-f]{32}(?![0-9A-Za-z])[^\s"'?#]*/g, "$1…")
    .replace(/("[\w-]*(?:secret|token|passw(?:or)?d|api_?key)\\?"\s*:\s*\\?")(?!\[|arn:|\{\{)[^"\\]+/gi, "$1…")
    .replace(/\b(Basic|Bearer)\s+[\w+/=.~-]{8,}/g, "$1 …")
    .replace(/(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/g, "…")
    .replace(/(?<![\w/+=.:-])[A-Za-z0-9/+]{40}(?![\w/+=.:-])/g, unlessPlain)
    .replace(/(?<!\w)\w{24,}(?!\w)/g, unlessPlain);
}

/** Small and capital letters and digits in one are no word, name or SID. */
function unlessPlain(text: string): string {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
  return isMixed && !/(^|[^0-9A-Za-z])[A-Z]{2}[0-9a-f]{32}($|[^0-9A-Za-z])/.test(text) ? "…" : text;
}

function maskedQuery(query: string): string {
  return query
    .split("&")
    .map((pair) => pair.replace(/^([^={]*=)(?!\{\{[^{}]*\}\}\\?$).+$/, "$1…").replace(/^[^={]+$/, "…"))
    .join("&");
}

function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
