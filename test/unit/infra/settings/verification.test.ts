import { expect, test } from "vitest";
import { flexMedia, least, settings } from "./configuration.ts";

const verification = (value: unknown) => settings({ ...least, "flex-media:verification": value }).verification;

test("the newest recording is the probe where nothing is said", () => {
  expect(settings(least).verification).toEqual({ probe: "recent" });
  expect(verification({})).toEqual({ probe: "recent" });
});

test("a call and the number that it comes from are taken", () => {
  expect(verification({ probe: "call", from: "+14155550199" })).toEqual({ probe: "call", from: "+14155550199" });
  expect(verification({ probe: "none" })).toEqual({ probe: "none" });
});

test.each([
  [{ probe: "always" }, 'flex-media:verification.probe: is "always"; use one of "none", "recent", "call"'],
  [
    { from: "4155550199" },
    "flex-media:verification.from: is no phone number in E.164; give a plus, the country and the number, as in +14155550100",
  ],
  [{ number: "+14155550199" }, "flex-media:verification.number: is no property here; use one of probe, from"],
])("%j is refused", (value, message) => {
  expect(flexMedia("verification", value)).toEqual([message]);
});
