import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { declaredTags, type Tags, tagChanges, tagsSchema } from "../tags.ts";

/** The periods that CloudWatch Logs knows, in days. */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const never = 0;

const inputs = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(512)
      .regex(/^[\w./#-]*$/, must("hold letters, digits and _./#- only"))
      .refine((name) => !name.startsWith("aws/"), must("not begin with aws/, which AWS keeps for itself"))
      .optional()
      .describe("Such as /aws/lambda/function."),
    retentionInDays: z
      .literal([never, ...periods])
      .default(never)
      .describe("How long events are kept; 0 for ever."),
    logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD"),
    skipDestroy: z.boolean().default(false).describe("Leave the log group on destroy."),
    tags: tagsSchema.optional(),
    region: regionInput,
  })
  .meta({
    refused: {
      ...unsupported(["namePrefix"], "give name, or neither"),
      ...unsupported(["kmsKeyId", "deletionProtectionEnabled"]),
    },
  });

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const logGroup = aws.resource({
  type: "aws:cloudwatch/logGroup:LogGroup",
  description: "A group of logs. Destroying it destroys its events.",
  inputs,
  outputs,
  replaceOn: ["name", "logGroupClass", "region"],
  deleteBeforeReplace: true,
  stable: ["arn", "name", "region"],
  autonaming: { property: "name", maxLength: 512 },
  check: (given, { client }) => regionFailures(given, client),

  async create({ name = "", retentionInDays, logGroupClass, tags: declared }, { client, signal }) {
    const tags = client.tagsAll(declared);
    const command = new CreateLogGroupCommand({
      logGroupName: name,
      logGroupClass,
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
    });
    await client.logs.send(command, { abortSignal: signal });
    if (retentionInDays !== never) await putRetention(client, name, retentionInDays, signal);
    return { id: name, outputs: outputsOf(client, await arnOf(client, name, signal), name, tags) };
  },

  async read(name, prior, { client, signal }) {
    const live = await find(client, name, signal);
    if (live === undefined) return undefined;
    const arn = await arnOf(client, name, signal);
    const listing = new ListTagsForResourceCommand({ resourceArn: arn });
    const { tags: liveTags = {} } = await client.logs.send(listing, { abortSignal: signal });
    return {
      inputs: {
        name,
        retentionInDays: live.retentionInDays ?? never,
        logGroupClass: classOf(live.logGroupClass),
        skipDestroy: prior?.inputs.skipDestroy ?? false,
        tags: declaredTags(liveTags, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, arn, name, liveTags),
    };
  },

  async update(name, { retentionInDays, tags: declared }, { state }, { client, signal }) {
    const options = { abortSignal: signal };
    if (retentionInDays !== never) await putRetention(client, name, retentionInDays, signal);
    else await client.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: name }), options);
    const tags = client.tagsAll(declared);
    const { set, remove } = tagChanges(state.tagsAll, tags);
    const resourceArn = state.arn;
    if (remove.length > 0) await client.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }), options);
    if (Object.keys(set).length > 0) {
      await client.logs.send(new TagResourceCommand({ resourceArn, tags: set }), options);
    }
    return outputsOf(client, resourceArn, name, tags);
  },

  async delete(name, { inputs: { skipDestroy } }, { client, signal }) {
    if (skipDestroy) return;
    const command = new DeleteLogGroupCommand({ logGroupName: name });
    await unlessMissing(client.logs.send(command, { abortSignal: signal }));
  },
});

function outputsOf({ region }: Account, arn: string, name: string, tagsAll: Tags): z.output<typeof outputs> {
  return { arn, name, tagsAll, region };
}

function classOf(live: string | undefined): z.output<typeof inputs>["logGroupClass"] {
  return live === "INFREQUENT_ACCESS" ? live : "STANDARD";
}

/** AWS lists by prefix; only the exact name is meant. */
async function find({ logs }: Account, name: string, abortSignal: AbortSignal) {
  let nextToken: string | undefined;
  do {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken });
    const page = await logs.send(command, { abortSignal });
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

/** Without the `:*` that stands for its streams. */
async function arnOf(account: Account, name: string, signal: AbortSignal): Promise<string> {
  const live = await find(account, name, signal);
  return (live?.arn ?? "").replace(/:\*$/, "");
}

async function putRetention({ logs }: Account, name: string, days: number, abortSignal: AbortSignal): Promise<void> {
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: days }), { abortSignal });
}
