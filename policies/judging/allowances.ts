import { awsTypes } from "./aws-types.ts";
import { isGiven } from "./known.ts";
import { statementsOf } from "./policy-document.ts";
import { fromJson, isObject } from "./read.ts";

/** Somebody who is let in by what a resource itself says. */
export interface Allowance {
  /** The property path, as in `policy.Statement[0]`. */
  path: string;
  /** And of who it is. */
  principalPath: string;
  /** `*`, or who by kind, as in `Service:lambda.amazonaws.com`. */
  principals: readonly string[];
  /** Whether it is about all but what it names. */
  inverted: boolean;
  /** Conditions as `[operator, key, values]`. */
  conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[];
}

const documents: Readonly<Record<string, string>> = {
  [awsTypes.bucketPolicy]: "policy",
  [awsTypes.key]: "policy",
  [awsTypes.keyPolicy]: "policy",
  [awsTypes.secret]: "policy",
  [awsTypes.secretPolicy]: "policy",
  [awsTypes.queue]: "policy",
  [awsTypes.queuePolicy]: "policy",
  [awsTypes.topic]: "policy",
  [awsTypes.topicPolicy]: "policy",
  [awsTypes.role]: "assumeRolePolicy",
};

/** Where AWS, or its provider, puts a policy of its own if none is given. */
const optional: readonly string[] = [awsTypes.key, awsTypes.secret, awsTypes.queue, awsTypes.topic];

/** The types that say themselves who is let in. */
export const allowingTypes: readonly string[] = [...Object.keys(documents), awsTypes.permission];

/**
 * Whom a resource of one of these types lets in.
 * @throws {TypeError} where its policy is none, which policies hold to be wrong
 */
export function allowancesOf(type: string, props: Readonly<Record<string, unknown>>): Allowance[] {
  if (type === awsTypes.permission) return permission(props);
  const property = documents[type] ?? "policy";
  if (optional.includes(type) && isNone(() => props[property])) return [];
  return statementsOf(props[property]).flatMap(({ effect, ...said }, index) => {
    const path = `${property}.Statement[${index}]`;
    return effect === "Allow" ? [{ path, principalPath: `${path}.Principal`, ...said }] : [];
  });
}

/** A secret's policy is taken away by an empty object. */
function isNone(read: () => unknown): boolean {
  if (!isGiven(read)) return true;
  const document = fromJson(read());
  return isObject(document) && Object.keys(document).length === 0;
}

/** Lambda's form of a statement: each part is a property. */
function permission(props: Readonly<Record<string, unknown>>): Allowance[] {
  const { principal, sourceArn, sourceAccount, functionUrlAuthType, invokedViaFunctionUrl } = props;
  if (typeof principal !== "string" || principal === "") throw new TypeError("It is no principal.");
  // Whoever calls a public URL may be anybody: that is what it is for.
  const isOfPublicUrl = (functionUrlAuthType ?? (invokedViaFunctionUrl === true ? "NONE" : "")) === "NONE";
  if (principal === "*" && isOfPublicUrl) return [];
  const condition = (operator: string, key: string, value: unknown) =>
    typeof value === "string" && value !== "" ? [[operator, key, [value]] as const] : [];
  const conditions = [
    ...condition("ArnLike", "aws:SourceArn", sourceArn),
    ...condition("StringEquals", "aws:SourceAccount", sourceAccount),
  ];
  const principals = [principalOf(principal)];
  return [{ path: "", principalPath: "principal", principals, inverted: false, conditions }];
}

function principalOf(principal: string): string {
  if (principal === "*") return principal;
  return /^(?:\d{12}$|arn:)/.test(principal) ? `AWS:${principal}` : `Service:${principal}`;
}
