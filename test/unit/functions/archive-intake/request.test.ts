import { expect, test } from "vitest";
import { fromFunctionUrl } from "../../../../functions/archive-intake/request.ts";

const event = {
  rawPath: "/",
  rawQueryString: "",
  headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "abc=" },
  requestContext: { domainName: "id.lambda-url.us-east-1.on.aws", http: { method: "POST" } },
  body: Buffer.from("a=b").toString("base64"),
  isBase64Encoded: true,
};

test("reads a function URL's event, its headers in whatever case", () => {
  expect(fromFunctionUrl(event, null)).toEqual({
    method: "POST",
    contentType: "application/x-www-form-urlencoded",
    signature: "abc=",
    urls: ["https://id.lambda-url.us-east-1.on.aws/", "https://id.lambda-url.us-east-1.on.aws"],
    body: Buffer.from("a=b"),
  });
});

test("takes the host from the event's context, or from the setting, and never from a header", () => {
  const asked = {
    ...event,
    headers: { host: "forged.example", "x-forwarded-host": "forged.example" },
    rawPath: "/recordings",
    rawQueryString: "a=1&b=%20",
  };
  expect(fromFunctionUrl(asked, null).urls).toEqual(["https://id.lambda-url.us-east-1.on.aws/recordings?a=1&b=%20"]);
  expect(fromFunctionUrl(asked, "https://hooks.example/twilio").urls).toEqual([
    "https://hooks.example/twilio/recordings?a=1&b=%20",
  ]);
  const odd = { ...asked, requestContext: { domainName: "a/b?c", http: { method: "POST" } } };
  expect(fromFunctionUrl(odd, null).urls).toEqual([]);
});

test("takes a header that is there twice for none", () => {
  const twice = { ...event, headers: { "x-twilio-signature": "a", "X-Twilio-Signature": "b" } };
  expect(fromFunctionUrl(twice, null).signature).toBeUndefined();
});

test("does not read a body that is too long", () => {
  const body = (bytes: number) =>
    fromFunctionUrl({ ...event, body: "x".repeat(bytes), isBase64Encoded: false }, null).body;
  // Whoever has no signature is to cost little.
  const most = 16 * 1024;
  expect(body(most)?.length).toBe(most);
  expect(body(most + 1)).toBeUndefined();
  const encoded = Buffer.alloc(most + 1).toString("base64");
  expect(fromFunctionUrl({ ...event, body: encoded }, null).body).toBeUndefined();
});

test.each([undefined, null, "text", {}, { requestContext: "none", headers: 3, body: {} }])(
  "finds nothing in %j",
  (odd) => {
    expect(fromFunctionUrl(odd, null)).toMatchObject({
      method: "",
      contentType: undefined,
      signature: undefined,
      urls: [],
    });
  },
);
