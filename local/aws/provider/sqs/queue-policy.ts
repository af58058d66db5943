import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { declaredPolicy, policySchema, policyText, samePolicy } from "../iam/policy-document.ts";
import { aws, regionFailures, regionInput, regionOutput } from "../resource.ts";
import { queueAttributes, setQueueAttributes } from "./queue-api.ts";

const inputs = z.strictObject({
  queueUrl: z.url().describe("The queue's URL."),
  policy: policySchema("resource").describe("Who may send and receive: JSON text, or an object."),
  region: regionInput,
});

export const queuePolicy = aws.resource({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  description: "Says who besides the account's own roles may do what with a queue.",
  inputs,
  outputs: z.strictObject({ region: regionOutput }),
  replaceOn: ["queueUrl", "region"],
  stable: ["region"],
  sameMeaning: { policy: samePolicy },
  check: (given, { client }) => regionFailures(given, client),

  async create({ queueUrl, policy }, { client, signal }) {
    await write(client, queueUrl, policyText(policy), signal);
    return { id: queueUrl, outputs: { region: client.region } };
  },

  async read(queueUrl, prior, { client, signal }) {
    const live = await queueAttributes(client, queueUrl, signal);
    if (!live?.Policy) return undefined;
    const policy = declaredPolicy(live.Policy, prior?.inputs.policy);
    return {
      inputs: { queueUrl, policy, region: prior?.inputs.region && client.region },
      outputs: { region: client.region },
    };
  },

  async update(queueUrl, { policy }, { state }, { client, signal }) {
    await write(client, queueUrl, policyText(policy), signal);
    return { region: state.region };
  },

  async delete(queueUrl, _prior, { client, signal }) {
    await setQueueAttributes(client, queueUrl, { Policy: "" }, signal);
  },
});

async function write(account: Account, queueUrl: string, Policy: string, signal: AbortSignal): Promise<void> {
  if ((await setQueueAttributes(account, queueUrl, { Policy }, signal)) !== undefined) return;
  throw new ProviderError(`queueUrl: ${queueUrl} does not exist; declare the queue, or correct the URL.`);
}
