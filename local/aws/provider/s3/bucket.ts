import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { AwsError, unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { declaredTags, type Tags, tagList, tagsFromList, tagsSchema } from "../tags.ts";
import { bucketName } from "./bucket-name.ts";

const inputs = z
  .strictObject({
    bucket: bucketName.optional().describe("The bucket's name, unique in the world."),
    forceDestroy: z.boolean().default(false).describe("Whether destroying the bucket destroys what is in it."),
    objectLockEnabled: z
      .boolean()
      .optional()
      .describe("Whether objects can be locked from the start. Implies versioning."),
    tags: tagsSchema.optional().describe("The bucket's tags."),
    region: regionInput,
  })
  .meta({
    refused: {
      ...unsupported(["bucketPrefix"], "give bucket, or neither"),
      ...unsupported(["bucketNamespace", "requestPayer", "replicationConfiguration", "website", "accelerationStatus"]),
      ...unsupported(["acl", "grants"], "use aws.s3.BucketPolicy"),
      ...unsupported(["corsRules"], "use aws.s3.BucketCorsConfiguration"),
      ...unsupported(["lifecycleRules"], "use aws.s3.BucketLifecycleConfiguration"),
      ...unsupported(["policy"], "use aws.s3.BucketPolicy"),
      ...unsupported(["serverSideEncryptionConfiguration"], "use aws.s3.BucketServerSideEncryptionConfiguration"),
      ...unsupported(["versioning"], "use aws.s3.BucketVersioning"),
      ...unsupported(["logging"], "use aws.s3.BucketLogging"),
      ...unsupported(["objectLockConfiguration"], "use aws.s3.BucketObjectLockConfiguration"),
    },
  });

const outputs = z.strictObject({
  arn: z.string(),
  bucket: z.string(),
  bucketDomainName: z.string(),
  bucketRegionalDomainName: z.string(),
  bucketRegion: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const bucket = aws.resource({
  type: "aws:s3/bucket:Bucket",
  description:
    "An S3 bucket. Destroying it needs it to be empty, or `forceDestroy`, which destroys every version in it.",
  inputs,
  outputs,
  replaceOn: ["bucket", "objectLockEnabled", "region"],
  deleteBeforeReplace: true,
  stable: ["arn", "bucket", "bucketDomainName", "bucketRegionalDomainName", "bucketRegion", "region"],
  autonaming: { property: "bucket", maxLength: 63, lowerCase: true },
  check: (given, { client }) => regionFailures(given, client),

  async create({ bucket: name = "", objectLockEnabled, tags }, { client, signal }) {
    const request: CreateBucketCommandInput = { Bucket: name, ObjectLockEnabledForBucket: objectLockEnabled };
    // In us-east-1 creating one's own bucket again succeeds, so that two programs would share it unawares.
    if ((await head(client, name, signal)) !== undefined) {
      throw new ProviderError(`bucket: ${name} exists already; import it, or choose another name.`);
    }
    if (client.region !== "us-east-1") {
      request.CreateBucketConfiguration = { LocationConstraint: client.region as "eu-west-1" };
    }
    await client.s3.send(new CreateBucketCommand(request), { abortSignal: signal });
    await putTags(client, name, client.tagsAll(tags), signal);
    return { id: name, outputs: outputsOf(client, name, client.tagsAll(tags)) };
  },

  async read(name, prior, { client, signal }) {
    if ((await head(client, name, signal)) === undefined) return undefined;
    const tagging = new GetBucketTaggingCommand({ Bucket: name });
    const live = tagsFromList((await unlessMissing(client.s3.send(tagging, { abortSignal: signal })))?.TagSet);
    const lock = new GetObjectLockConfigurationCommand({ Bucket: name });
    const locked = await unlessMissing(client.s3.send(lock, { abortSignal: signal }));
    return {
      inputs: {
        bucket: name,
        forceDestroy: prior?.inputs.forceDestroy ?? false,
        objectLockEnabled: declaredLock(
          locked?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
          prior && (prior.inputs.objectLockEnabled ?? "undeclared"),
        ),
        tags: declaredTags(live, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, name, live),
    };
  },

  async update(name, { tags }, _prior, { client, signal }) {
    await putTags(client, name, client.tagsAll(tags), signal);
    return outputsOf(client, name, client.tagsAll(tags));
  },

  async delete(name, { inputs: { forceDestroy } }, { client, signal }) {
    if (forceDestroy) await unlessMissing(empty(client, name, signal));
    try {
      await unlessMissing(client.s3.send(new DeleteBucketCommand({ Bucket: name }), { abortSignal: signal }));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "BucketNotEmpty") throw error;
      throw new ProviderError(
        `The bucket ${name} is not empty. Empty it, or set forceDestroy, run up, and destroy it with all that is in it.`,
        { cause: error },
      );
    }
  },
});

/** A lock that was turned on later on, by a setting of its own, is no reason to make the bucket anew. */
function declaredLock(live: boolean, declared: boolean | "undeclared" | undefined): boolean | undefined {
  if (declared === "undeclared" || (declared === undefined && !live)) return undefined;
  return live;
}

function outputsOf(account: Account, name: string, tagsAll: Tags): z.output<typeof outputs> {
  return {
    arn: `arn:aws:s3:::${name}`,
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${account.region}.amazonaws.com`,
    bucketRegion: account.region,
    tagsAll,
    region: account.region,
  };
}

async function head(account: Account, name: string, signal: AbortSignal): Promise<object | undefined> {
  return unlessMissing(account.s3.send(new HeadBucketCommand({ Bucket: name }), { abortSignal: signal }));
}

async function putTags({ s3 }: Account, name: string, tags: Tags, abortSignal: AbortSignal): Promise<void> {
  if (Object.keys(tags).length === 0) {
    await s3.send(new DeleteBucketTaggingCommand({ Bucket: name }), { abortSignal });
  } else {
    const Tagging = { TagSet: tagList(tags) };
    await s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging }), { abortSignal });
  }
}

/** Deletes every version of every object, and the marks of what was deleted. Locked objects stay and are named. */
async function empty(account: Account, name: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const page = await account.s3.send(new ListObjectVersionsCommand({ Bucket: name }), { abortSignal: signal });
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) return;
    const command = new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } });
    const { Errors = [] } = await account.s3.send(command, { abortSignal: signal });
    if (Errors.length > 0) {
      const [first] = Errors;
      throw new ProviderError(
        `The bucket ${name} can't be emptied: ${Errors.length} of ${Objects.length} objects stay, such as ${first?.Key} (${first?.Message}).`,
      );
    }
  }
}
