import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { z } from "zod";
import { ProviderError, rule } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";

const protocols = ["sqs", "lambda", "email", "email-json", "https"] as const;

/** What an endpoint looks like, by protocol. */
const endpoints: Record<(typeof protocols)[number], [RegExp, string]> = {
  sqs: [/^arn:aws[\w-]*:sqs:/, "a queue's ARN"],
  lambda: [/^arn:aws[\w-]*:lambda:/, "a function's ARN"],
  email: [/^[^@\s]+@[^@\s]+$/, "a mail address"],
  "email-json": [/^[^@\s]+@[^@\s]+$/, "a mail address"],
  https: [/^https:\/\/\S+$/, "an https URL"],
};

const inputs = rule(
  z
    .strictObject({
      topic: z
        .string()
        .regex(/^arn:aws[\w-]*:sns:/, must("be a topic's ARN"))
        .describe("The topic's ARN."),
      protocol: z.enum(protocols),
      endpoint: z.string().min(1).describe("Where messages go."),
      rawMessageDelivery: z.boolean().default(false).describe("Whether messages go without SNS's envelope."),
      region: regionInput,
    })
    .meta({
      refused: unsupported([
        "confirmationTimeoutInMinutes",
        "deliveryPolicy",
        "endpointAutoConfirms",
        "filterPolicy",
        "filterPolicyScope",
        "redrivePolicy",
        "replayPolicy",
        "subscriptionRoleArn",
      ]),
    }),
  function* ({ protocol, endpoint, rawMessageDelivery }) {
    const [pattern, what] = endpoints[protocol as keyof typeof endpoints] ?? [];
    if (typeof endpoint === "string" && pattern?.test(endpoint) === false) {
      yield { path: ["endpoint"], reason: `is ${JSON.stringify(endpoint)}, but must be ${what} for ${protocol}` };
    }
    if (rawMessageDelivery === true && protocol !== "sqs" && protocol !== "https") {
      yield { path: ["rawMessageDelivery"], reason: "goes with sqs and https only; leave it out" };
    }
  },
);

type Inputs = z.output<typeof inputs>;

const outputs = z.strictObject({
  arn: z.string(),
  ownerId: z.string(),
  pendingConfirmation: z.boolean(),
  region: regionOutput,
});

export const topicSubscription = aws.resource({
  type: "aws:sns/topicSubscription:TopicSubscription",
  description:
    "Sends a topic's messages somewhere. A mail address has to confirm it first; the emulator confirms by itself, and sends no mail.",
  inputs,
  outputs,
  replaceOn: ["topic", "protocol", "endpoint", "region"],
  stable: ["arn", "ownerId", "region"],
  check: (given, { client }) => regionFailures(given, client),

  async create({ topic, protocol, endpoint, rawMessageDelivery }, { client, signal }) {
    const command = new SubscribeCommand({
      TopicArn: topic,
      Protocol: protocol,
      Endpoint: endpoint,
      ReturnSubscriptionArn: true,
      ...(rawMessageDelivery && { Attributes: { RawMessageDelivery: "true" } }),
    });
    const made = await unlessMissing(client.sns.send(command, { abortSignal: signal }));
    if (made?.SubscriptionArn === undefined) {
      throw new ProviderError(`topic: ${topic} does not exist; declare it, or correct the ARN.`);
    }
    const id = made.SubscriptionArn;
    return { id, outputs: outputsOf(client, (await attributes(client, id, signal)) ?? {}) };
  },

  async read(arn, prior, { client, signal }) {
    const live = await attributes(client, arn, signal);
    if (live === undefined) return undefined;
    return {
      inputs: {
        topic: live.TopicArn ?? "",
        protocol: live.Protocol as Inputs["protocol"],
        endpoint: live.Endpoint ?? "",
        rawMessageDelivery: live.RawMessageDelivery === "true",
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, live),
    };
  },

  async update(SubscriptionArn, { rawMessageDelivery }, _prior, { client, signal }) {
    const change = { AttributeName: "RawMessageDelivery", AttributeValue: String(rawMessageDelivery) };
    const command = new SetSubscriptionAttributesCommand({ SubscriptionArn, ...change });
    await client.sns.send(command, { abortSignal: signal });
    return outputsOf(client, (await attributes(client, SubscriptionArn, signal)) ?? {});
  },

  async delete(SubscriptionArn, _prior, { client, signal }) {
    const command = new UnsubscribeCommand({ SubscriptionArn });
    await unlessMissing(client.sns.send(command, { abortSignal: signal }));
  },
});

async function attributes(
  { sns }: Account,
  SubscriptionArn: string,
  abortSignal: AbortSignal,
): Promise<Record<string, string> | undefined> {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn });
  return (await unlessMissing(sns.send(command, { abortSignal })))?.Attributes;
}

function outputsOf({ region }: Account, live: Record<string, string>): z.output<typeof outputs> {
  const { SubscriptionArn: arn = "", Owner: ownerId = "" } = live;
  return { arn, ownerId, pendingConfirmation: live.PendingConfirmation === "true", region };
}
