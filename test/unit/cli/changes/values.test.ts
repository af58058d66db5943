import fc from "fast-check";
import { expect, test } from "vitest";
import { hasSecret, textOf, withoutCredentials } from "../../../../cli/changes/engine/values.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "AAAA", plaintext: '"hunter2"' };
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

test("a secret is never told, however deep it lies", () => {
  const nested = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constant(secret),
      fc.record({ a: tie("node"), b: tie("node") }),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(nested, (value) => {
      expect(hasSecret(value)).toBe(true);
      expect(textOf(value)).toContain("[secret]");
      expect(textOf(value)).not.toMatch(/hunter2|AAAA/);
    }),
  );
  expect(hasSecret({ a: [1, "b", null] })).toBe(false);
});

test("what is named a credential is told as one, and what names where it lies is not", () => {
  for (const name of ["TWILIO_AUTH_TOKEN", "clientSecret", "password", "apiKey", "AWS_SECRET_ACCESS_KEY"]) {
    expect(textOf("plain", name)).toBe("[secret]");
    expect(textOf({ deep: [{ [name]: "plain" }] })).toBe(`{"deep":[{"${name}":"[secret]"}]}`);
  }
  for (const name of ["TWILIO_SECRET_ARN", "kmsKeyId", "friendlyName", "tokenTtlSeconds", "objectKey"]) {
    expect(textOf("plain", name)).toBe("plain");
  }
  expect(textOf("arn:aws:secretsmanager:us-east-1:000000000000:secret:a", "secret")).toContain("arn:aws");
  expect(textOf("", "password")).toBe("");
});

test("values are told as people write them", () => {
  expect(textOf("text")).toBe("text");
  expect(textOf(["jpg", "png"])).toBe("jpg, png");
  expect(textOf(["a, b", "c"])).toBe('["a, b","c"]');
  expect(textOf({ a: [1, null] })).toBe('{"a":[1,null]}');
  expect(textOf(unknown)).toBe("[unknown]");
  expect(textOf({ a: unknown })).toBe('{"a":"[unknown]"}');
  expect(textOf({ [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", hash: "0123456789abcdef" })).toBe(
    "contents 01234567",
  );
});

test.each([
  ["https://user:pass@example.com/a", "https://…@example.com/a"],
  ["https://example.com/a?token=abc&b=c#d", "https://example.com/a?token=…&b=…#d"],
  ["https://example.com/?abc", "https://example.com/?…"],
  [
    '"https://x.example/?recording={{widgets.CallRecording.Sid}}"',
    '"https://x.example/?recording={{widgets.CallRecording.Sid}}"',
  ],
  ["Authorization: Basic QWxhZGRpbjpvcGVu", "Authorization: Basic …"],
  ["Bearer abc.def-ghi_jkl", "Bearer …"],
  [`token ${"0f".repeat(16)}`, "token …"],
  [`FW${"0f".repeat(16)}`, `FW${"0f".repeat(16)}`],
  ["https://example.com/a", "https://example.com/a"],
  ["https://hooks.slack.com/services/T0/B0/aB3dE6gH9jK2mN5pQ8sT1vW4", "https://hooks.slack.com/services/T0/B0/…"],
  [
    `https://api.twilio.com/2010-04-01/Accounts/AC${"0f".repeat(16)}/Recordings/RE${"0f".repeat(16)}.wav`,
    `https://api.twilio.com/2010-04-01/Accounts/AC${"0f".repeat(16)}/Recordings/…`,
  ],
  ["secret aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD", "secret …"],
  ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "…"],
  ['{"password":"hunter2","name":"a"}', '{"password":"…","name":"a"}'],
  ["arn:aws:iam::000000000000:role/playback-1a2b3c4", "arn:aws:iam::000000000000:role/playback-1a2b3c4"],
  ["recordingStatusCallbackAddress", "recordingStatusCallbackAddress"],
])("%s is told without credentials", (text, told) => {
  expect(withoutCredentials(text)).toBe(told);
});
