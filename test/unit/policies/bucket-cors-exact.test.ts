import { describe, expect, test } from "vitest";
import { bucketCorsExact } from "../../../policies/bucket-cors-exact.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { violations } from "./asked.ts";

const rule = {
  allowedMethods: ["GET", "HEAD"],
  allowedOrigins: ["https://flex.twilio.com"],
  allowedHeaders: ["Range"],
  exposeHeaders: ["ETag"],
};

const told = (change: Record<string, unknown>, config?: Record<string, unknown>) =>
  violations(bucketCorsExact, [{ type: awsTypes.cors, props: { corsRules: [{ ...rule, ...change }] } }], config);

test("the players' pages may read, with the headers that they name", async () => {
  expect(await told({})).toEqual([]);
  expect(await told({ allowedHeaders: undefined, exposeHeaders: undefined })).toEqual([]);
  const origins = ["https://flex.twilio.com", "https://player.example:8443"];
  expect(await told({ allowedOrigins: origins }, { origins })).toEqual([]);
});

describe("an origin", () => {
  test.each(["*", "https://*.twilio.com", "http://flex.twilio.com", "https://flex.twilio.com/", "null", "", 7])(
    "%j is no exact one",
    async (origin) => {
      const [line, ...more] = await told({ allowedOrigins: ["https://flex.twilio.com", origin] });
      expect(more).toEqual([]);
      expect(line).toBe(
        `it.corsRules[0].allowedOrigins[1]: is ${JSON.stringify(origin)}, but an origin is https, a host and nothing else, ` +
          "without wildcards; name the players' own, such as https://flex.twilio.com",
      );
    },
  );

  test("that the team doesn't know is told of", async () => {
    expect(await told({ allowedOrigins: ["https://flex.twilio.com.example"] })).toEqual([
      'it.corsRules[0].allowedOrigins[0]: is "https://flex.twilio.com.example", but players are served from ' +
        "https://flex.twilio.com; take it out, or add it to origins of this policy's environment",
    ]);
  });

  test.each([undefined, "*", { 0: "*" }])("list that is %j is none", async (allowedOrigins) => {
    expect(await told({ allowedOrigins })).toHaveLength(1);
  });
});

test.each([[["PUT"]], [["GET", "*"]], ["GET"], [undefined], [[["GET"]]]])(
  "methods %j are told of",
  async (allowedMethods) => {
    const [line, ...more] = await told({ allowedMethods });
    expect(more).toEqual([]);
    expect(line).toContain("but a player reads and never writes; list GET and HEAD only");
  },
);

test.each(["allowedHeaders", "exposeHeaders"])("%s are named one by one", async (name) => {
  const rest = "but what a page may do is named one by one; name what the players need";
  expect(await told({ [name]: ["Range", "*"] })).toEqual([`it.corsRules[0].${name}[1]: is "*", ${rest}`]);
  expect(await told({ [name]: ["x-*"] })).toEqual([`it.corsRules[0].${name}[0]: is "x-*", ${rest}`]);
  expect(await told({ [name]: "*" })).toHaveLength(1);
});

test.each([undefined, "*", {}])("rules %j are none", async (corsRules) => {
  expect(await violations(bucketCorsExact, [{ type: awsTypes.cors, props: { corsRules } }])).toHaveLength(1);
});

test.each([null, "*", 7])("a rule that is %j allows nothing that could be judged", async (item) => {
  const props = { corsRules: [item] };
  expect(await violations(bucketCorsExact, [{ type: awsTypes.cors, props }])).toHaveLength(2);
});
