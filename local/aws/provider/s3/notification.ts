import {
  type Event,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfigurationFilter,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { must } from "../must.ts";
import { bucketSetting, requireBucket } from "./bucket-setting.ts";
import { overlaps } from "./notification-overlap.ts";

const common = {
  id: z.string().min(1).max(255).optional().describe("The notification's name."),
  events: z
    .array(z.string().regex(/^s3:[A-Za-z]+(:(\*|[A-Za-z]+))?$/, must("be an event of S3, as in s3:ObjectCreated:*")))
    .min(1)
    .meta({ unordered: true }),
  filterPrefix: z.string().max(1024).optional(),
  filterSuffix: z.string().max(1024).optional(),
};
const arnOf = (service: string) =>
  z.string().regex(new RegExp(`^arn:aws[\\w-]*:${service}:`), must(`be an ARN of ${service}`));

const lists = z.strictObject({
  queues: z.array(z.strictObject({ ...common, queueArn: arnOf("sqs") })).optional(),
  topics: z.array(z.strictObject({ ...common, topicArn: arnOf("sns") })).optional(),
  lambdaFunctions: z.array(z.strictObject({ ...common, lambdaFunctionArn: arnOf("lambda") })).optional(),
});
const shape = {
  ...lists.shape,
  eventbridge: z.boolean().default(false).describe("Whether every event goes to EventBridge."),
};

type Filtered = { filterPrefix?: string | undefined; filterSuffix?: string | undefined };
type Named = Filtered & { id?: string | undefined; events: string[] };

export const bucketNotification = bucketSetting({
  type: "aws:s3/bucketNotification:BucketNotification",
  description: "Tells queues, topics and functions what happens in a bucket. It is one for the bucket.",
  shape,
  check: overlaps,
  async put(at, { queues = [], topics = [], lambdaFunctions = [], eventbridge }) {
    await requireBucket(at);
    const { Bucket, s3, options } = at;
    const NotificationConfiguration = {
      QueueConfigurations: queues.map((one) => ({ ...liveOf(one), QueueArn: one.queueArn })),
      TopicConfigurations: topics.map((one) => ({ ...liveOf(one), TopicArn: one.topicArn })),
      LambdaFunctionConfigurations: lambdaFunctions.map((one) => ({
        ...liveOf(one),
        LambdaFunctionArn: one.lambdaFunctionArn,
      })),
      ...(eventbridge && { EventBridgeConfiguration: {} }),
    };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }), options);
  },
  async get({ Bucket, s3, options }, declared) {
    const live = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }), options);
    const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = live;
    const eventbridge = live.EventBridgeConfiguration !== undefined;
    const count = QueueConfigurations.length + TopicConfigurations.length + LambdaFunctionConfigurations.length;
    if (count === 0 && !eventbridge && declared === undefined) return undefined;
    const queues = QueueConfigurations.map((one, at) => ({
      ...declaredOf(one, declared?.queues?.[at]),
      queueArn: one.QueueArn ?? "",
    }));
    const topics = TopicConfigurations.map((one, at) => ({
      ...declaredOf(one, declared?.topics?.[at]),
      topicArn: one.TopicArn ?? "",
    }));
    const lambdaFunctions = LambdaFunctionConfigurations.map((one, at) => ({
      ...declaredOf(one, declared?.lambdaFunctions?.[at]),
      lambdaFunctionArn: one.LambdaFunctionArn ?? "",
    }));
    return {
      queues: queues.length > 0 ? queues : declared?.queues && [],
      topics: topics.length > 0 ? topics : declared?.topics && [],
      lambdaFunctions: lambdaFunctions.length > 0 ? lambdaFunctions : declared?.lambdaFunctions && [],
      eventbridge,
    };
  },
  remove: ({ Bucket, s3, options }) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }), options),
});

function liveOf({ id, events, filterPrefix, filterSuffix }: Named) {
  const FilterRules = [
    ...(filterPrefix === undefined ? [] : [{ Name: "prefix" as const, Value: filterPrefix }]),
    ...(filterSuffix === undefined ? [] : [{ Name: "suffix" as const, Value: filterSuffix }]),
  ];
  const Filter = FilterRules.length === 0 ? undefined : { Key: { FilterRules } };
  return { Id: id, Events: events as Event[], Filter };
}

interface Live {
  Id?: string | undefined;
  Events: Event[] | undefined;
  Filter?: NotificationConfigurationFilter | undefined;
}

/** An id that was not declared is AWS's own. */
function declaredOf({ Id, Events = [], Filter }: Live, declared: Named | undefined): Named {
  const value = (name: string) => Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value;
  return {
    id: declared !== undefined && declared.id === undefined ? undefined : Id,
    events: Events,
    filterPrefix: value("prefix"),
    filterSuffix: value("suffix"),
  };
}
