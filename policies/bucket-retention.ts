import type { PolicyResource } from "@pulumi/policy";
import { awsTypes } from "./judging/aws-types.ts";
import { bucketsOf, settingsOf, takesLogs } from "./judging/buckets.ts";
import { known } from "./judging/known.ts";
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

function* violations(
  bucket: PolicyResource,
  stack: JudgedStack,
  { leastDays = 1, mostDays = 36_500 }: Config,
): Generator<Violation> {
  const tags = bucket.props.tags;
  if (property(tags, "flex-media:retention") === "forever") return;
  const isLog = takesLogs(stack, bucket);
  const prefixes = isLog ? [] : prefixesOf(stack);
  const expiring = settingsOf(stack, bucket, awsTypes.lifecycle)
    .flatMap(({ props }) => items(props.rules) ?? [])
    .filter((rule) => property(rule, "status") === "Enabled" && daysOf(rule) !== undefined)
    .filter((rule) => isLog || covers(rule, prefixes));
  const remedy = "set flex-media:storage.retention to days, or to forever";
  if (expiring.length === 0) {
    yield { path: "", is: "without an end for what is in it", but: "somebody decides how long it is kept", remedy };
    return;
  }
  for (const rule of expiring) {
    const path = `lifecycle[${JSON.stringify(property(rule, "id"))}]`;
    const days = daysOf(rule);
    if (!isBetween(days, leastDays, mostDays)) {
      const but = `it is kept for ${leastDays} to ${mostDays} days`;
      yield { path: `${path}.expiration.days`, is: shown(days), but, remedy };
    }
    if (isLog) continue;
    const after = property(property(rule, "noncurrentVersionExpiration"), "noncurrentDays");
    if (isBetween(after, 1, mostDays)) continue;
    const but = "what is over stays as a former version for ever";
    yield { path: `${path}.noncurrentVersionExpiration.noncurrentDays`, is: shown(after), but, remedy };
  }
}

function daysOf(rule: unknown): unknown {
  return property(property(rule, "expiration"), "days");
}

function isBetween(days: unknown, least: number, most: number): boolean {
  return typeof days === "number" && Number.isInteger(days) && days >= least && days <= most;
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

/** Whether a rule is about all recordings, and about nothing less. */
function covers(rule: unknown, prefixes: readonly string[]): boolean {
  const filter = property(rule, "filter");
  const prefix = property(filter, "prefix") ?? property(rule, "prefix") ?? "";
  const isNarrower = ["tag", "and", "objectSizeGreaterThan", "objectSizeLessThan"].some(
    (name) => property(filter, name) !== undefined,
  );
  return !isNarrower && typeof prefix === "string" && prefixes.every((start) => start.startsWith(prefix));
}
