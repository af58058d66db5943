import { expect, test } from "vitest";
import { Draft } from "../../../../cli/init/draft.ts";
import { Secret } from "../../../../providers/kit/index.ts";

function draftOf(values: Record<string, unknown>): Draft {
  return new Draft(new Map(Object.entries(values)));
}

test("only what differs is a change, in the order of the answers", () => {
  const draft = draftOf({ "a:b": "same", "flex-media:voice": { numbers: ["+1"], language: "en-US" } });
  draft.set("flex-media:voice.numbers", ["+1", "+2"]);
  draft.set("a:b", "same");
  draft.set("c:d", "new");
  draft.set("flex-media:voice.language", "en-US");
  expect(draft.changes()).toEqual([
    { path: "flex-media:voice.numbers", secret: false, before: ["+1"], after: ["+1", "+2"] },
    { path: "c:d", secret: false, before: undefined, after: "new" },
  ]);
  expect(draft.config()["flex-media:voice"]).toBe('{"numbers":["+1","+2"],"language":"en-US"}');
});

test("a secret is a change where it is another one, and is in no change's text", () => {
  const draft = draftOf({ "twilio:authToken": new Secret("one") });
  draft.set("twilio:authToken", new Secret("one"));
  expect(draft.changes()).toEqual([]);
  draft.set("twilio:authToken", new Secret("another"));
  draft.set("twilio:apiSecret", new Secret("third"));
  const changes = draft.changes();
  expect(changes).toMatchObject([
    { path: "twilio:authToken", secret: true, isNew: false },
    { path: "twilio:apiSecret", secret: true, isNew: true },
  ]);
  expect(JSON.stringify(changes)).not.toMatch(/another|third/);
});

test("a secret that goes is told without its value", () => {
  const draft = draftOf({ "twilio:apiSecret": new Secret("third") });
  draft.set("twilio:apiSecret", undefined);
  expect(draft.changes()).toEqual([{ path: "twilio:apiSecret", secret: false, before: "a secret", after: undefined }]);
});

test("a section that is there by its name alone is an empty one", () => {
  const draft = draftOf({ "flex-media:voice": null });
  expect(draft.has("flex-media:voice")).toBe(true);
  expect(draft.value("flex-media:voice.numbers")).toBeUndefined();
  draft.set("flex-media:voice.numbers", ["+1"]);
  expect(draft.value("flex-media:voice")).toEqual({ numbers: ["+1"] });
});
