import { fromJson, isObject } from "./read.ts";

/** A statement of an IAM policy, with single values as lists. Missing parts are empty lists. */
export interface Statement {
  effect: "Allow" | "Deny";
  /** `*`, or who by kind, as in `Service:lambda.amazonaws.com`. */
  principals: string[];
  actions: string[];
  resources: string[];
  /** Conditions as `[operator, key, values]`. */
  conditions: [operator: string, key: string, values: string[]][];
  /** Whether it is about all but what it names: NotAction, NotResource or NotPrincipal. */
  inverted: boolean;
}

/**
 * Reads a policy's text, strictly: what can't be read can't be judged.
 *
 * @throws {TypeError} for what is no policy
 */
export function statementsOf(policy: unknown): Statement[] {
  const document = fromJson(policy);
  if (!isObject(document) || document.Statement === undefined) throw new TypeError("It is no policy.");
  return [document.Statement].flat().map(statementOf);
}

const parts = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
]);

function statementOf(given: unknown): Statement {
  if (!isObject(given) || Object.keys(given).some((part) => !parts.has(part)))
    throw new TypeError("It is no statement.");
  const { Effect: effect } = given;
  if (effect !== "Allow" && effect !== "Deny") throw new TypeError("It neither allows nor denies.");
  return {
    effect,
    principals: principalsOf(given.Principal),
    actions: textsOf(given.Action),
    resources: textsOf(given.Resource),
    conditions: conditionsOf(given.Condition),
    inverted: ["NotAction", "NotResource", "NotPrincipal"].some((part) => given[part] !== undefined),
  };
}

function principalsOf(given: unknown): string[] {
  if (given === undefined) return [];
  if (given === "*") return ["*"];
  if (!isObject(given)) throw new TypeError("It is no principal.");
  return Object.entries(given).flatMap(([kind, names]) =>
    textsOf(names).map((name) => (kind === "AWS" && name === "*" ? "*" : `${kind}:${name}`)),
  );
}

function conditionsOf(given: unknown): Statement["conditions"] {
  if (given === undefined) return [];
  if (!isObject(given)) throw new TypeError("They are no conditions.");
  return Object.entries(given).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new TypeError("It is no condition.");
    return Object.entries(keys).map(([key, values]): [string, string, string[]] => [operator, key, textsOf(values)]);
  });
}

function textsOf(given: unknown): string[] {
  if (given === undefined) return [];
  return [given].flat().map((value) => {
    if (typeof value === "string") return value;
    if (typeof value === "boolean" || typeof value === "number") return String(value);
    throw new TypeError("It is no text.");
  });
}

/** A request to S3, as far as it matters: who sends it, and all else about it, is anything. */
export interface Request {
  action: string;
  /** What comes after `arn:aws:s3:::`. */
  resource: string;
  /** What conditions may ask about, by its key; `undefined` is known not to be sent. */
  context: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether a statement denies a request, whoever it comes from. A condition of a kind that isn't known here never holds,
 * nor does one about what `context` doesn't say: some request meets it, and another doesn't.
 */
export function denies(statement: Statement, { action, resource, context }: Request): boolean {
  const { effect, principals, actions, resources, conditions, inverted } = statement;
  if (effect !== "Deny" || inverted || !principals.includes("*")) return false;
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern.replace(/^arn:[^:]*:s3:::/, ""), resource)) &&
    conditions.every(([operator, key, values]) => {
      const asked = Object.keys(context).find((name) => isSameKey(name, key));
      return asked !== undefined && holds(operator, context[asked], values);
    })
  );
}

/** Keys of conditions are the same in capitals and small letters. */
export function isSameKey(key: string, other: string): boolean {
  return key.toLowerCase() === other.toLowerCase();
}

/** A negated operator holds for what was not sent. */
function holds(operator: string, sent: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case "Null":
      return values.some((value) => value === String(sent === undefined));
    case "Bool":
      return sent !== undefined && values.some((value) => value.toLowerCase() === sent);
    case "BoolIfExists":
      return sent === undefined || values.some((value) => value.toLowerCase() === sent);
    case "StringEquals":
    case "ArnEquals":
      return sent !== undefined && values.includes(sent);
    case "StringNotEquals":
    case "ArnNotEquals":
      return sent === undefined || !values.includes(sent);
    case "StringNotEqualsIfExists":
      return sent === undefined || !values.includes(sent);
    default:
      return false;
  }
}

/** Whether a pattern with `*` and `?` covers a text. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
