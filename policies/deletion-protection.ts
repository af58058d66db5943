import { awsTypes, named, presentType } from "./judging/aws-types.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** What is gone can't be made again: recordings, and the key without which none can be read. */
export const deletionProtection = resourcePolicy<{ leastKeyDays: number; leastSecretDays: number }>({
  name: "deletion-protection",
  description: "Recordings and their key can't be deleted by mistake.",
  types: [...named(awsTypes.bucket), awsTypes.key, awsTypes.secret],
  config: {
    properties: {
      leastKeyDays: { type: "integer", minimum: 7, maximum: 30, default: 30 },
      leastSecretDays: { type: "integer", minimum: 7, maximum: 30, default: 7 },
    },
  },
  *judge({ type, props, opts }, { leastKeyDays = 30, leastSecretDays = 7 }) {
    if (presentType(type) === awsTypes.secret) {
      yield* window("recoveryWindowInDays", props.recoveryWindowInDays, leastSecretDays, "secret");
      return;
    }
    if (opts.protect !== true) {
      const but = "a destroy would take it along, and it can't be made again";
      yield {
        path: "",
        is: "not protected",
        but,
        remedy: "set flex-media:storage.throwAway to false, or protect: true",
      };
    }
    if (presentType(type) === awsTypes.key) {
      yield* window("deletionWindowInDays", props.deletionWindowInDays, leastKeyDays, "key");
    } else if (props.forceDestroy !== undefined && props.forceDestroy !== false) {
      const but = "a destroy would delete every recording in it";
      const remedy = "set flex-media:storage.throwAway to false, or leave forceDestroy out";
      yield { path: "forceDestroy", is: shown(props.forceDestroy), but, remedy };
    }
  },
});

/** How long something deleted can be brought back. AWS takes the longest time where none is given. */
function* window(path: string, days: unknown, least: number, what: string): Generator<Violation> {
  if (days === undefined || days === null) return;
  if (typeof days === "number" && days >= least) return;
  const but = `a ${what} that was deleted can be brought back for ${least} days at least`;
  yield { path, is: shown(days), but, remedy: `set it to ${least} or more, or leave it out` };
}
