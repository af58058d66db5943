import { GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { matches, policyStatements } from "../iam/policy-document.ts";
import { queueAttributes } from "../sqs/queue-api.ts";
import type { EventSourceInputs } from "./event-source-inputs.ts";
import { functionNameOf } from "./function-reference.ts";

const needed = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Refuses what Lambda refuses and the emulator lets pass. */
export async function requireFit(account: Account, wanted: EventSourceInputs, signal: AbortSignal): Promise<void> {
  const live = await requireFunction(account, wanted.functionName, signal);
  const visibility = await visibilityOf(account, wanted.eventSourceArn, signal);
  const { Timeout = 0, Role = "" } = live;
  if (visibility < Timeout) {
    throw new ProviderError(
      `eventSourceArn: the queue hides messages for ${visibility} seconds, but the function may run for ${Timeout}; raise the queue's visibilityTimeoutSeconds, best to six times as much.`,
    );
  }
  const missing = await missingActions(account, Role, wanted.eventSourceArn, signal);
  if (missing.length === 0) return;
  throw new ProviderError(
    `functionName: the function's role ${Role} may not ${missing.join(", ")} on ${wanted.eventSourceArn}; allow it, and make this depend on it.`,
  );
}

/** Refuses a second mapping of the same queue to the same function. */
export async function requireFirst(
  account: Account,
  wanted: EventSourceInputs,
  abortSignal: AbortSignal,
): Promise<void> {
  const { eventSourceArn: EventSourceArn, functionName } = wanted;
  const FunctionName = functionNameOf(functionName);
  const command = new ListEventSourceMappingsCommand({ EventSourceArn, FunctionName });
  const { EventSourceMappings: [first] = [] } = await account.lambda.send(command, { abortSignal });
  if (first === undefined) return;
  throw new ProviderError(
    `eventSourceArn: ${EventSourceArn} is mapped to ${FunctionName} already, as ${first.UUID}; import that one, or remove it.`,
  );
}

async function requireFunction(
  { lambda }: Account,
  reference: string,
  abortSignal: AbortSignal,
): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionNameOf(reference) });
  const live = await unlessMissing(lambda.send(command, { abortSignal }));
  if (live !== undefined) return live;
  throw new ProviderError(`functionName: ${reference} does not exist; declare it, or correct the name.`);
}

async function visibilityOf(account: Account, arn: string, signal: AbortSignal): Promise<number> {
  const [QueueName = ""] = arn.split(":").slice(-1);
  const found = await unlessMissing(account.sqs.send(new GetQueueUrlCommand({ QueueName }), { abortSignal: signal }));
  const live = found?.QueueUrl === undefined ? undefined : await queueAttributes(account, found.QueueUrl, signal);
  if (live?.QueueArn === arn) return Number(live.VisibilityTimeout);
  throw new ProviderError(`eventSourceArn: the queue ${arn} does not exist; declare it, or correct the ARN.`);
}

/** What of the needed a role lacks, as far as its own policies tell; policies from elsewhere may allow anything. */
async function missingActions(
  { iam }: Account,
  roleArn: string,
  queueArn: string,
  abortSignal: AbortSignal,
): Promise<string[]> {
  const RoleName = roleArn.split("/").at(-1) ?? "";
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }), { abortSignal });
  if ((attached.AttachedPolicies ?? []).length > 0) return [];
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }), { abortSignal });
  const policies = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), { abortSignal });
    return policyStatements(decodeURIComponent(PolicyDocument));
  });
  const statements = (await Promise.all(policies)).flat();
  return needed.filter((action) => !statements.some((statement) => allows(statement, action, queueArn)));
}

function allows(statement: Record<string, unknown>, action: string, resource: string): boolean {
  const { Effect, Action, NotAction, Resource, NotResource } = statement;
  if (Effect !== "Allow") return false;
  const isAction = NotAction === undefined ? some(Action, action) : !some(NotAction, action);
  const isResource = NotResource === undefined ? some(Resource, resource) : !some(NotResource, resource);
  return isAction && isResource;
}

function some(patterns: unknown, wanted: string): boolean {
  return [patterns].flat().some((pattern) => matches(pattern, wanted));
}
