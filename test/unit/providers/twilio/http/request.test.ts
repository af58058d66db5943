import { describe, expect, test } from "vitest";
import { encodeBody, encodeFields } from "../../../../../providers/twilio/http/request.ts";

describe("fields", () => {
  test("are encoded as forms are, lists as repeated keys", () => {
    expect(
      encodeFields({
        FriendlyName: "a b&c=d/é",
        "AutoCreation.Enabled": true,
        StudioRetryCount: 0,
        Permission: ["sendMessage", "leaveConversation"],
        Nobody: [],
        Attributes: "{}",
        Left: undefined,
        Empty: "",
      }),
    ).toBe(
      "FriendlyName=a+b%26c%3Dd%2F%C3%A9&AutoCreation.Enabled=true&StudioRetryCount=0&Permission=sendMessage&Permission=leaveConversation&Attributes=%7B%7D&Empty=",
    );
  });

  test("may be none", () => {
    expect(encodeFields({})).toBe("");
  });
});

describe("a body", () => {
  const to = { product: "flexApi", method: "POST", path: "/v1/Configuration" } as const;

  test("of JSON says so", () => {
    expect(encodeBody({ ...to, json: { a: null, b: [1] } })).toEqual({
      body: '{"a":null,"b":[1]}',
      contentType: "application/json",
    });
  });

  test("of a form says so", () => {
    expect(encodeBody({ ...to, form: { A: "1" } })).toEqual({
      body: "A=1",
      contentType: "application/x-www-form-urlencoded",
    });
  });

  test("that is not there announces nothing", () => {
    expect(encodeBody(to)).toEqual({ body: null });
  });
});
