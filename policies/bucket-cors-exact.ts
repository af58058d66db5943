import { awsTypes, named } from "./judging/aws-types.ts";
import { items, originsConfig, originViolations, wildcardViolations } from "./judging/origins.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

const readingMethods: readonly unknown[] = ["GET", "HEAD"];

/** Only the players' own pages may read recordings, and only read. */
export const bucketCorsExact = resourcePolicy<{ origins?: readonly string[] }>({
  name: "bucket-cors-exact",
  description: "Buckets are read by the players' own pages only, each named exactly.",
  types: named(awsTypes.cors),
  config: originsConfig,
  *judge({ props: { corsRules } }, config) {
    const rules = items(corsRules);
    if (rules === undefined) {
      yield { path: "corsRules", is: shown(corsRules), but: "CORS is a list of rules", remedy: "give them as a list" };
      return;
    }
    for (const [index, rule] of rules.entries()) {
      const path = `corsRules[${index}]`;
      yield* originViolations(`${path}.allowedOrigins`, property(rule, "allowedOrigins"), config);
      yield* methodViolations(`${path}.allowedMethods`, property(rule, "allowedMethods"));
      yield* wildcardViolations(`${path}.allowedHeaders`, property(rule, "allowedHeaders"));
      yield* wildcardViolations(`${path}.exposeHeaders`, property(rule, "exposeHeaders"));
    }
  },
});

function* methodViolations(path: string, value: unknown): Generator<Violation> {
  const methods = items(value);
  const others = methods?.filter((method) => !readingMethods.includes(method));
  if (methods !== undefined && others?.length === 0) return;
  yield { path, is: shown(value), but: "a player reads and never writes", remedy: "list GET and HEAD only" };
}
