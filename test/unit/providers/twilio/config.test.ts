import { describe, expect, test } from "vitest";
import { failuresMessage, type PropertyMap, PropertyShape, Secret } from "../../../../providers/kit/index.ts";
import { config } from "../../../../providers/twilio/config.ts";

const accountSid = "AC0123456789abcdef0123456789abcdef";
const apiKey = "SK0123456789abcdef0123456789abcdef";
const authToken = new Secret("the-auth-token");
const apiSecret = new Secret("the-api-secret");
const byToken = { accountSid, authToken };
const shape = new PropertyShape(config);

function mistakes(given: PropertyMap): string[] {
  return failuresMessage(shape.check(given).failures).split("\n").filter(Boolean);
}

describe("credentials", () => {
  test.each<[string, PropertyMap]>([
    ["an auth token", byToken],
    ["an API key", { accountSid, apiKey, apiSecret }],
    ["both", { accountSid, authToken, apiKey, apiSecret }],
  ])("%s will do", (_, given) => {
    expect(mistakes(given)).toEqual([]);
  });

  test.each<[string, PropertyMap, string]>([
    [
      "none",
      { accountSid },
      "authToken: is missing; give it as a secret, or apiKey with apiSecret, or set TWILIO_AUTH_TOKEN",
    ],
    [
      "a key without its secret",
      { accountSid, apiKey },
      "apiSecret: is missing beside apiKey; give the key's secret, or set TWILIO_API_SECRET",
    ],
    [
      "a key without its secret, though there is an auth token",
      { ...byToken, apiKey },
      "apiSecret: is missing beside apiKey; give the key's secret, or set TWILIO_API_SECRET",
    ],
    [
      "a secret without its key",
      { accountSid, apiSecret },
      "apiKey: is missing beside apiSecret; give the key's SID, or set TWILIO_API_KEY",
    ],
    [
      "a key that is none",
      { accountSid, apiKey: "SK12", apiSecret },
      "apiKey: is no API key SID; give SK and 32 hexadecimal digits",
    ],
    [
      "an empty token",
      { accountSid, authToken: new Secret("") },
      "authToken: is [secret], but must be at least 1 character long",
    ],
  ])("%s will not", (_, given, text) => {
    expect(mistakes(given)).toEqual([text]);
  });

  test("are sealed even where they were given in the open", () => {
    const { properties } = shape.check({ accountSid, authToken: "plain", apiKey, apiSecret: "plain" });
    expect(properties.authToken).toBeInstanceOf(Secret);
    expect(properties.apiSecret).toBeInstanceOf(Secret);
  });
});

describe("the account", () => {
  const text = "accountSid: is no account SID; give AC and 32 hexadecimal digits, as the Console's start page shows it";

  test.each(["", "AC", accountSid.toUpperCase(), `${accountSid}0`, ` ${accountSid}`, `${accountSid}\n`, apiKey])(
    "is not %j",
    (wrong) => {
      expect(mistakes({ ...byToken, accountSid: wrong })).toEqual([text]);
    },
  );

  test("must be given", () => {
    expect(mistakes({ authToken })).toEqual(["accountSid: is missing; give it a string"]);
  });
});

describe("the place", () => {
  test.each(["us1", "ie1", "au1"])("may be the region %s", (region) => {
    expect(mistakes({ ...byToken, region })).toEqual([]);
  });

  test("is no other region", () => {
    expect(mistakes({ ...byToken, region: "eu1" })).toEqual(['region: is "eu1"; use one of "us1", "ie1", "au1"']);
  });

  test.each(["dublin", "sao-paulo", "ashburn-ix"])("may be the edge %s", (edge) => {
    expect(mistakes({ ...byToken, edge })).toEqual([]);
  });

  test.each(["", "Dublin", "dublin.ie1", "evil.example/", "dublin-", "a b"])("is not the edge %j", (edge) => {
    expect(mistakes({ ...byToken, edge })).toEqual(["edge: is no edge; give a name such as dublin"]);
  });
});

describe("an endpoint", () => {
  const unencrypted =
    "endpoints.flexApi: is not encrypted, and credentials would go there; use https (http is taken for loopback addresses only)";

  test.each([
    "https://proxy.example",
    "https://proxy.example:8443/twilio",
    "http://localhost:8080",
    "http://127.0.0.1:18651/flex-api.twilio.com",
    "http://127.1:80",
    "http://127.200.3.4",
    "http://[::1]:9",
  ])("may be %s", (flexApi) => {
    expect(mistakes({ ...byToken, endpoints: { flexApi } })).toEqual([]);
  });

  test.each([
    "http://proxy.example",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://example/127.0.0.1",
    "http://128.0.0.1",
    "http://[::2]",
    "http://0.0.0.0",
  ])("that is not encrypted may not be %s", (flexApi) => {
    expect(mistakes({ ...byToken, endpoints: { flexApi } })).toEqual([unencrypted]);
  });

  test.each(["proxy.example", "ftp://proxy.example", ""])("must be a URL: %j", (flexApi) => {
    const quoted = JSON.stringify(flexApi);
    expect(mistakes({ ...byToken, endpoints: { flexApi } })).toContain(
      `endpoints.flexApi: is ${quoted}, but must be a URL`,
    );
  });

  test.each([
    "https://user:word@proxy.example",
    "https://user@proxy.example",
    "https://proxy.example?x=1",
    "https://proxy.example/#x",
  ])("is nothing but host and path: %s", (flexApi) => {
    expect(mistakes({ ...byToken, endpoints: { flexApi } })).toEqual([
      "endpoints.flexApi: is no base URL; give host and path alone, without credentials, query or fragment",
    ]);
  });

  test("is one of a product that is called", () => {
    expect(mistakes({ ...byToken, endpoints: { video: "https://proxy.example" } })).toEqual([
      "endpoints.video: is no property here; use one of api, conversations, flexApi, iam, studio, taskrouter, voice",
    ]);
  });
});

describe("requests", () => {
  test("have limits where none are given", () => {
    expect(shape.check(byToken).properties).toMatchObject({ maxRetries: 3, requestTimeoutSeconds: 30 });
  });

  test.each<[string, PropertyMap, string]>([
    ["fewer than no retries", { maxRetries: -1 }, "maxRetries: is -1, but must be at least 0"],
    ["too many retries", { maxRetries: 11 }, "maxRetries: is 11, but must be at most 10"],
    ["half a retry", { maxRetries: 0.5 }, "maxRetries: is 0.5, but must be a whole number"],
    ["no time", { requestTimeoutSeconds: 0 }, "requestTimeoutSeconds: is 0, but must be at least 1"],
    ["too long a time", { requestTimeoutSeconds: 301 }, "requestTimeoutSeconds: is 301, but must be at most 300"],
  ])("can't have %s", (_, given, text) => {
    expect(mistakes({ ...byToken, ...given })).toEqual([text]);
  });
});

test("what is no setting is refused, and all mistakes are named at once", () => {
  expect(mistakes({ accountSid: "x", apiKey, region: "mars", token: "y", maxRetries: 99 }).toSorted()).toEqual([
    "accountSid: is no account SID; give AC and 32 hexadecimal digits, as the Console's start page shows it",
    "apiSecret: is missing beside apiKey; give the key's secret, or set TWILIO_API_SECRET",
    "maxRetries: is 99, but must be at most 10",
    'region: is "mars"; use one of "us1", "ie1", "au1"',
    "token: is no property here; use one of accountSid, authToken, apiKey, apiSecret, region, edge, endpoints, maxRetries, requestTimeoutSeconds",
  ]);
});
