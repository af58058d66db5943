import type { PolicyResource } from "@pulumi/policy";
import { awsTypes } from "./judging/aws-types.ts";
import { isAbout } from "./judging/links.ts";
import { property } from "./judging/read.ts";
import { type JudgedStack, stackPolicy } from "./judging/stack-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** What is called from outside can't use up what all functions of the account share, and keeps a share for itself. */
export const reservedConcurrency = stackPolicy({
  name: "reserved-concurrency",
  description:
    "Every function has its own share of the account's concurrency, or is bounded by the queue that feeds it.",
  *judge(stack) {
    yield* stack.apart(stack.of(awsTypes.function), (fn) => violations(fn, stack));
  },
});

const path = "reservedConcurrentExecutions";

function* violations(fn: PolicyResource, stack: JudgedStack): Generator<Violation> {
  const reserved: unknown = fn.props[path];
  if (reserved === 0) {
    yield { path, is: "0", but: "with that Lambda never runs it", remedy: "set it to 1 or more" };
    return;
  }
  if (typeof reserved === "number" && Number.isInteger(reserved) && reserved > 0) return;
  if (isCalled(fn, stack)) {
    const but = "whoever can call it could use up what all functions of the account share";
    yield { path, is: shown(reserved), but, remedy: "set reservedConcurrency of flex-media:archive and :playback" };
    return;
  }
  const mappings = stack.of(awsTypes.eventSourceMapping).filter((mapping) => isAbout(mapping, "functionName", fn));
  if (mappings.length > 0 && mappings.every(isBounded)) return;
  const but = "it could use up what all functions of the account share";
  const remedy = "set it to 1 or more, or feed it from queues alone, each with scalingConfig.maximumConcurrency";
  yield { path, is: shown(reserved), but, remedy };
}

/** Whether anything but a queue calls it. */
function isCalled(fn: PolicyResource, stack: JudgedStack): boolean {
  const callers = [
    [awsTypes.functionUrl, "functionName"],
    [awsTypes.permission, "function"],
  ] as const;
  return callers.some(([type, name]) => stack.of(type).some((caller) => isAbout(caller, name, fn)));
}

function isBounded(mapping: PolicyResource): boolean {
  const most = property(mapping.props.scalingConfig, "maximumConcurrency");
  return typeof most === "number" && Number.isInteger(most) && most > 0;
}
