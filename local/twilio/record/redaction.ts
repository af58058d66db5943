const redacted = "(left out)";

const secretName = /^(.*[_-])?(token|jwe|secret|password|credentials?|authorization)$/i;
const secretHeader = /authorization|cookie|token|secret|signature|jwe|credential|api-?key/i;

// A JWT or JWE in compact form, wherever it stands.
const compactToken = /\beyJ[\w-]{8,}(\.[\w-]*){2,4}/g;
const urlCredentials = /(\w+:\/\/)[^\s/:@"]+:[^\s/@"]+@/g;

/** Takes credentials out of what is recorded; `secrets` are strings that must not appear anywhere. */
export interface Redaction {
  text(value: string): string;
  headers(headers: Iterable<[string, string]>): [string, string][];
  query(query: URLSearchParams): [string, string][];
  /** The text with credentials left out; undefined where it can't be told what is in it. */
  body(text: string, mediaType: string): string | undefined;
}

export function createRedaction(secrets: () => readonly string[]): Redaction {
  const text = (value: string) => {
    const patterned = value.replace(compactToken, redacted).replace(urlCredentials, `$1${redacted}@`);
    return secrets().reduce((kept, secret) => kept.replaceAll(secret, redacted), patterned);
  };
  const pair = ([name, value]: [string, string]): [string, string] => [
    name,
    isSecretName(name) ? redacted : text(value),
  ];
  const values = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(values);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isSecretName(name) ? redacted : values(inner)]),
    );
  };
  return {
    text,
    headers: (headers) => [...headers].filter(([name]) => !secretHeader.test(name)).map(pair),
    query: (query) => [...query].map(pair),
    body(content, mediaType) {
      if (content === "") return "";
      if (mediaType === "application/x-www-form-urlencoded") {
        return new URLSearchParams([...new URLSearchParams(content)].map(pair)).toString();
      }
      if (mediaType === "application/json") return jsonText(content, values);
      if (mediaType === "application/xml") return text(content);
      return undefined;
    },
  };
}

/** `AuthToken` and `auth_token` alike. Twilio's page tokens are no credentials. */
function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2");
  return secretName.test(words) && !/^page_token$/i.test(words);
}

function jsonText(content: string, redactValues: (value: unknown) => unknown): string | undefined {
  try {
    return JSON.stringify(redactValues(JSON.parse(content)));
  } catch {
    return undefined;
  }
}
