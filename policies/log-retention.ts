import type { PolicyResource } from "@pulumi/policy";
import { awsTypes } from "./judging/aws-types.ts";
import { isWholeBetween } from "./judging/bounds.ts";
import { isGiven } from "./judging/known.ts";
import { leadsTo } from "./judging/links.ts";
import { property } from "./judging/read.ts";
import { type JudgedStack, stackPolicy } from "./judging/stack-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** Logs say who heard what. They are kept for as long as somebody decided: no shorter than an audit needs, and not for ever. */
export const logRetention = stackPolicy<{ leastDays: number; mostDays: number }>({
  name: "log-retention",
  description: "Logs are kept for a time that somebody chose.",
  config: {
    properties: {
      leastDays: { type: "integer", minimum: 1, default: 90 },
      mostDays: { type: "integer", minimum: 1, default: 3653 },
    },
  },
  *judge(stack, { leastDays = 90, mostDays = 3653 }) {
    yield* stack.apart(stack.of(awsTypes.logGroup), function* ({ props: { retentionInDays: days } }) {
      if (isWholeBetween(days, leastDays, mostDays)) return;
      const is = days === 0 ? "0, so for ever" : shown(days);
      const but = `logs are kept for ${leastDays} to ${mostDays} days`;
      const remedy = "set logRetentionDays of flex-media:archive and :playback";
      yield { path: "retentionInDays", is, but, remedy };
    });
    yield* stack.apart(stack.of(awsTypes.function), (fn) => ofFunction(fn, stack));
  },
});

const path = "loggingConfig.logGroup";

/** A log that the stack doesn't make has a retention that nobody here has judged. */
function* ofFunction(fn: PolicyResource, stack: JudgedStack): Generator<Violation> {
  if (stack.of(awsTypes.logGroup).some((log) => leadsTo(fn, path, log))) return;
  const remedy = "give a LogGroup of the function's own";
  const { loggingConfig } = fn.props;
  if (isGiven(() => property(loggingConfig, "logGroup"))) {
    const but = "how long a log is kept that this stack doesn't make can't be told";
    yield { path, is: shown(property(loggingConfig, "logGroup")), but, remedy };
  } else {
    yield { path, is: "not set", but: "Lambda then makes a log by itself, which is kept for ever", remedy };
  }
}
