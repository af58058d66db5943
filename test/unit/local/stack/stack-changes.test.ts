import { expect, test } from "vitest";
import { anyChange, changesIn, describeChanges } from "../../../../local/stack-changes.ts";

const up = `Updating (local):
 +  aws:s3:Bucket recordings created (0.1s)
Outputs:
    bucketName: "recordings"

Resources:
    + 17 created
    ~ 2 updated
    +-1 replaced
    3 unchanged

Duration: 5s
`;

test("the summary of an operation is read by Pulumi's words", () => {
  expect(changesIn(up)).toEqual({ created: 17, updated: 2, replaced: 1, unchanged: 3 });
  expect(changesIn("Resources:\n    18 unchanged\n\nDuration: 4s\n")).toEqual({ unchanged: 18 });
});

test("what prints no summary changed nothing", () => {
  expect(changesIn("")).toEqual({});
  expect(changesIn("error: Resources: none\n")).toEqual({});
});

test("only what is not unchanged is a change", () => {
  expect(anyChange({ unchanged: 18 })).toBe(false);
  expect(anyChange({})).toBe(false);
  expect(anyChange({ unchanged: 18, deleted: 1 })).toBe(true);
});

test("changes are told in one line", () => {
  expect(describeChanges({ created: 2, unchanged: 3 })).toBe("2 created, 3 unchanged");
  expect(describeChanges({})).toBe("nothing there");
});
