import { awsTypes } from "./judging/aws-types.ts";
import { isGiven } from "./judging/known.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown } from "./judging/violation.ts";

/** Logs say who heard what. They are kept for as long as somebody decided: no shorter than an audit needs, and not for ever. */
export const logRetention = resourcePolicy<{ leastDays: number; mostDays: number }>({
  name: "log-retention",
  description: "Logs are kept for a time that somebody chose.",
  types: [awsTypes.logGroup, awsTypes.function],
  config: {
    properties: {
      leastDays: { type: "integer", minimum: 1, default: 90 },
      mostDays: { type: "integer", minimum: 1, default: 3653 },
    },
  },
  *judge({ type, props }, { leastDays = 90, mostDays = 3653 }) {
    if (type === awsTypes.function) {
      const { loggingConfig } = props;
      if (isGiven(() => property(loggingConfig, "logGroup"))) return;
      const but = "Lambda then makes a log by itself, which is kept for ever";
      yield { path: "loggingConfig.logGroup", is: "not set", but, remedy: "give a LogGroup of the function's own" };
      return;
    }
    const { retentionInDays: days } = props;
    if (typeof days === "number" && Number.isInteger(days) && days >= leastDays && days <= mostDays) return;
    const is = days === 0 ? "0, so for ever" : shown(days);
    const but = `logs are kept for ${leastDays} to ${mostDays} days`;
    yield { path: "retentionInDays", is, but, remedy: "set logRetentionDays of flex-media:archive and :playback" };
  },
});
