import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { stackTags, tagged } from "../../../infra/tags.ts";
import { recordedPlayback } from "./playback.ts";
import { recorded } from "./recorded.ts";

const tags = { "pulumi:stack": "test", owner: "calls" };

/** The tags of everything that is made with these, by type and name. */
async function tagsOf(make: (options: pulumi.ComponentResourceOptions) => unknown) {
  const { resources } = await recorded((options) =>
    make({ transformations: [...(options.transformations ?? []), tagged(tags)] }),
  );
  return Object.fromEntries(resources.map(({ type, name, inputs }) => [`${type} ${name}`, inputs.tags]));
}

test("whatever takes tags gets them, children of components too, and nothing else does", async () => {
  const found = await tagsOf(
    (options) =>
      new RecordingStorage("recordings", { origins: ["https://flex.twilio.com"], throwAway: false }, options),
  );
  const [yes, no] = [Object.keys(found).filter((key) => found[key] !== undefined), Object.keys(found)];
  expect(yes).toEqual(["aws:s3/bucket:Bucket recordings", "aws:kms/key:Key recordings"]);
  expect(no).toContain("aws:kms/alias:Alias recordings");
  expect(found[yes[0] ?? ""]).toEqual(tags);
});

test("a resource's own tags stay and go first, also where they are known later only", async () => {
  const own = { owner: pulumi.output("others"), kind: "log" };
  const found = await tagsOf((options) => [
    new aws.s3.Bucket("a", { tags: own }, options),
    new aws.s3.Bucket("b", { tags: pulumi.output(own) }, options),
  ]);
  const all = { ...tags, owner: "others", kind: "log" };
  expect(Object.values(found)).toEqual([all, all]);
});

test("what isn't AWS's is left alone", async () => {
  const found = await tagsOf((options) => new twilio.flex.Configuration("flex", {}, options));
  expect(Object.values(found)).toEqual([undefined]);
});

test("the stack says where everything comes from, and nobody else can", async () => {
  await recordedPlayback();
  expect(stackTags({ owner: "calls", "pulumi:stack": "another" })).toEqual({
    owner: "calls",
    "pulumi:project": "flex-media",
    "pulumi:stack": "test",
  });
});
