import { expect, test } from "vitest";
import type { PlaybackHandler } from "../../../../functions/url-provider/handler.ts";
import { behindLoadBalancer } from "../../../../functions/url-provider/load-balancer.ts";
import { basic, functionUrlEvent, recordingSid, stage, token } from "./fixture.ts";

const origin = "https://flex.twilio.com";
const event = (part: Record<string, unknown> = {}) => ({
  requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/a/b" } },
  httpMethod: "GET",
  path: "/",
  queryStringParameters: { recording: recordingSid },
  headers: { authorization: basic(`token:${token}`), origin },
  body: "",
  isBase64Encoded: false,
  ...part,
});

/** The stage's own handler, behind a balancer. */
function balanced() {
  const staged = stage();
  const handler: PlaybackHandler = async (asked, context) => {
    const { statusCode, headers, body } = await staged.play({ event: asked }, context);
    return { statusCode, headers, body };
  };
  return { ...staged, ask: behindLoadBalancer(handler, [origin]) };
}

test("a listener gets what a function URL gives, with the CORS headers that it adds", async () => {
  const answer = await balanced().ask(event());
  const { statusCode, headers, body } = await stage().play({ event: functionUrlEvent() });
  expect(answer).toEqual({
    statusCode,
    headers: {
      ...headers,
      "access-control-allow-origin": origin,
      "access-control-expose-headers": "retry-after",
      vary: "origin",
    },
    body: expect.stringContaining("media_url"),
    isBase64Encoded: false,
  });
  expect(Object.keys(JSON.parse(body))).toEqual(["media_url"]);
});

test("a preflight is answered without the function, to the players' origins", async () => {
  const { ask, lines } = balanced();
  expect(await ask(event({ httpMethod: "OPTIONS", headers: { origin } }))).toMatchObject({
    statusCode: 200,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "authorization",
    },
  });
  const other = await ask(event({ httpMethod: "OPTIONS", headers: { origin: "https://example.com" } }));
  expect(other.headers).toEqual({ vary: "origin" });
  expect(lines).toEqual([]);
});

test.each([
  ["another page", { headers: { authorization: basic(`token:${token}`), origin: "https://example.com" } }, 403],
  ["another method", { httpMethod: "POST" }, 405],
  ["no token", { headers: { origin } }, 401],
  ["no recording", { queryStringParameters: {} }, 400],
  [
    "two parameters in one value",
    { queryStringParameters: { recording: `${recordingSid}&recording=${recordingSid}` } },
    400,
  ],
  [
    "several values",
    { multiValueQueryStringParameters: { recording: [recordingSid] }, queryStringParameters: undefined },
    400,
  ],
  ["an encoded way up", { queryStringParameters: { recording: `..%2F${recordingSid}` } }, 400],
])("%s is refused", async (_, part, status) => {
  const { statusCode, body } = await balanced().ask(event(part));
  expect(statusCode).toBe(status);
  expect(body).not.toContain("media_url");
});

test.each([null, undefined, "GET", []])("an event that is none (%j) is refused", async (nothing) => {
  expect((await balanced().ask(nothing)).statusCode).toBe(405);
});
