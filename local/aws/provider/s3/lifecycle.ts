import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRuleFilter,
  type LifecycleRule as LiveRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { unsupported } from "../resource.ts";
import { tagList, tagsFromList } from "../tags.ts";
import { bucketSetting } from "./bucket-setting.ts";
import { type LifecycleRule, lifecycleRule } from "./lifecycle-rule.ts";

type Filter = NonNullable<LifecycleRule["filter"]>;

export const bucketLifecycleConfiguration = bucketSetting({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  description: "Moves or deletes a bucket's objects by their age. What is deleted is gone for good.",
  shape: { rules: z.array(lifecycleRule).min(1).max(1000).meta({ keyedBy: "id" }).describe("At least one.") },
  refused: unsupported(["transitionDefaultMinimumObjectSize", "timeouts", "expectedBucketOwner"]),
  put: ({ Bucket, s3, options }, { rules }) => {
    const LifecycleConfiguration = { Rules: rules.map(toLive) };
    return s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }), options);
  },
  async get({ Bucket, s3, options }, declared) {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), options);
    const rules = Rules?.map((live) =>
      toDeclared(
        live,
        declared?.rules.find(({ id }) => id === live.ID),
      ),
    );
    return rules === undefined ? undefined : { rules };
  },
  remove: ({ Bucket, s3, options }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket }), options),
});

function toLive(rule: LifecycleRule): LiveRule {
  const { expiration, noncurrentVersionExpiration: noncurrent, abortIncompleteMultipartUpload: abort } = rule;
  return {
    ID: rule.id,
    Status: rule.status,
    Filter: liveFilter(rule.filter ?? { prefix: "" }),
    Expiration: expiration && {
      Days: expiration.days,
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    Transitions: rule.transitions?.map(({ days, storageClass }) => ({ Days: days, StorageClass: storageClass })),
    NoncurrentVersionExpiration: noncurrent && {
      NoncurrentDays: noncurrent.noncurrentDays,
      NewerNoncurrentVersions: noncurrent.newerNoncurrentVersions,
    },
    NoncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map((one) => ({
      NoncurrentDays: one.noncurrentDays,
      StorageClass: one.storageClass,
      NewerNoncurrentVersions: one.newerNoncurrentVersions,
    })),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
  };
}

function liveFilter({ prefix, tag, and, objectSizeGreaterThan, objectSizeLessThan }: Filter): LifecycleRuleFilter {
  return {
    Prefix: prefix,
    Tag: tag && { Key: tag.key, Value: tag.value },
    ObjectSizeGreaterThan: objectSizeGreaterThan,
    ObjectSizeLessThan: objectSizeLessThan,
    And: and && {
      Prefix: and.prefix,
      Tags: and.tags && tagList(and.tags),
      ObjectSizeGreaterThan: and.objectSizeGreaterThan,
      ObjectSizeLessThan: and.objectSizeLessThan,
    },
  };
}

function toDeclared(live: LiveRule, declared: LifecycleRule | undefined): LifecycleRule {
  const { Expiration, NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = live;
  const isForAll = (live.Filter === undefined || live.Filter.Prefix === "") && declared?.filter === undefined;
  const rule = {
    id: live.ID,
    status: live.Status,
    filter: isForAll ? undefined : declaredFilter(live.Filter, declared?.filter),
    expiration: Expiration && {
      days: Expiration.Days,
      expiredObjectDeleteMarker: Expiration.ExpiredObjectDeleteMarker,
    },
    transitions: live.Transitions?.map(({ Days, StorageClass }) => ({ days: Days, storageClass: StorageClass })),
    noncurrentVersionExpiration: noncurrent && {
      noncurrentDays: noncurrent.NoncurrentDays,
      newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions,
    },
    noncurrentVersionTransitions: live.NoncurrentVersionTransitions?.map((one) => ({
      noncurrentDays: one.NoncurrentDays,
      storageClass: one.StorageClass,
      newerNoncurrentVersions: one.NewerNoncurrentVersions,
    })),
    abortIncompleteMultipartUpload: abort && { daysAfterInitiation: abort.DaysAfterInitiation },
  };
  return rule as LifecycleRule;
}

function declaredFilter(live: LifecycleRuleFilter = {}, declared: Filter = {}): Record<string, unknown> {
  const { And, Tag } = live;
  // The emulator makes zero of a size that was not given.
  const size = (value: number | undefined, given: number | undefined) => value || given;
  return {
    prefix: live.Prefix,
    tag: Tag && { key: Tag.Key, value: Tag.Value },
    objectSizeGreaterThan: size(live.ObjectSizeGreaterThan, declared.objectSizeGreaterThan),
    objectSizeLessThan: live.ObjectSizeLessThan,
    and: And && {
      prefix: And.Prefix,
      tags: And.Tags && tagsFromList(And.Tags),
      objectSizeGreaterThan: size(And.ObjectSizeGreaterThan, declared.and?.objectSizeGreaterThan),
      objectSizeLessThan: And.ObjectSizeLessThan,
    },
  };
}
