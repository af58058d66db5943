import { setTimeout as sleep } from "node:timers/promises";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import {
  type Architecture,
  CreateFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionUrlConfigCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  ListFunctionUrlConfigsCommand,
  PutFunctionConcurrencyCommand,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { AwsError, unlessMissing } from "../errors.ts";
import type { Tags } from "../tags.ts";
import type { FunctionInputs } from "./function-inputs.ts";

const pollMs = 100;
const roleRetryMs = 1000;
/** IAM tells the world of a new role within seconds, usually. */
const roleRetries = 30;

/** The function's settings, other than code and architecture, as Lambda's calls take them. */
function configurationOf(name: string, wanted: FunctionInputs): UpdateFunctionConfigurationCommandInput {
  const { loggingConfig: logging } = wanted;
  return {
    FunctionName: name,
    Role: wanted.role,
    Handler: wanted.handler,
    Runtime: wanted.runtime as Runtime,
    Description: wanted.description ?? "",
    MemorySize: wanted.memorySize,
    Timeout: wanted.timeout,
    Environment: { Variables: wanted.environment?.variables ?? {} },
    EphemeralStorage: { Size: wanted.ephemeralStorage?.size ?? 512 },
    TracingConfig: { Mode: wanted.tracingConfig?.mode ?? "PassThrough" },
    DeadLetterConfig: { TargetArn: wanted.deadLetterConfig?.targetArn ?? "" },
    KMSKeyArn: wanted.kmsKeyArn ?? "",
    LoggingConfig: {
      LogFormat: logging?.logFormat ?? "Text",
      LogGroup: logging?.logGroup ?? `/aws/lambda/${name}`,
      ApplicationLogLevel: logging?.applicationLogLevel,
      SystemLogLevel: logging?.systemLogLevel,
    },
  };
}

/** Creates the function and waits until it can run. */
export async function createFunction(
  account: Account,
  name: string,
  wanted: FunctionInputs,
  { code, tags }: { code: Buffer; tags: Tags },
  signal: AbortSignal,
): Promise<void> {
  await requireRole(account, wanted.role, signal);
  const command = new CreateFunctionCommand({
    ...configurationOf(name, wanted),
    FunctionName: name,
    Role: wanted.role,
    Architectures: wanted.architectures as Architecture[],
    Code: { ZipFile: code },
    Tags: tags,
  });
  for (let attempt = 0; ; attempt++) {
    try {
      await account.lambda.send(command, { abortSignal: signal });
      break;
    } catch (error) {
      if (attempt >= roleRetries || !isRoleUnheardOf(error)) throw error;
      await sleep(roleRetryMs, undefined, { signal });
    }
  }
  await settled(account, name, signal);
}

/** Changes code and settings, one after the other: Lambda takes one change at a time. */
export async function updateFunction(
  account: Account,
  name: string,
  wanted: FunctionInputs,
  code: Buffer | undefined,
  signal: AbortSignal,
): Promise<void> {
  await requireRole(account, wanted.role, signal);
  const configuration = new UpdateFunctionConfigurationCommand(configurationOf(name, wanted));
  await account.lambda.send(configuration, { abortSignal: signal });
  await settled(account, name, signal);
  if (code === undefined) return;
  const Architectures = wanted.architectures as Architecture[];
  const command = new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: code, Architectures });
  await account.lambda.send(command, { abortSignal: signal });
  await settled(account, name, signal);
}

/** Reserves concurrency, or gives it back (-1). */
export async function reserveConcurrency(
  { lambda }: Account,
  name: string,
  executions: number,
  abortSignal: AbortSignal,
) {
  if (executions < 0) {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }), { abortSignal });
  } else {
    const command = new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: executions });
    await lambda.send(command, { abortSignal });
  }
}

export async function getFunction(
  { lambda }: Account,
  name: string,
  abortSignal: AbortSignal,
): Promise<GetFunctionCommandOutput | undefined> {
  return unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal }));
}

/** The emulator keeps a deleted function's URLs, and refuses the next function of that name a new one. */
export async function deleteFunctionUrls({ lambda }: Account, name: string, abortSignal: AbortSignal): Promise<void> {
  const listing = lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: name }), { abortSignal });
  for (const { FunctionArn } of (await unlessMissing(listing))?.FunctionUrlConfigs ?? []) {
    const Qualifier = FunctionArn?.split(":")[7];
    await unlessMissing(
      lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: name, Qualifier }), { abortSignal }),
    );
  }
}

/** Waits until the last change has taken effect. */
async function settled(account: Account, name: string, signal: AbortSignal): Promise<FunctionConfiguration> {
  for (;;) {
    const configuration = (await getFunction(account, name, signal))?.Configuration;
    if (configuration === undefined) throw new ProviderError(`The function ${name} vanished while it was changed.`);
    const { State, LastUpdateStatus } = configuration;
    if (State === "Failed") throw new ProviderError(`The function ${name} failed: ${configuration.StateReason}`);
    if (LastUpdateStatus === "Failed") {
      throw new ProviderError(`The function ${name} could not be changed: ${configuration.LastUpdateStatusReason}`);
    }
    if (State !== "Pending" && LastUpdateStatus !== "InProgress") return configuration;
    await sleep(pollMs, undefined, { signal });
  }
}

/** Lambda's own word for a missing role is the one for a new role, which would be tried again for long. */
async function requireRole(account: Account, arn: string, signal: AbortSignal): Promise<void> {
  const RoleName = arn.split("/").at(-1) ?? "";
  const found = await unlessMissing(account.iam.send(new GetRoleCommand({ RoleName }), { abortSignal: signal }));
  if (found?.Role?.Arn !== arn) throw new ProviderError(`role: ${arn} does not exist; declare it, or correct the ARN.`);
}

function isRoleUnheardOf(error: unknown): boolean {
  return error instanceof AwsError && /role.*cannot be assumed|cannot be assumed.*role/i.test(error.message);
}
