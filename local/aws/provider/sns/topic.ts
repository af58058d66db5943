import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { z } from "zod";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { declaredPolicy, policySchema, policyText, samePolicy } from "../iam/policy-document.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { declaredTags, type Tags, tagChanges, tagList, tagsFromList, tagsSchema } from "../tags.ts";

const feedback = ["application", "firehose", "http", "lambda", "sqs"].flatMap((protocol) => [
  `${protocol}FailureFeedbackRoleArn`,
  `${protocol}SuccessFeedbackRoleArn`,
  `${protocol}SuccessFeedbackSampleRate`,
]);

const inputs = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(256)
      .regex(/^[\w-]*$/, must("hold letters, digits, - and _ only"))
      .optional()
      .describe("The topic's name."),
    displayName: z.string().max(100).optional().describe("What mails and text messages come from."),
    kmsMasterKeyId: z.string().min(1).optional().describe("A KMS key that its messages are encrypted with."),
    policy: policySchema("resource").optional().describe("Who may publish and subscribe: JSON text, or an object."),
    signatureVersion: z.literal([1, 2]).optional(),
    tracingConfig: z.enum(["Active", "PassThrough"]).optional(),
    tags: tagsSchema.optional(),
    region: regionInput,
  })
  .meta({
    refused: {
      ...unsupported(["namePrefix"], "give name, or neither"),
      ...unsupported([
        "archivePolicy",
        "contentBasedDeduplication",
        "deliveryPolicy",
        "fifoThroughputScope",
        "fifoTopic",
      ]),
      ...unsupported(feedback),
    },
  });

type Inputs = z.output<typeof inputs>;

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  owner: z.string(),
  policy: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const topic = aws.resource({
  type: "aws:sns/topic:Topic",
  description: "A topic, which passes on what is published to it. Destroying it ends its subscriptions.",
  inputs,
  outputs,
  replaceOn: ["name", "region"],
  stable: ["arn", "name", "owner", "region"],
  sameMeaning: { policy: samePolicy },
  autonaming: { property: "name", maxLength: 256 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const tags = client.tagsAll(wanted.tags);
    const command = new CreateTopicCommand({
      Name: wanted.name,
      Attributes: attributesOf(wanted),
      ...(Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) }),
    });
    const { TopicArn: arn = "" } = await client.sns.send(command, { abortSignal: signal });
    return { id: arn, outputs: outputsOf(client, (await attributes(client, arn, signal)) ?? {}, tags) };
  },

  async read(arn, prior, { client, signal }) {
    const live = await attributes(client, arn, signal);
    if (live === undefined) return undefined;
    const { Tags } = await client.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }), {
      abortSignal: signal,
    });
    const tags = tagsFromList(Tags);
    const declared = prior?.inputs;
    const { policy } = declared ?? {};
    const { SignatureVersion: version, TracingConfig: tracing } = live;
    return {
      inputs: {
        name: nameOf(arn),
        displayName: live.DisplayName || (declared?.displayName === "" ? "" : undefined),
        kmsMasterKeyId: live.KmsMasterKeyId || undefined,
        policy: policy && declaredPolicy(live.Policy ?? "", policy),
        signatureVersion: version === undefined ? undefined : (Number(version) as Inputs["signatureVersion"]),
        tracingConfig: tracing === undefined ? undefined : (tracing as Inputs["tracingConfig"]),
        tags: declaredTags(tags, client.defaultTags, declared?.tags),
        region: declared?.region && client.region,
      },
      outputs: outputsOf(client, live, tags),
    };
  },

  async update(arn, wanted, { inputs: before, state }, { client, signal }) {
    const options = { abortSignal: signal };
    const [was, is] = [attributesOf(before), attributesOf(wanted)];
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      // A policy can't be taken away, only changed.
      if (was[name] === is[name] || (name === "Policy" && is[name] === undefined)) continue;
      const AttributeValue = is[name] ?? cleared[name] ?? "";
      const command = new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: name, AttributeValue });
      await client.sns.send(command, options);
    }
    const tags = client.tagsAll(wanted.tags);
    const { set, remove } = tagChanges(state.tagsAll, tags);
    if (remove.length > 0) {
      await client.sns.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: remove }), options);
    }
    if (Object.keys(set).length > 0) {
      await client.sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: tagList(set) }), options);
    }
    return outputsOf(client, (await attributes(client, arn, signal)) ?? {}, tags);
  },

  async delete(arn, _prior, { client, signal }) {
    await unlessMissing(client.sns.send(new DeleteTopicCommand({ TopicArn: arn }), { abortSignal: signal }));
  },
});

/** What an attribute goes back to that is no longer declared. */
const cleared: Record<string, string> = { SignatureVersion: "1", TracingConfig: "PassThrough" };

/** The declared attributes, as SNS spells them. */
function attributesOf(wanted: Partial<Inputs>): Record<string, string> {
  const found = {
    DisplayName: wanted.displayName,
    KmsMasterKeyId: wanted.kmsMasterKeyId,
    Policy: wanted.policy && policyText(wanted.policy),
    SignatureVersion: wanted.signatureVersion?.toString(),
    TracingConfig: wanted.tracingConfig,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function attributes(
  { sns }: Account,
  TopicArn: string,
  abortSignal: AbortSignal,
): Promise<Record<string, string> | undefined> {
  const found = await unlessMissing(sns.send(new GetTopicAttributesCommand({ TopicArn }), { abortSignal }));
  return found?.Attributes;
}

function nameOf(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}

function outputsOf({ region }: Account, live: Record<string, string>, tagsAll: Tags): z.output<typeof outputs> {
  const { TopicArn: arn = "", Owner: owner = "", Policy: policy = "" } = live;
  return { arn, name: nameOf(arn), owner, policy, tagsAll, region };
}
