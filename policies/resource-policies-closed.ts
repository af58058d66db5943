import { type Allowance, allowancesOf, allowingTypes } from "./judging/allowances.ts";
import { awsTypes } from "./judging/aws-types.ts";
import type { Judged } from "./judging/judged.ts";
import { known } from "./judging/known.ts";
import { items } from "./judging/origins.ts";
import { isSameKey } from "./judging/policy-document.ts";
import { fromJson } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** What a resource says of who may use it is past every role: whoever it lets in needs no other permission of the account's. */
export const resourcePoliciesClosed = resourcePolicy<{ accounts: readonly string[] }>({
  name: "resource-policies-closed",
  description:
    "Buckets, keys, secrets, queues, topics, functions and roles let in whom they name, of accounts that are known.",
  types: allowingTypes,
  config: {
    properties: { accounts: { type: "array", items: { type: "string", pattern: "^\\d{12}$" }, default: [] } },
  },
  *judge({ type, props, provider }, { accounts = [] }) {
    const isOwn = (name: string) => [...accounts, ...ownAccounts(provider)].includes(accountOf(name));
    for (const allowance of allowancesOf(type, props)) {
      yield* unnamed(allowance);
      yield* strangers(allowance, isOwn);
      if (calledByServices.includes(type)) yield* strangersThroughServices(type, allowance, isOwn);
    }
  },
});

type IsOwn = (name: string) => boolean;

/** Which accounts the stack may be in, as far as that is said: a preview doesn't ask which one it is. */
function ownAccounts(provider: Judged["provider"]): unknown[] {
  return items(fromJson(known(() => provider?.props.allowedAccountIds))) ?? [];
}

/** The account of an ARN, or the account itself. */
function accountOf(name: string): string {
  return name.startsWith("arn:") ? (name.split(":")[4] ?? "") : name;
}

const isPattern = (text: string) => /[*?]/.test(text);

function* unnamed({ path, principalPath, principals, inverted }: Allowance): Generator<Violation> {
  const but = "who is let in is named";
  const remedy = "name who is let in, or leave it to the roles' own policies";
  if (inverted) yield { path, is: "about all but what it names", but, remedy };
  else if (principals.length === 0) yield { path: principalPath, is: "not set", but, remedy };
  const patterns = principals.filter(isPattern);
  if (patterns.length === 0) return;
  yield { path: principalPath, is: patterns.includes("*") ? "everybody" : patterns.join(", "), but, remedy };
}

const remedy =
  "take it out; or add the account to aws:allowedAccountIds where it is the stack's own, else to accounts of this policy's environment";

function* strangers({ principalPath, principals }: Allowance, isOwn: IsOwn): Generator<Violation> {
  for (const principal of principals) {
    if (isPattern(principal) || principal.startsWith("Service:")) continue;
    const name = principal.slice(principal.indexOf(":") + 1);
    if (isOwn(name)) continue;
    yield { path: principalPath, is: shown(name), but: "who is let in is of an account that is known", remedy };
  }
}

/** Types that services of AWS reach on behalf of whichever account asks them to, unless it is said for which. */
const calledByServices: readonly string[] = [
  ...[awsTypes.bucketPolicy, awsTypes.queue, awsTypes.queuePolicy, awsTypes.topic, awsTypes.topicPolicy],
  awsTypes.permission,
];
const sourceKeys = ["aws:SourceArn", "aws:SourceAccount"];
const naming: readonly string[] = ["StringEquals", "ArnEquals", "ArnLike", "StringLike"];

function* strangersThroughServices(
  type: string,
  { path, principals, conditions }: Allowance,
  isOwn: IsOwn,
): Generator<Violation> {
  if (!principals.some((principal) => principal.startsWith("Service:"))) return;
  const sources = conditions.flatMap(([operator, key, values]) =>
    naming.includes(operator) && sourceKeys.some((one) => isSameKey(one, key)) ? [values] : [],
  );
  // Each condition narrows down what the others leave, so one that names no stranger is enough.
  const isNamed = (source: string) => isOwn(source) || (type === awsTypes.bucketPolicy && isBucket(source));
  if (sources.some((values) => values.length > 0 && values.every(isNamed))) return;
  const is = sources.length === 0 ? "open to services whoever they work for" : shown(sources.flat());
  const but = "a service of AWS is let in for what is of an account that is known";
  const ask = sources.flat().some(isBucket)
    ? "ask for aws:SourceAccount as well, as a bucket's ARN names no account"
    : "ask for aws:SourceArn or aws:SourceAccount";
  yield { path, is, but, remedy: `${ask}; ${remedy}` };
}

/** The ARN of a bucket names no account. It is enough for logs that come to a bucket, not for what runs or reads on its word. */
function isBucket(arn: string): boolean {
  return /^arn:[\w-]+:s3:::[^*?/]+$/.test(arn);
}
