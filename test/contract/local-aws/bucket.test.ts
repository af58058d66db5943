import { GetBucketTaggingCommand, PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup, { defaultTags: JSON.stringify({ tags: { project: "flex-media" } }) });
});
afterAll(() => cleanup.run());

const BUCKET = "aws:s3/bucket:Bucket";
let made = 0;

async function makeBucket(more: PropertyMap = {}) {
  made += 1;
  return bench.provider.create(BUCKET, { bucket: `recordings-${made}`, ...more });
}

describe(BUCKET, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const saved = await makeBucket({ tags: { stage: "test" } });
    const name = saved.id;
    expect(saved.state).toMatchObject({
      bucket: name,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
      region: "us-east-1",
      tags: { stage: "test" },
      tagsAll: { project: "flex-media", stage: "test" },
      forceDestroy: false,
    });
    expect(await provider.read(BUCKET, saved)).toEqual(saved);
    expect((await provider.diff(BUCKET, saved, saved.inputs)).changes).toBe(false);

    const changed = { ...saved.inputs, tags: { owner: "us" } };
    expect(await provider.diff(BUCKET, saved, changed)).toMatchObject({
      detailed: { "tags.stage": "delete", "tags.owner": "add" },
      replaces: [],
    });
    const updated = await provider.update(BUCKET, saved, changed);
    expect(updated.state.tagsAll).toEqual({ project: "flex-media", owner: "us" });
    const { TagSet } = await clients.s3.send(new GetBucketTaggingCommand({ Bucket: name }));
    expect(TagSet?.map(({ Key }) => Key).sort()).toEqual(["owner", "project"]);

    await provider.delete(BUCKET, updated);
    await provider.delete(BUCKET, updated);
    expect(await provider.read(BUCKET, updated)).toBeUndefined();
  });

  it("is named after the resource when the program gives no name", async () => {
    const saved = await bench.provider.create(BUCKET, {});
    expect(saved.id).toMatch(/^name-[0-9a-f]{7}$/);
    expect(await bench.provider.diff(BUCKET, saved, { ...saved.inputs, bucket: "another" })).toMatchObject({
      replaces: ["bucket"],
    });
  });

  it("is imported with what is there", async () => {
    const saved = await makeBucket({ objectLockEnabled: true, tags: { a: "b" } });
    const imported = await bench.provider.read(BUCKET, saved.id);
    expect(imported?.inputs).toEqual(saved.inputs);
    expect(await bench.provider.read(BUCKET, "nobody-made-this")).toBeUndefined();
  });

  it("does not take over a bucket that exists", async () => {
    const { id } = await makeBucket();
    await expect(bench.provider.create(BUCKET, { bucket: id })).rejects.toThrow(
      `bucket: ${id} exists already; import it, or choose another name.`,
    );
  });

  it("is destroyed with its objects only if the program said so", async () => {
    const { provider, clients } = bench;
    const saved = await makeBucket();
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await clients.s3.send(new PutBucketVersioningCommand({ Bucket: saved.id, VersioningConfiguration }));
    for (const Body of ["old", "new"])
      await clients.s3.send(new PutObjectCommand({ Bucket: saved.id, Key: "a", Body }));
    await expect(provider.delete(BUCKET, saved)).rejects.toThrow(
      `The bucket ${saved.id} is not empty. Empty it, or set forceDestroy, run up, and destroy it with all that is in it.`,
    );
    const forced = await provider.update(BUCKET, saved, { ...saved.inputs, forceDestroy: true });
    await provider.delete(BUCKET, forced);
    expect(await provider.read(BUCKET, forced)).toBeUndefined();
  });

  it.each([
    [{ bucket: "Upper" }, 'bucket: is "Upper", but must hold lower-case letters, digits, dots and hyphens only'],
    [{ bucket: "ab" }, "bucket: is 2 characters long, but must be at least 3 characters long"],
    [{ bucket: "192.168.0.1" }, "bucket: looks like an IP address; choose another name"],
    [{ bucket: "double..dot" }, "bucket: has two dots in a row; keep one"],
    [{ bucket: "xn--name" }, "bucket: begins or ends as only AWS's own may"],
    [{ acl: "private" }, "acl: is not known to the local AWS provider; use aws.s3.BucketPolicy"],
    [{ colour: "red" }, "colour: is no property here; use one of"],
    [
      { tags: { "aws:mine": "x" } },
      'tags["aws:mine"]: begins with aws:, which AWS keeps for itself; choose another key',
    ],
    [{ region: "eu-west-1" }, 'region: is "eu-west-1", but the local AWS provider works in us-east-1 only'],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(BUCKET, inputs)).rejects.toThrow(message);
  });
});
