import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { taggable, untaggable } from "../../../policies/judging/tagging.ts";
import { requiredTags } from "../../../policies/required-tags.ts";
import { violations } from "./asked.ts";

const bucket = "aws:s3/bucket:Bucket";
const tags = { "pulumi:project": "flex-media", "pulumi:stack": "dev" };
const told = (type: string, props: Record<string, unknown>, keys?: string[]) =>
  violations(requiredTags, [{ type, props }], keys && { keys });

test("what says where it comes from passes, by its own tags or the provider's default ones", async () => {
  expect(await told(bucket, { tags })).toEqual([]);
  expect(await told(bucket, { tags: {}, tagsAll: tags })).toEqual([]);
  for (const defaultTags of [{ tags }, JSON.stringify({ tags })]) {
    expect(await violations(requiredTags, [{ type: bucket, props: {}, provider: { defaultTags } }])).toEqual([]);
  }
  expect(await told(bucket, { tags: { ...tags, owner: "calls" } }, ["owner"])).toEqual([]);
});

test("each tag that isn't there is told of", async () => {
  const rest = "is not set, but everything has this tag; make it with the transformation of infra/tags.ts";
  const both = [`it.tags["pulumi:project"]: ${rest}`, `it.tags["pulumi:stack"]: ${rest}`];
  for (const none of [undefined, null, {}, "pulumi:stack", []])
    expect(await told(bucket, { tags: none })).toEqual(both);
  expect(await told(bucket, {})).toEqual(both);
  expect(await told(bucket, { tags }, ["owner"])).toEqual([
    'it.tags["owner"]: is not set, but everything has this tag; set owner in flex-media:tags',
  ]);
});

test.each(["{", "[]", { tags: "pulumi:stack" }, 7])("default tags that are %j say nothing", async (defaultTags) => {
  expect(await violations(requiredTags, [{ type: bucket, props: {}, provider: { defaultTags } }])).toHaveLength(2);
});

test.each(["", " ", 7, null, ["calls"]])("a tag that is %j says nothing", async (owner) => {
  expect(await told(bucket, { tags: { ...tags, owner } }, ["owner"])).toHaveLength(1);
});

test("where something comes from is asked for whatever a team asks for besides", async () => {
  expect(await told(bucket, { tags: { owner: "calls" } }, ["owner"])).toHaveLength(2);
});

test("what takes no tags is left alone, as is what isn't AWS's; what nobody has looked up is told of", async () => {
  expect(await told("aws:kms/alias:Alias", {})).toEqual([]);
  expect(await told("twilio:flex:Configuration", {})).toEqual([]);
  expect(await told("pulumi:providers:aws", {})).toEqual([]);
  expect(await told("aws:s3/bucketV3:BucketV3", { tags })).toEqual([
    "it: is of type aws:s3/bucketV3:BucketV3, but it isn't known whether that takes tags; look it up in @pulumi/aws, and add " +
      "it to a list in policies/judging/tagging.ts",
  ]);
});

describe("the lists say of each type what @pulumi/aws says:", () => {
  const sdk = dirname(fileURLToPath(import.meta.resolve("@pulumi/aws")));
  const fileOf = (type: string) => {
    const [, module = ""] = type.split(":");
    const [folder = "", file = ""] = module.split("/");
    const wanted = `${file}.d.ts`.toLowerCase();
    const found = readdirSync(join(sdk, folder)).find((name) => name.toLowerCase() === wanted);
    return join(sdk, folder, found ?? wanted);
  };

  test.each([...taggable.map((type) => [type, true] as const), ...untaggable.map((type) => [type, false] as const)])(
    "%s: %s",
    (type, takes) => {
      const file = fileOf(type);
      expect(existsSync(file)).toBe(true);
      expect(/readonly tagsAll:/.test(readFileSync(file, "utf8"))).toBe(takes);
    },
  );
});
