import { isObject } from "../json.ts";

/** How S3 lets objects move: only down this list. */
const downwards = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
/** How long an object must have lain before it moves to an infrequent access class, and in it before it moves on. */
const infrequentDays = 30;

interface Fault {
  path: (string | number)[];
  reason: string;
}

/** What S3 refuses in a rule's transitions: too early, upwards, twice, or after the objects are gone. */
export function* orderFaults(rule: Readonly<Record<string, unknown>>): Generator<Fault> {
  yield* faultsOf("transitions", rule.transitions, "days", daysIn(rule.expiration, "days"));
  const expiration = daysIn(rule.noncurrentVersionExpiration, "noncurrentDays");
  yield* faultsOf("noncurrentVersionTransitions", rule.noncurrentVersionTransitions, "noncurrentDays", expiration);
}

function* faultsOf(list: string, value: unknown, key: string, expires: number | undefined): Generator<Fault> {
  const steps = Array.isArray(value) ? value.map((one) => ({ days: daysIn(one, key), to: classOf(one) })) : [];
  for (const [at, { days, to }] of steps.entries()) {
    if (days === undefined) continue;
    const path = [list, at, key];
    if (isInfrequent(to) && days < infrequentDays) {
      yield { path, reason: `is ${days}, but must be at least ${infrequentDays} for ${to}` };
    }
    if (expires !== undefined && days >= expires) {
      yield { path, reason: `is ${days}, but objects expire after ${expires}; lower it` };
    }
    for (const other of steps.slice(0, at)) {
      if (other.days === undefined) continue;
      if (other.to === to) yield { path: [list, at, "storageClass"], reason: `is ${to} again; keep one` };
      const [first, second] = other.days <= days ? [other, { days, to }] : [{ days, to }, other];
      yield* stepFaults(path, { days: Number(first.days), to: first.to }, { days: Number(second.days), to: second.to });
    }
  }
}

function* stepFaults(path: (string | number)[], first: Step, second: Step): Generator<Fault> {
  if (downwards.indexOf(second.to) < downwards.indexOf(first.to)) {
    yield {
      path,
      reason: `leads from ${first.to} to ${second.to}, to which S3 moves nothing from there; leave it out`,
    };
  } else if (second.to !== first.to && isInfrequent(first.to) && second.days - first.days < infrequentDays) {
    const least = first.days + infrequentDays;
    yield {
      path,
      reason: `leads from ${first.to} at ${first.days} days to ${second.to} at ${second.days}; wait until ${least}`,
    };
  }
}

interface Step {
  days: number;
  to: string;
}

function isInfrequent(storageClass: string): boolean {
  return storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
}

function daysIn(value: unknown, key: string): number | undefined {
  const days = isObject(value) ? value[key] : undefined;
  return typeof days === "number" ? days : undefined;
}

function classOf(transition: unknown): string {
  return isObject(transition) ? String(transition.storageClass) : "";
}
