import { fromJson, isObject } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import type { Violation } from "./judging/violation.ts";

/** What a text may hold that has no place in a flow, by how it looks. */
const kinds: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an account SID", /(?<![0-9a-z])AC[0-9a-f]{32}(?![0-9a-z])/i],
  ["an API key's SID", /(?<![0-9a-z])SK[0-9a-f]{32}(?![0-9a-z])/i],
  ["what looks like an auth token", /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/i],
  ["an AWS access key", /(?<![0-9A-Z])(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])/],
  ["a signed URL", /[?&](?:X-Amz-Signature|X-Amz-Credential|Signature)=[^&\s{]/i],
  ["a URL with a password", /\/\/[^/\s:@{}]*:[^/\s@{}]+@/],
  ["a token", /(?<![0-9A-Za-z_-])eyJ[\w-]{10,}\.[\w-]*\.?[\w-]*/],
  ["an Authorization header", /\b(?:Basic|Bearer) +[A-Za-z0-9+/_=.-]{8,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];

/** Names of properties and parameters whose values are credentials, whatever they look like. */
const named =
  /(?:^|[^a-z])(?:auth_?token|api_?(?:key|secret)|access_?key|secret|password|passwd|authorization|credentials?)(?:$|[^a-z])/i;
const inQuery = /[?&](?:[a-z_-]*(?:token|secret|password|api_?key|access_?key))=[^&\s{]/i;

/** A flow is read by everybody who may open Studio, and is copied from account to account. */
export const flowWithoutCredentials = resourcePolicy({
  name: "flow-without-credentials",
  description: "Flows hold no account SIDs and no credentials.",
  types: [twilioTypes.flow],
  *judge({ props }) {
    const definition = fromJson(props.definition);
    if (!isObject(definition)) throw new TypeError("It is no definition.");
    yield* within("definition", definition);
    yield* within("friendlyName", props.friendlyName);
    yield* within("commitMessage", props.commitMessage);
  },
});

function* within(path: string, value: unknown): Generator<Violation> {
  if (typeof value === "string") yield* inText(path, value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* within(`${path}[${index}]`, item);
  }
  if (!isObject(value)) return;
  // Widgets give headers and parameters as pairs of a key and a value.
  if (typeof value.key === "string" && named.test(value.key) && isLiteral(value.value)) {
    yield violation(`${path}.value`, "a credential, by its key");
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (named.test(snakeCase(name)) && isLiteral(member))
      yield violation(`${path}.${name}`, "a credential, by its name");
    else yield* within(`${path}.${name}`, member);
  }
}

function* inText(path: string, text: string): Generator<Violation> {
  const found = kinds.find(([, pattern]) => pattern.test(text));
  if (found !== undefined) yield violation(path, found[0]);
  else if (inQuery.test(text)) yield violation(path, "a URL with a credential in its query");
}

/** Liquid says where a value comes from, not what it is. */
function isLiteral(value: unknown): boolean {
  return typeof value === "string" && value !== "" && !/^\s*\{\{[^{}]*\}\}\s*$/.test(value);
}

function snakeCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2");
}

function violation(path: string, what: string): Violation {
  const but = "flows are read by everybody who may open Studio, and go from account to account";
  const remedy = "take it out: use {{…}} of the call, or a function that holds the credential";
  return { path, is: `text with ${what}`, but, remedy };
}
