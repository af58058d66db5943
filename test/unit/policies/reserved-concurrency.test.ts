import { describe, expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { reservedConcurrency } from "../../../policies/reserved-concurrency.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

const fn = (reservedConcurrentExecutions: unknown): Given => ({
  type: awsTypes.function,
  props: { name: "store", reservedConcurrentExecutions },
});
const fed = (props: Record<string, unknown>): Given => ({
  type: awsTypes.eventSourceMapping,
  props: { functionName: unknown, ...props },
  from: { functionName: `${awsTypes.function} it` },
});
const told = (...given: Given[]) => violations(reservedConcurrency, given);

test("a function with a share of its own passes, whoever calls it", async () => {
  const url: Given = { type: awsTypes.functionUrl, props: { functionName: "store" } };
  expect(await told(fn(10), url)).toEqual([]);
});

test("a function that only bounded queues feed passes without", async () => {
  for (const none of [-1, undefined]) {
    expect(await told(fn(none), fed({ scalingConfig: { maximumConcurrency: 10 } }))).toEqual([]);
  }
});

const path = "it.reservedConcurrentExecutions";
const shared =
  "but it could use up what all functions of the account share; set it to 1 or more, or feed it from queues alone, each with " +
  "scalingConfig.maximumConcurrency";

describe("a function is told of", () => {
  test.each([
    [undefined, "not set"],
    [-1, "-1"],
    ["10", '"10"'],
    [1.5, "1.5"],
  ])("that has %j and no queue", async (value, is) => {
    expect(await told(fn(value))).toEqual([`${path}: is ${is}, ${shared}`]);
  });

  test.each([
    [{}],
    [{ scalingConfig: {} }],
    [{ scalingConfig: { maximumConcurrency: "10" } }],
    [{ scalingConfig: 10 }],
  ])("that a queue without bounds feeds, as in %j", async (props) => {
    const bounded = fed({ scalingConfig: { maximumConcurrency: 10 } });
    expect(await told(fn(-1), bounded, { ...fed(props), name: "second" })).toEqual([`${path}: is -1, ${shared}`]);
  });

  test("that never runs", async () => {
    expect(await told(fn(0))).toEqual([`${path}: is 0, but with that Lambda never runs it; set it to 1 or more`]);
  });

  test.each([
    [awsTypes.functionUrl, "functionName"],
    [awsTypes.permission, "function"],
  ])("that is also called by %s", async (type, name) => {
    const bounded = fed({ scalingConfig: { maximumConcurrency: 10 } });
    for (const caller of [
      { type, props: { [name]: "store" } },
      { type, props: { [name]: unknown }, from: { [name]: `${awsTypes.function} it` } },
    ]) {
      expect(await told(fn(-1), bounded, caller)).toEqual([
        `${path}: is -1, but whoever can call it could use up what all functions of the account share; set ` +
          "reservedConcurrency of flex-media:archive and :playback",
      ]);
    }
  });
});

test("a share that isn't known yet leaves the other functions judged", async () => {
  const given = [fn(unknown), { ...fn(-1), name: "other" }];
  expect(await ask(reservedConcurrency, given)).toMatchObject({
    violations: [expect.stringMatching(/^other\./)],
    unknown: true,
  });
});
