import { credentialIn, snakeCase } from "./judging/credentials.ts";
import { fromJson, isObject } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import type { Violation } from "./judging/violation.ts";

/** SIDs that belong to one account, which no flow can take to another. */
const sids: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an account SID", /(?<![0-9a-z])AC[0-9a-f]{32}(?![0-9a-z])/i],
  ["an API key's SID", /(?<![0-9a-z])SK[0-9a-f]{32}(?![0-9a-z])/i],
];

/** Names of properties and parameters whose values are credentials, whatever they look like. */
const named =
  /(?:^|[^a-z])(?:auth[_-]?token|api[_-]?(?:key|secret)|access[_-]?key|secret|password|passwd|authorization|credentials?)(?:$|[^a-z])/i;

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
  const found = sids.find(([, pattern]) => pattern.test(text))?.[0] ?? credentialIn(text);
  if (found !== undefined) yield violation(path, found);
}

/** Liquid says where a value comes from, not what it is. */
function isLiteral(value: unknown): boolean {
  return typeof value === "string" && value !== "" && !/^\s*\{\{[^{}]*\}\}\s*$/.test(value);
}

function violation(path: string, what: string): Violation {
  const but = "flows are read by everybody who may open Studio, and go from account to account";
  const remedy = "take it out: use {{…}} of the call, or a function that holds the credential";
  return { path, is: `text with ${what}`, but, remedy };
}
