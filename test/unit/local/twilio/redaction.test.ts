import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedaction } from "../../../../local/twilio/record/redaction.ts";

const redaction = createRedaction(() => ["the-auth-token"]);
const json = (value: unknown) => JSON.parse(redaction.body(JSON.stringify(value), "application/json") ?? "");

test.each([
  "token",
  "Token",
  "auth_token",
  "authToken",
  "AuthToken",
  "client_secret",
  "Password",
  "jwe",
  "Authorization",
])("the value of %s is left out at any depth", (name) => {
  expect(json({ a: [{ [name]: "hidden", b: 1 }] })).toEqual({ a: [{ [name]: "(left out)", b: 1 }] });
});

test.each(["identity", "tokens_used", "PageToken", "page_token", "secretary", "roles", "account_sid"])(
  "the value of %s stays",
  (name) => {
    expect(json({ [name]: "shown" })).toEqual({ [name]: "shown" });
  },
);

test("known secrets and token-like text are left out of any value", () => {
  const jwe = `eyJhbGciOiJkaXIi..${"a".repeat(16)}.${"b".repeat(99)}.${"c".repeat(22)}`;
  expect(json({ note: `x the-auth-token y ${jwe} z` })).toEqual({ note: "x (left out) y (left out) z" });
  expect(redaction.text("https://me:pw@host/path")).toBe("https://(left out)@host/path");
});

test("no field of any JSON body keeps a value under a secret name", () => {
  const hidden = "h1dd3n-value";
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("token", "secret", "password"), (text, name) => {
      const body = JSON.stringify({ rest: JSON.parse(text), [name]: hidden, list: [{ [name]: { deep: hidden } }] });
      expect(redaction.body(body, "application/json")).not.toContain(hidden);
    }),
  );
});

test("a form is redacted by the names of its fields", () => {
  const body = "Token=abc&Note=the-auth-token&Url=x";
  expect(new URLSearchParams(redaction.body(body, "application/x-www-form-urlencoded"))).toEqual(
    new URLSearchParams({ Token: "(left out)", Note: "(left out)", Url: "x" }),
  );
});

test("a body that can't be read is not shown", () => {
  expect(redaction.body('{"token": "abc"', "application/json")).toBeUndefined();
  expect(redaction.body("token: abc", "text/plain")).toBeUndefined();
  expect(redaction.body("", "text/plain")).toBe("");
});

test("headers that carry credentials are gone, the others stay", () => {
  const headers: [string, string][] = [
    ["authorization", "Basic x"],
    ["proxy-authorization", "Basic x"],
    ["cookie", "a=b"],
    ["set-cookie", "a=b"],
    ["x-flex-jwe", "x"],
    ["x-twilio-signature", "x"],
    ["accept", "application/json"],
  ];
  expect(redaction.headers(headers)).toEqual([["accept", "application/json"]]);
});
