import type { PolicyResource } from "@pulumi/policy";
import { awsTypes } from "./judging/aws-types.ts";
import { isWholeBetween } from "./judging/bounds.ts";
import { bucketsOf, settingsOf, takesLogs } from "./judging/buckets.ts";
import { isGiven, known } from "./judging/known.ts";
import { items } from "./judging/origins.ts";
import { property } from "./judging/read.ts";
import { type JudgedStack, stackPolicy } from "./judging/stack-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

interface Config {
  leastDays: number;
  mostDays: number;
}

/** How long recordings are kept is somebody's decision, also where it is for ever. */
export const bucketRetention = stackPolicy<Config>({
  name: "bucket-retention",
  description: "Buckets say how long recordings are kept, be it for ever.",
  config: {
    properties: {
      leastDays: { type: "integer", minimum: 1, default: 1 },
      mostDays: { type: "integer", minimum: 1, default: 36_500 },
    },
  },
  *judge(stack, config) {
    yield* stack.apart(bucketsOf(stack), (bucket) => violations(bucket, stack, config));
  },
});

const remedy = "set flex-media:storage.retention to days, or to forever";

function* violations(
  bucket: PolicyResource,
  stack: JudgedStack,
  { leastDays = 1, mostDays = 36_500 }: Config,
): Generator<Violation> {
  const isLog = takesLogs(stack, bucket);
  const prefixes = isLog ? [""] : prefixesOf(stack);
  const expiring = settingsOf(stack, bucket, awsTypes.lifecycle)
    .flatMap(({ props }) => items(props.rules) ?? [])
    .filter((rule) => property(rule, "status") === "Enabled" && expires(rule))
    .filter((rule) => isLog || prefixes.some((prefix) => reaches(rule, prefix)));
  if (property(bucket.props.tags, "flex-media:retention") === "forever") {
    for (const rule of isLog ? [] : expiring) {
      const but = 'they are kept for ever, as the tag "flex-media:retention" says';
      yield { path: pathOf(rule), is: "an end for recordings", but, remedy: "take the rule out, or the tag" };
    }
    return;
  }
  const deciding = expiring.filter((rule) => isLog || (daysOf(rule) !== undefined && covers(rule, prefixes)));
  if (deciding.length === 0) {
    yield { path: "", is: "without an end for what is in it", but: "somebody decides how long it is kept", remedy };
  }
  for (const rule of expiring) {
    const days = daysOf(rule);
    if (!isWholeBetween(days, leastDays, mostDays)) {
      const but = `it is kept for ${leastDays} to ${mostDays} days`;
      yield { path: `${pathOf(rule)}.expiration.days`, is: shown(days), but, remedy };
    }
  }
  for (const rule of isLog ? [] : deciding) {
    const after = property(property(rule, "noncurrentVersionExpiration"), "noncurrentDays");
    if (isWholeBetween(after, 1, mostDays)) continue;
    const but = "what is over stays as a former version for ever";
    yield { path: `${pathOf(rule)}.noncurrentVersionExpiration.noncurrentDays`, is: shown(after), but, remedy };
  }
}

function pathOf(rule: unknown): string {
  return `lifecycle[${JSON.stringify(property(rule, "id"))}]`;
}

function daysOf(rule: unknown): unknown {
  return property(property(rule, "expiration"), "days");
}

/** What the keys of recordings begin with, as the functions are told; all of the bucket where there are none. */
function prefixesOf(stack: JudgedStack): string[] {
  const told = stack.of(awsTypes.function).map(({ props }) => {
    const variables = property(props.environment, "variables");
    return known(() => property(variables, "RECORDINGS_PREFIX"));
  });
  const prefixes = told.filter((prefix) => typeof prefix === "string");
  return prefixes.length === 0 ? [""] : prefixes;
}

/** Whether a rule ends anything but the marks that are left of what was deleted. */
function expires(rule: unknown): boolean {
  const expiration = property(rule, "expiration");
  if (property(expiration, "expiredObjectDeleteMarker") === true) return false;
  return daysOf(rule) !== undefined || isGiven(() => property(expiration, "date"));
}

/** What the archive notes down there of recordings that are on their way is over within days. */
const expected = "expected/";

/** Whether a rule is about any recording at all. */
function reaches(rule: unknown, start: string): boolean {
  const prefix = prefixOf(rule) ?? "";
  return (start.startsWith(prefix) || prefix.startsWith(start)) && !prefix.startsWith(start + expected);
}

/** Whether a rule is about all recordings, and about nothing less. */
function covers(rule: unknown, prefixes: readonly string[]): boolean {
  const filter = property(rule, "filter");
  const isNarrower = ["tag", "and", "objectSizeGreaterThan", "objectSizeLessThan"].some(
    (name) => property(filter, name) !== undefined,
  );
  const prefix = prefixOf(rule);
  return !isNarrower && prefix !== undefined && prefixes.every((start) => start.startsWith(prefix));
}

/** What the keys begin with that a rule is about; `undefined` where that can't be read. */
function prefixOf(rule: unknown): string | undefined {
  const filter = property(rule, "filter");
  const and = property(filter, "and");
  const prefix = property(filter, "prefix") ?? property(and, "prefix") ?? property(rule, "prefix") ?? "";
  return typeof prefix === "string" ? prefix : undefined;
}
