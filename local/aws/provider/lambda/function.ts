import { isDeepStrictEqual } from "node:util";
import { DeleteFunctionCommand, type GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { PartialResourceError, ProviderError } from "../../../../providers/kit/index.ts";
import { withoutAbsent } from "../absent.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionOutput } from "../resource.ts";
import { declaredTags, type Tags } from "../tags.ts";
import { createFunction, deleteFunctionUrls, getFunction, reserveConcurrency, updateFunction } from "./function-api.ts";
import { functionCode } from "./function-code.ts";
import { type FunctionInputs, functionInputs } from "./function-inputs.ts";
import { changeTags } from "./tags.ts";

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  invokeArn: z.string(),
  qualifiedArn: z.string(),
  qualifiedInvokeArn: z.string(),
  responseStreamingInvokeArn: z.string(),
  version: z.string(),
  lastModified: z.string(),
  codeSha256: z.string().describe("Of the zip, in base64."),
  sourceCodeHash: z.string().describe("Of the zip, in base64."),
  sourceCodeSize: z.number().int().describe("Of the zip, in bytes."),
  ephemeralStorage: z.strictObject({ size: z.number().int() }),
  loggingConfig: z.strictObject({
    logFormat: z.string(),
    logGroup: z.string(),
    applicationLogLevel: z.string().optional(),
    systemLogLevel: z.string().optional(),
  }),
  tracingConfig: z.strictObject({ mode: z.string() }),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const lambdaFunction = aws.resource({
  type: "aws:lambda/function:Function",
  description:
    "A Lambda function. The emulator runs it with this machine's own Node.js or Python, whatever its runtime.",
  inputs: functionInputs,
  outputs,
  replaceOn: ["name", "packageType", "region"],
  stable: [
    "arn",
    "name",
    "invokeArn",
    "qualifiedArn",
    "qualifiedInvokeArn",
    "responseStreamingInvokeArn",
    "version",
    "region",
  ],
  autonaming: { property: "name", maxLength: 64 },
  timeouts: { create: 600, update: 600 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const name = wanted.name ?? "";
    const tags = client.tagsAll(wanted.tags);
    await createFunction(client, name, wanted, { code: await functionCode(wanted.code), tags }, signal);
    const finish = async () => {
      if (wanted.reservedConcurrentExecutions >= 0) {
        await reserveConcurrency(client, name, wanted.reservedConcurrentExecutions, signal);
      }
      return required(client, name, tags, signal);
    };
    try {
      return { id: name, outputs: await finish() };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new PartialResourceError(name, await required(client, name, tags, signal), message, { cause: error });
    }
  },

  async read(name, prior, { client, signal }) {
    const live = await getFunction(client, name, signal);
    if (live?.Configuration === undefined) return undefined;
    const inputs = { ...declaredInputs(live, prior?.inputs), region: prior?.inputs.region && client.region };
    const tags = declaredTags(live.Tags ?? {}, client.defaultTags, prior?.inputs.tags);
    const found = outputsOf(client, live, live.Tags ?? {});
    // Code can't be read back. Left out of the inputs, it shows as changed, and the next update writes it again.
    const isSameCode = prior?.state.codeSha256 === found.codeSha256;
    return {
      inputs: { ...inputs, tags, ...(isSameCode ? { code: prior?.inputs.code } : {}) } as FunctionInputs,
      outputs: found,
    };
  },

  async update(name, wanted, { inputs: before, state }, { client, signal }) {
    const isCodeWanted =
      before.code?.content.hash !== wanted.code.content.hash ||
      wanted.code.content.hash === undefined ||
      !isDeepStrictEqual(before.architectures, wanted.architectures);
    const code = isCodeWanted ? await functionCode(wanted.code) : undefined;
    await updateFunction(client, name, wanted, code, signal);
    if (before.reservedConcurrentExecutions !== wanted.reservedConcurrentExecutions) {
      await reserveConcurrency(client, name, wanted.reservedConcurrentExecutions, signal);
    }
    const tags = client.tagsAll(wanted.tags);
    await changeTags(client, state.arn, [state.tagsAll, tags], signal);
    return required(client, name, tags, signal);
  },

  async delete(name, { inputs: { skipDestroy } }, { client, signal }) {
    if (skipDestroy) return;
    await deleteFunctionUrls(client, name, signal);
    const command = new DeleteFunctionCommand({ FunctionName: name });
    await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
  },
});

async function required(
  account: Account,
  name: string,
  tags: Tags,
  signal: AbortSignal,
): Promise<z.output<typeof outputs>> {
  const live = await getFunction(account, name, signal);
  if (live === undefined) throw new ProviderError(`The function ${name} vanished while it was changed.`);
  return outputsOf(account, live, tags);
}

function outputsOf({ region }: Account, live: GetFunctionCommandOutput, tagsAll: Tags): z.output<typeof outputs> {
  const {
    FunctionName: name = "",
    FunctionArn: arn = "",
    Version: version = "$LATEST",
    ...rest
  } = live.Configuration ?? {};
  const gateway = `arn:aws:apigateway:${region}:lambda:path`;
  const qualifiedArn = `${arn}:${version}`;
  return withoutAbsent({
    arn,
    name,
    invokeArn: `${gateway}/2015-03-31/functions/${arn}/invocations`,
    qualifiedArn,
    qualifiedInvokeArn: `${gateway}/2015-03-31/functions/${qualifiedArn}/invocations`,
    responseStreamingInvokeArn: `${gateway}/2021-11-15/functions/${arn}/response-streaming-invocations`,
    version,
    lastModified: rest.LastModified ?? "",
    codeSha256: rest.CodeSha256 ?? "",
    sourceCodeHash: rest.CodeSha256 ?? "",
    sourceCodeSize: rest.CodeSize ?? 0,
    ephemeralStorage: { size: rest.EphemeralStorage?.Size ?? 512 },
    loggingConfig: {
      logFormat: rest.LoggingConfig?.LogFormat ?? "Text",
      logGroup: rest.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      applicationLogLevel: rest.LoggingConfig?.ApplicationLogLevel,
      systemLogLevel: rest.LoggingConfig?.SystemLogLevel,
    },
    tracingConfig: { mode: rest.TracingConfig?.Mode ?? "PassThrough" },
    tagsAll,
    region,
  });
}

/** What a program would declare to get the live function, but for code, tags and region. What is a default counts only if declared. */
function declaredInputs(
  { Configuration: live = {}, Concurrency }: GetFunctionCommandOutput,
  declared: Partial<FunctionInputs> = {},
): Record<string, unknown> {
  const { LoggingConfig: logging, FunctionName: name } = live;
  const unlessDefault = <T>(value: T, fallback: T, given: unknown) =>
    isDeepStrictEqual(value, fallback) && given === undefined ? undefined : value;
  const variables = live.Environment?.Variables ?? {};
  const log = declared.loggingConfig;
  const logGroup = unlessDefault(logging?.LogGroup, `/aws/lambda/${name}`, log?.logGroup);
  const logFormat = logging?.LogFormat ?? "Text";
  return withoutAbsent({
    name,
    role: live.Role,
    handler: live.Handler,
    runtime: live.Runtime,
    description: unlessDefault(live.Description, "", declared.description),
    architectures: live.Architectures ?? ["x86_64"],
    memorySize: live.MemorySize,
    timeout: live.Timeout,
    environment: isDeepStrictEqual(variables, declared.environment?.variables ?? {})
      ? declared.environment
      : { variables },
    ephemeralStorage: unlessDefault(
      { size: live.EphemeralStorage?.Size ?? 512 },
      { size: 512 },
      declared.ephemeralStorage,
    ),
    reservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions ?? -1,
    loggingConfig:
      logFormat === "Text" && logGroup === undefined && log === undefined
        ? undefined
        : {
            logFormat,
            logGroup,
            applicationLogLevel: unlessDefault(logging?.ApplicationLogLevel, "INFO", log?.applicationLogLevel),
            systemLogLevel: unlessDefault(logging?.SystemLogLevel, "INFO", log?.systemLogLevel),
          },
    tracingConfig: unlessDefault(
      { mode: live.TracingConfig?.Mode ?? "PassThrough" },
      { mode: "PassThrough" },
      declared.tracingConfig,
    ),
    deadLetterConfig: live.DeadLetterConfig?.TargetArn ? { targetArn: live.DeadLetterConfig.TargetArn } : undefined,
    kmsKeyArn: live.KMSKeyArn || undefined,
    packageType: "Zip",
    publish: false,
    skipDestroy: declared.skipDestroy ?? false,
  });
}
