import { expect, test } from "vitest";
import type { Configuration } from "../../../../../cli/promote/configuration/configuration.ts";
import { ownCredentials } from "../../../../../cli/promote/gates/own-credentials.ts";
import { subject } from "./subject.ts";

function refusals(from: Configuration, to: Configuration): Promise<readonly string[]> {
  return ownCredentials.refusals(
    subject({
      from: { configuration: async () => from },
      to: { name: "acme/flex-media/staging", configuration: async () => to },
    }),
  );
}

const [one, other] = [["111111111111"], ["222222222222"]].map((ids) => ({ "aws:allowedAccountIds": ids }));

test("two AWS accounts want a profile each, as the environment opens but one", async () => {
  expect(await refusals({ ...one, "aws:profile": "flex-media-dev" }, { ...other })).toEqual([
    "aws:profile: is missing in acme/flex-media/staging, and dev and acme/flex-media/staging are in two AWS accounts, of which " +
      "credentials in the environment open but one; name the profile in Pulumi.staging.yaml",
  ]);
  expect(await refusals({ ...one }, { ...other })).toHaveLength(2);
});

test.each<[string, Configuration, Configuration]>([
  ["profiles", { ...one, "aws:profile": "a" }, { ...other, "aws:profile": "b" }],
  ["credentials", { ...one, "aws:accessKey": "AKIA" }, { ...other, "aws:accessKey": "AKIB" }],
  ["roles", { ...one, "aws:assumeRoles": [] }, { ...other, "aws:assumeRole": {} }],
  ["one account", { ...one }, { "aws:allowedAccountIds": [...(one?.["aws:allowedAccountIds"] ?? []), "3"] }],
  ["accounts that nobody names", {}, { ...other }],
])("nothing stands against %s", async (_, from, to) => {
  expect(await refusals(from, to)).toEqual([]);
});
