import { awsTypes } from "./judging/aws-types.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { runtimeEnds } from "./judging/runtimes.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** Functions run on what AWS still mends. What isn't in the table is refused, so that the table is renewed in time. */
export const functionRuntime = resourcePolicy({
  name: "function-runtime",
  description: "Functions run on runtimes that AWS supports.",
  types: [awsTypes.function],
  *judge({ props }) {
    yield* runtimeViolations(props, new Date());
  },
});

/** What is wrong with a function's runtime on a day. */
export function* runtimeViolations(
  { runtime, packageType }: Readonly<Record<string, unknown>>,
  today: Date,
): Generator<Violation> {
  if (packageType === "Image") {
    const but = "what an image runs on can't be seen here";
    yield { path: "packageType", is: "Image", but, remedy: "deploy an archive with a runtime" };
    return;
  }
  const newest = "nodejs24.x";
  const end = typeof runtime === "string" && Object.hasOwn(runtimeEnds, runtime) ? runtimeEnds[runtime] : undefined;
  if (end === undefined) {
    const but = "no end of AWS's support is known for that";
    const remedy = `set it to ${newest}, or add it with its day to policies/judging/runtimes.ts`;
    yield { path: "runtime", is: shown(runtime), but, remedy };
  } else if (today.toISOString().slice(0, 10) > end) {
    yield { path: "runtime", is: shown(runtime), but: `AWS's support ended on ${end}`, remedy: `set it to ${newest}` };
  }
}
