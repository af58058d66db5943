import { expect, test } from "vitest";
import { functionUrlCors } from "../../../policies/function-url-cors.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { violations } from "./asked.ts";

const cors = {
  allowOrigins: ["https://flex.twilio.com"],
  allowMethods: ["GET"],
  allowHeaders: ["authorization"],
  exposeHeaders: ["retry-after"],
};

const told = (given: unknown, config?: Record<string, unknown>) =>
  violations(functionUrlCors, [{ type: awsTypes.functionUrl, props: { cors: given } }], config);

test("the players' pages may call, and where no page may there is no CORS", async () => {
  expect(await told(cors)).toEqual([]);
  expect(await told(undefined)).toEqual([]);
  expect(await told({})).toEqual([]);
  expect(await told({ ...cors, allowOrigins: ["https://a.example"] }, { origins: ["https://a.example"] })).toEqual([]);
});

test.each(["allowMethods", "allowHeaders", "exposeHeaders"])("wildcards in %s are told of", async (name) => {
  expect(await told({ ...cors, [name]: ["*"] })).toEqual([
    `it.cors.${name}[0]: is "*", but what a page may do is named one by one; name what the players need`,
  ]);
});

test.each(["*", "https://*", "http://flex.twilio.com"])("the origin %s is told of", async (origin) => {
  const [line, ...more] = await told({ ...cors, allowOrigins: [origin] });
  expect(more).toEqual([]);
  expect(line).toMatch(/^it\.cors\.allowOrigins\[0\]: is ".*", but an origin is https, a host and nothing else/);
});

test("origins of others are told of", async () => {
  expect(await told({ ...cors, allowOrigins: ["https://other.example"] })).toHaveLength(1);
});

test.each(["*", true, ["*"]])("CORS that is %j is none", async (given) => {
  expect(await told(given)).toHaveLength(1);
});
