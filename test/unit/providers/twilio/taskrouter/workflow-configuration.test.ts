import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  configurationOf,
  configurationText,
  workflowConfiguration,
} from "../../../../../providers/twilio/taskrouter/workflow-configuration.ts";

const sid = fc.stringMatching(/^[0-9a-f]{32}$/).map((digits) => `WQ${digits}`);
const text = fc.string({ minLength: 1 });
const target = fc.record(
  {
    queue: sid,
    priority: fc.nat(),
    timeout: fc.nat(),
    expression: text,
    skipIf: text,
    orderBy: text,
    knownWorkerSid: text,
    knownWorkerFriendlyName: text,
  },
  { requiredKeys: ["queue"], noNullPrototype: true },
);
const filter = fc.record(
  { filterFriendlyName: text, expression: text, targets: fc.array(target, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: ["expression", "targets"], noNullPrototype: true },
);
const configuration = fc.record(
  { filters: fc.array(filter, { maxLength: 3 }), defaultFilter: target },
  { requiredKeys: ["filters"], noNullPrototype: true },
);

describe("a workflow's configuration", () => {
  test("comes back from the API's text as it was declared, and is what may be declared", () => {
    fc.assert(
      fc.property(configuration, (declared) => {
        const back = configurationOf(configurationText(declared));
        expect(back).toEqual(declared);
        expect(workflowConfiguration.safeParse(back).success).toBe(true);
      }),
    );
  });

  test("has the API's names in the text, and nothing but task_routing at the top", () => {
    const queue = `WQ${"0".repeat(32)}`;
    const targets = [{ queue, skipIf: "a", orderBy: "b", knownWorkerSid: "c", knownWorkerFriendlyName: "d" }];
    const declared = { filters: [{ filterFriendlyName: "f", expression: "e", targets }], defaultFilter: { queue } };
    expect(JSON.parse(configurationText(declared))).toStrictEqual({
      task_routing: {
        filters: [
          {
            filter_friendly_name: "f",
            expression: "e",
            targets: [{ queue, skip_if: "a", order_by: "b", known_worker_sid: "c", known_worker_friendly_name: "d" }],
          },
        ],
        default_filter: { queue },
      },
    });
  });

  test("takes numbers that the Console has written as text, and leaves nulls out", () => {
    const stored = {
      task_routing: { default_filter: { queue: "WQ1", priority: "5", timeout: "30", expression: null } },
    };
    expect(configurationOf(JSON.stringify(stored))).toStrictEqual({
      filters: [],
      defaultFilter: { queue: "WQ1", priority: 5, timeout: 30 },
    });
    expect(configurationOf("{}")).toStrictEqual({ filters: [] });
  });

  test("keeps what it does not know, so that it shows", () => {
    const stored = { task_routing: { filters: [], default_filter: { queue: "WQ1", some_novelty: true } } };
    expect(configurationOf(JSON.stringify(stored))).toMatchObject({ defaultFilter: { someNovelty: true } });
  });

  test("that is no JSON is an error that says so", () => {
    expect(() => configurationOf("{")).toThrow(/^configuration: Twilio's answer has one that is no JSON; look/);
  });
});
