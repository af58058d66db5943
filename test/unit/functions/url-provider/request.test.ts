import { describe, expect, test } from "vitest";
import { fromFunctionUrl } from "../../../../functions/url-provider/function-url.ts";
import { readRequest } from "../../../../functions/url-provider/request.ts";
import { basic, functionUrlEvent, recordingSid, token } from "./fixture.ts";

const good = {
  method: "GET",
  query: `recording=${recordingSid}`,
  authorization: basic(`token:${token}`),
  origin: "https://flex.twilio.com",
};

test("the player's request carries a recording and a token", () => {
  expect(readRequest(good)).toEqual({ recording: recordingSid, token });
});

test.each([
  ["other parameters beside it", { query: `v=1&recording=${recordingSid}&t=2` }],
  ["a percent-encoded id", { query: `recording=%52%45${recordingSid.slice(2)}` }],
  ["capital digits", { query: `recording=RE${"ABCDEF0123456789".repeat(2)}` }],
  ["a scheme in other letters", { authorization: good.authorization.replace("Basic", "bAsIc") }],
  ["several spaces after the scheme", { authorization: good.authorization.replace(" ", "   ") }],
  ["base64 without padding", { authorization: good.authorization.replace(/=+$/, "") }],
])("%s will do", (_, part) => {
  expect(readRequest({ ...good, ...part })).not.toHaveProperty("denial");
});

test.each(["", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "GET ", "BREW"])(
  "the method %j is a 405",
  (method) => {
    expect(readRequest({ ...good, method })).toEqual({ denial: { status: 405, reason: "method_not_allowed" } });
  },
);

const digits = recordingSid.slice(2);
test.each([
  "",
  "recording",
  "recording=",
  `Recording=${recordingSid}`,
  `recordings=${recordingSid}`,
  `recording[]=${recordingSid}`,
  `recording=${recordingSid}&recording=${recordingSid}`,
  `recording=${recordingSid}&%72ecording=RE${"0".repeat(32)}`,
  `recording=${recordingSid},${recordingSid}`,
  `recording=re${digits}`,
  `recording=CA${digits}`,
  `recording=RE${digits.slice(1)}`,
  `recording=RE${digits}0`,
  `recording=RE${digits.slice(1)}g`,
  `recording=+RE${digits}`,
  `recording=RE${digits}%20`,
  `recording=RE${digits}%0A`,
  `recording=RE${digits}%00`,
  `recording=RE${digits}.wav`,
  `recording=RE${digits}%2F..%2F..%2Fother`,
  `recording=..%2FRE${digits}`,
  "recording=..%2f..%2f..%2fetc%2fpasswd",
  `recording=%2552E${digits}`,
  `recording=https://example.com/RE${digits}`,
  `recording=RE${"０".repeat(32)}`,
  `recording=RE${"%EF%BC%90".repeat(32)}`,
  "recording=%E0%A4%A",
  `recording=${"A".repeat(100_000)}`,
])("the query %j is a 400", (query) => {
  expect(readRequest({ ...good, query })).toEqual({ denial: { status: 400, reason: "malformed_request" } });
});

test.each([
  "",
  " ",
  "Basic",
  "Basic ",
  token,
  Buffer.from(`token:${token}`).toString("base64"),
  `Bearer ${token}`,
  `Digest username="token", response="${token}"`,
  `Negotiate ${Buffer.from(token).toString("base64")}`,
  `AWS4-HMAC-SHA256 Credential=${token}`,
  `Basic token:${token}`,
  `Basic\t${Buffer.from(`token:${token}`).toString("base64")}`,
  `${good.authorization}, ${good.authorization}`,
  `${good.authorization} ${good.authorization}`,
  ` ${good.authorization}`,
  `${good.authorization}\n`,
  `${good.authorization}====`,
  basic(""),
  basic("token"),
  basic("token:"),
  basic(`:${token}`),
  basic(token),
  basic(`Token:${token}`),
  basic(` token:${token}`),
  basic(`token :${token}`),
  basic(`user:${token}`),
  basic(`token:${token} `),
  basic(`token: ${token}`),
  basic(`token:a b`),
  basic("token:a\nb"),
  basic("token:a\u0000b"),
  basic("token:\u00fcnicode"),
  basic("token:\u{1f511}"),
  basic("token:\u202e"),
  `Basic ${Buffer.from(`token:${token}`, "utf16le").toString("base64")}`,
  `Basic ${Buffer.from("token:\u{1f511}").toString("base64url")}`,
  "Basic \u00fc",
  "Basic ====",
  "Basic ;",
])("the authorization %j is a 401", (authorization) => {
  expect(readRequest({ ...good, authorization })).toEqual({
    denial: { status: 401, reason: "malformed_authorization" },
  });
});

test("no authorization is a 401 of its own reason", () => {
  expect(readRequest({ ...good, authorization: undefined })).toEqual({
    denial: { status: 401, reason: "missing_token" },
  });
});

describe("a function URL's event", () => {
  test("gives method, query and authorization", () => {
    expect(fromFunctionUrl(functionUrlEvent())).toEqual(good);
  });

  test("gives a header in whatever case, unless there are two", () => {
    const { authorization, origin } = good;
    const headers = { Authorization: authorization, ORIGIN: origin };
    expect(fromFunctionUrl(functionUrlEvent({ headers }))).toEqual(good);
    const doubled = functionUrlEvent({ headers: { ...headers, authorization, origin } });
    expect(fromFunctionUrl(doubled)).toMatchObject({ authorization: undefined, origin: "" });
  });

  test("has no origin where no browser asks", () => {
    expect(fromFunctionUrl(functionUrlEvent({ headers: {} })).origin).toBeUndefined();
    expect(fromFunctionUrl(functionUrlEvent({ headers: { origin: 1 } })).origin).toBe("");
  });

  test.each([
    null,
    undefined,
    0,
    "GET",
    [],
    {},
    { requestContext: null, headers: null, rawQueryString: null },
    { requestContext: { http: "GET" }, headers: "authorization", rawQueryString: ["recording"] },
    { requestContext: { http: { method: ["GET"] } }, headers: { authorization: [good.authorization] } },
    { httpMethod: "GET", queryStringParameters: { recording: recordingSid }, headers: { authorization: 1 } },
  ])("of another shape (%j) reads as empty", (event) => {
    expect(fromFunctionUrl(event)).toEqual({ method: "", query: "", authorization: undefined, origin: undefined });
  });
});
