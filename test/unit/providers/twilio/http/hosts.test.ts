import { describe, expect, test } from "vitest";
import { hostUrl, type Product, products, type Region } from "../../../../../providers/twilio/http/hosts.ts";

test.each<[Product, string]>([
  ["api", "https://api.twilio.com"],
  ["conversations", "https://conversations.twilio.com"],
  ["flexApi", "https://flex-api.twilio.com"],
  ["iam", "https://iam.twilio.com"],
  ["studio", "https://studio.twilio.com"],
  ["taskrouter", "https://taskrouter.twilio.com"],
  ["voice", "https://voice.twilio.com"],
])("%s is at %s", (product, url) => {
  expect(hostUrl(product, {})).toBe(url);
});

test("no product has been forgotten above", () => {
  expect(Object.keys(products)).toHaveLength(7);
});

describe("a place", () => {
  test.each<[Region | undefined, string | undefined, string]>([
    [undefined, undefined, "https://flex-api.twilio.com"],
    ["us1", undefined, "https://flex-api.ashburn.us1.twilio.com"],
    ["ie1", undefined, "https://flex-api.dublin.ie1.twilio.com"],
    ["au1", undefined, "https://flex-api.sydney.au1.twilio.com"],
    [undefined, "frankfurt", "https://flex-api.frankfurt.us1.twilio.com"],
    ["us1", "frankfurt", "https://flex-api.frankfurt.us1.twilio.com"],
    ["ie1", "dublin", "https://flex-api.dublin.ie1.twilio.com"],
    ["ie1", "ashburn", "https://flex-api.ashburn.ie1.twilio.com"],
    ["au1", "singapore", "https://flex-api.singapore.au1.twilio.com"],
  ])("region %s and edge %s: %s", (region, edge, url) => {
    expect(hostUrl("flexApi", { region, edge })).toBe(url);
  });
});
