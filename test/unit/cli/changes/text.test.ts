import fc from "fast-check";
import { expect, test } from "vitest";
import { driftText, policyText, textReport } from "../../../../cli/changes/index.ts";
import { change, previewWith } from "./preview.ts";

const property = (path: string, before?: string, after?: string) => ({ path, before, after, replaces: false });

test("a report says what changes where, and what that means", () => {
  const changes = [
    change({ properties: [property("callRecordingEnabled", "false", "true")] }),
    change({ type: "aws:sqs/queue:Queue", name: "archive", operation: "delete" }),
  ];
  const warnings = ["the table is bare"];
  expect(
    textReport(previewWith({ changes, warnings }), { commit: "abc", fromStack: "dev" }),
  ).toBe(`dev: 1 to change, 1 to delete, 3 unchanged
Commit abc, which dev runs.

! Flex Configuration is changed: it is one for the whole account, so it changes for all agents at once
! SQS queue archive is deleted: messages in it are lost; recordings among them are brought back by a backfill

Twilio
  ~ Flex Configuration
      ~ callRecordingEnabled (call recording): false → true

AWS
  - SQS queue archive

Warnings
  - the table is bare
`);
  expect(textReport(previewWith())).toBe("dev: nothing to change, 3 unchanged\n");
});

test.each([
  ["arn:aws:secretsmanager:us-east-1:000000000000:secret:a", true],
  ["[unknown]", false],
])("a value that is made for secret %s may write another one over: %s", (secretId, isTold) => {
  const type = "aws:secretsmanager/secretVersion:SecretVersion";
  const made = change({
    type,
    name: "twilio",
    operation: "create",
    properties: [property("secretId", undefined, secretId)],
  });
  const caution =
    "! Value of secret twilio is created: where another value is in use than the stack wrote, take it into";
  expect(textReport(previewWith({ changes: [made] })).includes(caution)).toBe(isTold);
});

test("policies are told with what they are about, mandatory ones by that word", () => {
  const violations = [
    { policy: "bucket-encrypted", level: "mandatory" as const, resource: "recordings", message: "recordings: is open" },
  ];
  expect(policyText(previewWith({ violations }))).toBe(
    "dev\n\nPolicies: 1 mandatory, 0 advisory\n  mandatory bucket-encrypted, recordings\n  | recordings: is open\n",
  );
  expect(policyText(previewWith())).toBe("dev: no policy is violated.\n");
});

test("long texts are told by what differs in them", () => {
  const [before, after] = ["one", "two"].map((word) => `${"a".repeat(3000)}${word}${"b".repeat(3000)}`);
  const text = textReport(
    previewWith({ changes: [change({ properties: [property("uiAttributes", before, after)] })] }),
  );
  expect(text).toMatch(/…a+oneb+… → …a+twob+…/);
  expect(text.length).toBeLessThan(1500);
});

test("drift is told as declared and found", () => {
  const changes = [
    change({ properties: [property("maxFileSize", "5242880", "4096"), property("x", undefined, "1")] }),
    change({ type: "twilio:conversations:AddressConfiguration", name: "sms +1", operation: "delete" }),
    change({ type: "other:a:B", name: "c", provider: "other" }),
  ];
  const text = driftText(previewWith({ changes }));
  expect(text).toContain("maxFileSize: declared 5242880 (5.0 MiB), found 4096 (4.0 KiB)");
  expect(text).toContain("x: declared nothing, found 1");
  expect(text).toContain("Conversations address sms +1 (Flex > Manage > Messaging)\n      was deleted");
  expect(text).toContain("other:a:B c\n      ~ is different, in what the provider does not name");
});

const text = fc.oneof(
  fc.constantFrom("a\n::error::b", "\u001B[2J", "\r\nx", "::set-env", "a ##[add-mask]b"),
  fc.string({ unit: "binary" }),
);

test("no text from elsewhere steers a terminal, or is a command to what runs the pipeline", () => {
  fc.assert(
    fc.property(text, text, text, (name, before, message) => {
      const preview = previewWith({
        changes: [
          change({
            name,
            type: "aws:sqs/queue:Queue",
            operation: "replace",
            properties: [property(name, before, "1")],
          }),
        ],
        violations: [{ policy: "p", level: "mandatory", resource: name, message }],
        warnings: [message],
      });
      for (const told of [textReport(preview), policyText(preview), driftText(preview)]) {
        expect(told).not.toMatch(/^\s*::|##\[/m);
        expect(told.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: 500 },
  );
});
