import { expect, test } from "vitest";
import { initArguments } from "../../../../cli/commands/init.ts";
import { Interview } from "../../../../cli/init/interview.ts";
import { askStatePlace } from "../../../../cli/init/state-place.ts";
import { Secret } from "../../../../providers/kit/index.ts";

const folder = "file:///home/me/state";
const key = "awskms:///arn:aws:kms:us-east-1:111122223333:key/0-1?region=us-east-1";

async function placeOf(flags: Record<string, string>, environment: Record<string, string> = {}, current?: string) {
  const interview = new Interview(new Map(Object.entries(flags)), environment, undefined);
  const place = await askStatePlace(interview, current, folder);
  interview.refuseWrong();
  return place;
}

test.each([
  [{ state: "cloud" }, {}, "https://api.pulumi.com", "default"],
  [{ state: "folder" }, {}, folder, "passphrase"],
  [
    { backend: "s3://acme-state?region=eu-west-1", "secrets-provider": key },
    {},
    "s3://acme-state?region=eu-west-1",
    key,
  ],
  [{}, { PULUMI_BACKEND_URL: "file:///tmp/state" }, "file:///tmp/state", "passphrase"],
  [{ state: "cloud", "secrets-provider": key }, {}, "https://api.pulumi.com", key],
  [{ state: "cloud" }, { PULUMI_BACKEND_URL: "s3://acme-state" }, "https://api.pulumi.com", "default"],
])("state's place is told by %j and %j", async (flags, environment, backend, secretsProvider) => {
  expect(await placeOf(flags, environment as Record<string, string>)).toMatchObject({ backend, secretsProvider });
});

test("how a file is sealed already is what goes on", async () => {
  expect(await placeOf({ backend: "s3://acme-state" }, {}, key)).toMatchObject({ secretsProvider: key });
});

test.each([
  [{ state: "moon" }, "--state: is none of cloud, s3, folder; give one of them"],
  [{ state: "s3" }, "--backend: is missing; give the bucket's URL, as in s3://acme-flex-media-state?region=us-east-1"],
  [
    { backend: "s3://acme-state" },
    "--secrets-provider: is missing; give a KMS key, as in awskms://alias/flex-media-staging?region=us-east-1",
  ],
  [{ backend: "s3://Acme", "secrets-provider": key }, "--backend: is no backend for s3; give the bucket's URL"],
  [
    { backend: "s3://acme", "secrets-provider": "passphrase" },
    "--secrets-provider: can't be had with s3; give a KMS key",
  ],
  [{ state: "folder", "secrets-provider": key }, "--secrets-provider: can't be had with folder; give passphrase"],
  [{ state: "cloud", backend: "http://api.example.com" }, "--backend: is no backend for cloud; give its URL"],
])("a place that can't be is refused: %j", async (flags, message) => {
  await expect(placeOf(flags as Record<string, string>)).rejects.toThrow(message);
});

test("what is there stays where nobody can be asked, and a dash takes away what need not be", async () => {
  const question = { flag: "x", message: "X", wanted: "give x", optional: true, check: async () => undefined };
  const ask = (given: Record<string, string>, current: string | undefined) =>
    new Interview(new Map(Object.entries(given)), {}, undefined).text({ ...question, current });
  expect(await ask({}, "there")).toBe("there");
  expect(await ask({ x: "other" }, "there")).toBe("other");
  expect(await ask({ x: "-" }, "there")).toBe("");
  expect(await ask({}, undefined)).toBe("");
});

test("a secret of the environment goes before the one that is there, and is checked like any other", async () => {
  const interview = new Interview(new Map(), { TWILIO_AUTH_TOKEN: "new" }, undefined);
  const question = { variable: "TWILIO_AUTH_TOKEN", message: "Token", current: new Secret("old") };
  expect((await interview.secret({ ...question, check: async () => undefined }))?.reveal()).toBe("new");
  expect(await interview.secret({ ...question, check: async () => "is wrong; mend it" })).toBeUndefined();
  expect(() => interview.refuseWrong()).toThrow("TWILIO_AUTH_TOKEN: is wrong; mend it\nNothing was written.");
});

test("flags are read by their own names, and all that is wrong with them is told", () => {
  const read = initArguments({
    stack: "dev",
    accountSid: "AC1",
    voiceWorkflow: "W",
    yes: true,
    changeSecretsProvider: true,
  });
  expect(read).toEqual({
    stack: "dev",
    given: new Map([
      ["account-sid", "AC1"],
      ["voice-workflow", "W"],
    ]),
    changeSecretsProvider: true,
    asksNothing: true,
  });
  expect(() => initArguments({ accountSid: "" })).toThrow(
    "--account-sid: is empty; leave it out, or give it a value\n--stack: is missing; name the stack that is to be made ready",
  );
});
