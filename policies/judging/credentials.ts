/** Credentials by how they look. */
const kinds: readonly (readonly [what: string, looks: (text: string) => boolean])[] = [
  // A key of KMS for several Regions has an id of the same form behind `mrk-`.
  ["what looks like an auth token", matches(/(?<![0-9a-z]|\bmrk-)[0-9a-f]{32}(?![0-9a-z])/i)],
  ["an AWS access key", matches(/(?<![0-9A-Z])(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])/)],
  ["a signed URL", matches(/[?&](?:X-Amz-Signature|X-Amz-Credential|Signature)=[^&\s{]/i)],
  ["a URL with a password", matches(/\/\/[^/\s:@{}]*:[^/\s@{}]+@/)],
  ["a token", matches(/(?<![0-9A-Za-z_-])eyJ[\w-]{10,}\.[\w-]*\.?[\w-]*/)],
  ["an Authorization header", holdsBasic],
  ["an Authorization header", matches(/\bBearer +(?=[\w+/=.~-]*\d)[\w+/=.~-]{20,}/i)],
  ["a private key", matches(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)],
  ["a credential in a URL's query", holdsInQuery],
  ["a credential in JSON", holdsInJson],
];

/** What credential a text holds, as far as one can be told by its looks. */
export function credentialIn(text: string): string | undefined {
  return kinds.find(([, looks]) => looks(text))?.[0];
}

function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

/** Words that follow one another are no header: it has a user and a password in base64. */
function holdsBasic(text: string): boolean {
  return [...text.matchAll(/\bBasic +([\w+/-]{4,}={0,2})/gi)].some(([, encoded = ""]) =>
    /^\P{C}*:\P{C}*$/u.test(Buffer.from(encoded, "base64").toString("utf8").replaceAll("\ufffd", "\0")),
  );
}

const liquid = /\{\{[^{}]*\}\}|\{%[^{}]*%\}/g;
const inQuery = new RegExp(`(?:^|[?&])([\\w.-]+)=((?:${liquid.source}|[^&\\s{])+)`, "g");
/** Liquid is taken whole, as it may hold quotes of its own. */
const inJson = new RegExp(`"([^"\\\\]+)"\\s*:\\s*"((?:${liquid.source}|(?!${liquid.source})[^"\\\\]|\\\\.)+)"`, "g");

function holdsInQuery(text: string): boolean {
  return [...text.matchAll(inQuery)].some(([, name = "", value = ""]) => isCredential(name, value));
}

/** JSON in which Liquid stands without quotes can't be read as such. */
function holdsInJson(text: string): boolean {
  return [...text.matchAll(inJson)].some(([, name = "", value = ""]) => isCredential(name, value));
}

const named =
  /(?:^|_)(?:(?:auth|access|refresh|session|bearer|api)?_?token|(?:api|app|client)?_?secret|secret_?(?:key|string|binary)|access_?key|api_?key|private_?key|(?:user|admin|login|db|database|smtp|mail|ftp|sip|trunk|carrier)_?pass|^pass|password|passwd|passphrase|authorization|credentials?)(?:_?\d+)?$/;

/**
 * Whether a property, variable, header or parameter holds a credential, by its name, which ends with one. Names of what leads
 * to one, as in `SECRET_ARN`, or is said of one, as in `password_reset`, don't count, nor do other passes, as in
 * `boarding_pass`.
 */
export function namesCredential(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_");
  return named.test(words.toLowerCase());
}

/** Whether a text is a credential, by the name that it stands under. */
export function isCredential(name: string, text: string): boolean {
  return text !== "" && namesCredential(name) && !isPublic(text) && !isLiquid(text);
}

/** SIDs name what a credential opens, and open nothing themselves: an API key has a secret besides. */
function isPublic(text: string): boolean {
  return /^[A-Z]{2}[0-9a-f]{32}$/.test(text);
}

/** Liquid says where a value comes from, not what it is, unless a value is written into it. */
function isLiquid(text: string): boolean {
  const found = text.match(liquid) ?? [];
  const beside = text.replace(liquid, " ").replace(/^\s*(?:Bearer|Basic)\s/i, "");
  return found.length > 0 && ![beside, ...found.flatMap(written)].some((part) => /[\p{L}\p{N}]/u.test(part));
}

/** What stands in quotes in a piece of Liquid, but for what a condition compares with and names in brackets. */
function written(piece: string): string[] {
  if (/^\{%-?\s*(?:if|elsif|unless|case|when)\b/.test(piece)) return [];
  return piece.replace(/\[\s*(?:"[^"]*"|'[^']*')\s*\]/g, "").match(/"[^"]*"|'[^']*'/g) ?? [];
}
