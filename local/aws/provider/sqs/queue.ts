import { CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { declaredJson, isObject, parsedJson, sameJson } from "../json.ts";
import { aws, regionFailures, regionOutput } from "../resource.ts";
import { declaredTags, type Tags } from "../tags.ts";
import { changeQueueTags, type QueueAttributes, queueAttributes, queueTags, setQueueAttributes } from "./queue-api.ts";
import { type QueueInputs, queueInputs } from "./queue-inputs.ts";

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  url: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const queue = aws.resource({
  type: "aws:sqs/queue:Queue",
  description: "A standard queue. Destroying it destroys its messages.",
  inputs: queueInputs,
  outputs,
  replaceOn: ["name", "region"],
  stable: ["arn", "name", "url", "region"],
  sameMeaning: { redrivePolicy: sameJson, redriveAllowPolicy: sameJson },
  autonaming: { property: "name", maxLength: 80 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const { name: QueueName = "" } = wanted;
    await requireDeadLetterQueue(client, wanted, signal);
    const tags = client.tagsAll(wanted.tags);
    const command = new CreateQueueCommand({
      QueueName,
      Attributes: attributesOf(wanted),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
    });
    const { QueueUrl: url = "" } = await client.sqs.send(command, { abortSignal: signal });
    const live = await queueAttributes(client, url, signal);
    return { id: url, outputs: outputsOf(client, url, live?.QueueArn ?? "", tags) };
  },

  async read(url, prior, { client, signal }) {
    const live = await queueAttributes(client, url, signal);
    if (live === undefined) return undefined;
    const tags = await queueTags(client, url, signal);
    return {
      inputs: {
        ...declaredInputs(live, prior?.inputs ?? {}),
        tags: declaredTags(tags, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, url, live.QueueArn ?? "", tags),
    };
  },

  async update(url, wanted, { inputs: before, state }, { client, signal }) {
    await requireDeadLetterQueue(client, wanted, signal);
    // What is no longer declared is written empty, which is how SQS takes it away.
    const gone = Object.keys(attributesOf(before)).map((name) => [name, ""]);
    await setQueueAttributes(client, url, { ...Object.fromEntries(gone), ...attributesOf(wanted) }, signal);
    const tags = client.tagsAll(wanted.tags);
    await changeQueueTags(client, url, state.tagsAll, tags, signal);
    return outputsOf(client, url, state.arn, tags);
  },

  async delete(url, _prior, { client, signal }) {
    await unlessMissing(client.sqs.send(new DeleteQueueCommand({ QueueUrl: url }), { abortSignal: signal }));
  },
});

/** The declared attributes, as SQS spells them. */
function attributesOf(wanted: QueueInputs): QueueAttributes {
  const found: Record<string, string | number | boolean | undefined> = {
    VisibilityTimeout: wanted.visibilityTimeoutSeconds,
    MessageRetentionPeriod: wanted.messageRetentionSeconds,
    DelaySeconds: wanted.delaySeconds,
    ReceiveMessageWaitTimeSeconds: wanted.receiveWaitTimeSeconds,
    MaximumMessageSize: wanted.maxMessageSize,
    RedrivePolicy: wanted.redrivePolicy,
    RedriveAllowPolicy: wanted.redriveAllowPolicy,
    KmsMasterKeyId: wanted.kmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds: wanted.kmsMasterKeyId && wanted.kmsDataKeyReusePeriodSeconds,
    SqsManagedSseEnabled: wanted.sqsManagedSseEnabled,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** SQS refuses a dead-letter queue that isn't there. */
async function requireDeadLetterQueue(account: Account, { redrivePolicy }: QueueInputs, abortSignal: AbortSignal) {
  const policy = parsedJson(redrivePolicy);
  if (!isObject(policy)) return;
  const arn = String(policy.deadLetterTargetArn);
  const [QueueName = ""] = arn.split(":").slice(-1);
  const found = await unlessMissing(account.sqs.send(new GetQueueUrlCommand({ QueueName }), { abortSignal }));
  if (found === undefined) {
    throw new ProviderError(`redrivePolicy: the queue ${arn} does not exist; declare it, or correct the ARN.`);
  }
}

function outputsOf({ region }: Account, url: string, arn: string, tagsAll: Tags): z.output<typeof outputs> {
  return { arn, name: arn.split(":").at(-1) ?? "", url, tagsAll, region };
}

/** What a program would declare to get the live queue, but for tags and region. */
function declaredInputs(live: QueueAttributes, declared: Partial<QueueInputs>): QueueInputs {
  const number = (value: string | undefined, otherwise: number) => (value ? Number(value) : otherwise);
  const isManaged = live.SqsManagedSseEnabled === "true";
  return {
    name: live.QueueArn?.split(":").at(-1),
    visibilityTimeoutSeconds: number(live.VisibilityTimeout, 30),
    messageRetentionSeconds: number(live.MessageRetentionPeriod, 345_600),
    delaySeconds: number(live.DelaySeconds, 0),
    receiveWaitTimeSeconds: number(live.ReceiveMessageWaitTimeSeconds, 0),
    maxMessageSize: number(live.MaximumMessageSize, 262_144),
    redrivePolicy: declaredJson(live.RedrivePolicy, declared.redrivePolicy),
    redriveAllowPolicy: declaredJson(live.RedriveAllowPolicy, declared.redriveAllowPolicy),
    kmsMasterKeyId: live.KmsMasterKeyId || undefined,
    kmsDataKeyReusePeriodSeconds: live.KmsMasterKeyId
      ? number(live.KmsDataKeyReusePeriodSeconds, 300)
      : (declared.kmsDataKeyReusePeriodSeconds ?? 300),
    sqsManagedSseEnabled: declared.sqsManagedSseEnabled === undefined ? undefined : isManaged,
  };
}
