import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { type CheckFailure, ProviderError } from "../../../../providers/kit/index.ts";
import { withoutAbsent } from "../absent.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionInput, regionOutput } from "../resource.ts";
import { bucketName } from "./bucket-name.ts";

/** Where a setting is read and written. */
export interface BucketAt {
  /** The bucket's name. */
  Bucket: string;
  s3: Account["s3"];
  /** For the AWS SDK's `send`. */
  options: { abortSignal: AbortSignal };
}

/** One of a bucket's settings: `Value` is its properties besides the bucket. */
export interface BucketSetting<Shape extends z.ZodRawShape> {
  type: string;
  description: string;
  shape: Shape;
  /** Properties of @pulumi/aws that are refused, with the reason. */
  refused?: Record<string, string>;
  sameMeaning?: Record<string, (before: unknown, after: unknown) => boolean>;
  check?(
    inputs: Readonly<Record<string, unknown>>,
    prior: Readonly<Record<string, unknown>> | undefined,
  ): CheckFailure[];
  put(at: BucketAt, value: Value<Shape>): Promise<unknown>;
  /** The live setting, as a program would declare it; fails with a "missing" error or gives `undefined` if there is none. */
  get(at: BucketAt, declared: Value<Shape> | undefined): Promise<Value<Shape> | undefined>;
  remove(at: BucketAt, value: Value<Shape>): Promise<unknown>;
}

export type Value<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** Declares a resource whose whole life is one setting of a bucket; its id is the bucket's name. */
export function bucketSetting<Shape extends z.ZodRawShape>(setting: BucketSetting<Shape>) {
  const inputs = z
    .strictObject({ ...setting.shape, bucket: bucketName, region: regionInput })
    .meta({ refused: setting.refused ?? {} });
  const common = z.object({ bucket: z.string(), region: z.string().optional() });
  const at = (Bucket: string, { client, signal }: { client: Account; signal: AbortSignal }): BucketAt => ({
    Bucket,
    s3: client.s3,
    options: { abortSignal: signal },
  });
  const settingIn = (all: unknown) => all as Value<Shape>;

  return aws.resource({
    type: setting.type,
    description: setting.description,
    inputs,
    outputs: z.strictObject({ region: regionOutput }),
    replaceOn: ["bucket", "region"],
    stable: ["region"],
    ...(setting.sameMeaning === undefined ? {} : { sameMeaning: setting.sameMeaning }),
    check: (given, { client, prior }) => [...regionFailures(given, client), ...(setting.check?.(given, prior) ?? [])],
    async create(all, context) {
      const { bucket } = common.parse(all);
      await named(bucket, setting.put(at(bucket, context), settingIn(all)));
      return { id: bucket, outputs: { region: context.client.region } };
    },
    async read(bucket, prior, context) {
      const there = at(bucket, context);
      const live = await unlessMissing(setting.get(there, prior && settingIn(prior.inputs)));
      if (live === undefined) return undefined;
      const declaredRegion = prior && common.parse(prior.inputs).region;
      const region = declaredRegion === undefined ? {} : { region: context.client.region };
      return {
        inputs: withoutAbsent({ ...live, bucket, ...region }) as z.output<typeof inputs>,
        outputs: { region: context.client.region },
      };
    },
    async update(bucket, all, _prior, context) {
      await named(bucket, setting.put(at(bucket, context), settingIn(all)));
      return { region: context.client.region };
    },
    async delete(bucket, prior, context) {
      await unlessMissing(setting.remove(at(bucket, context), settingIn(prior.inputs)));
    },
  });
}

/** A setting's own "missing" can only mean the bucket when it is written. */
async function named(bucket: string, put: Promise<unknown>): Promise<void> {
  const done = await unlessMissing(put.then(() => true));
  if (done !== true) throw new ProviderError(`bucket: ${bucket} does not exist; declare it, or correct the name.`);
}

/** Fails as missing if the bucket is gone: for settings that AWS answers with their default then. */
export async function requireBucket({ Bucket, s3, options }: BucketAt): Promise<void> {
  await s3.send(new HeadBucketCommand({ Bucket }), options);
}
