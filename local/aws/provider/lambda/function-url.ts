import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  type Cors,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  type GetFunctionUrlConfigCommandOutput,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { z } from "zod";
import { type Context, ProviderError, rule } from "../../../../providers/kit/index.ts";
import { withoutAbsent } from "../absent.ts";
import type { Account } from "../account.ts";
import { AwsError, unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput } from "../resource.ts";
import { functionNameOf, functionReference, qualifier } from "./function-reference.ts";

const headerName = z
  .string()
  .max(1024)
  .regex(/^(\*|[\w!#$%&'*+.^`|~-]+)$/, must("be a header's name, or *"));

/** Lambda takes methods of at most six letters: it answers OPTIONS itself. */
const methods = ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"] as const;
const method = z.enum(methods, {
  error: ({ input }) =>
    input === "OPTIONS" ? `is "OPTIONS", which the function URL answers by itself; leave it out` : undefined,
});

const origin = z
  .string()
  .max(253)
  .regex(/^(\*|https?:\/\/[^/\s*]+)$/, must("be an origin without a path, as in https://example.com, or *"));

const cors = rule(
  z.strictObject({
    allowCredentials: z.boolean().optional(),
    allowHeaders: z.array(headerName).max(100).optional().meta({ unordered: true }),
    allowMethods: z.array(method).max(6).optional().meta({ unordered: true }),
    allowOrigins: z.array(origin).max(100).optional().meta({ unordered: true }),
    exposeHeaders: z.array(headerName).max(100).optional().meta({ unordered: true }),
    maxAge: z.number().int().min(0).max(86_400).optional().describe("In seconds."),
  }),
  function* (value) {
    for (const key of ["allowHeaders", "allowMethods", "allowOrigins", "exposeHeaders"]) {
      const list: unknown = value[key];
      if (!Array.isArray(list)) continue;
      const double = list.find((item, index) => typeof item === "string" && list.indexOf(item) < index);
      if (double !== undefined) yield { path: [key], reason: `holds ${JSON.stringify(double)} twice; keep one` };
    }
  },
);

const inputs = z.strictObject({
  functionName: functionReference.describe("The function's name or ARN."),
  authorizationType: z.enum(["NONE", "AWS_IAM"]),
  cors: cors.optional().describe("Which web pages may call it."),
  invokeMode: z.enum(["BUFFERED", "RESPONSE_STREAM"]).default("BUFFERED"),
  qualifier: qualifier.optional(),
  region: regionInput,
});

type Inputs = z.output<typeof inputs>;

const outputs = z.strictObject({
  functionArn: z.string(),
  functionUrl: z.string().describe("With a slash at its end."),
  urlId: z.string(),
  region: regionOutput,
});

/** What AWS asks for before anybody may call the URL; the official provider adds both, and leaves both when it goes. */
const publicStatements = [
  { StatementId: "FunctionURLAllowPublicAccess", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" },
  { StatementId: "FunctionURLAllowInvokeAction", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
] as const satisfies readonly Omit<AddPermissionCommandInput, "FunctionName" | "Principal">[];

export const functionUrl = aws.resource({
  type: "aws:lambda/functionUrl:FunctionUrl",
  description:
    "An address on the internet that calls a Lambda function. With authorization type NONE it gives everybody the permission to call it.",
  inputs,
  outputs,
  replaceOn: ["functionName", "qualifier", "region"],
  stable: ["functionArn", "functionUrl", "urlId", "region"],
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal, log }) {
    if (wanted.invokeMode === "RESPONSE_STREAM") warnOfStreaming(log);
    const command = new CreateFunctionUrlConfigCommand({ ...addressOf(wanted), ...settingsOf(wanted) });
    const live = await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
    if (live === undefined) {
      throw new ProviderError(`functionName: ${wanted.functionName} does not exist; declare it, or correct the name.`);
    }
    if (wanted.authorizationType === "NONE") await allowEverybody(client, wanted, signal);
    const name = functionNameOf(wanted.functionName);
    const id = wanted.qualifier === undefined ? name : `${name}/${wanted.qualifier}`;
    return { id, outputs: outputsOf(client, live) };
  },

  async read(id, prior, { client, signal }) {
    const [functionName = id, qualified] = id.split("/");
    const command = new GetFunctionUrlConfigCommand(addressOf({ functionName, qualifier: qualified }));
    const live = await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
    if (live === undefined) return undefined;
    return {
      inputs: {
        functionName: prior?.inputs.functionName ?? functionName,
        authorizationType: live.AuthType ?? "AWS_IAM",
        cors: declaredCors(live.Cors, prior?.inputs.cors),
        invokeMode: live.InvokeMode ?? "BUFFERED",
        qualifier: qualified,
        region: prior?.inputs.region && client.region,
      },
      outputs: outputsOf(client, live),
    };
  },

  async update(_id, wanted, { state }, { client, signal, log }) {
    if (wanted.invokeMode === "RESPONSE_STREAM") warnOfStreaming(log);
    const command = new UpdateFunctionUrlConfigCommand({ ...addressOf(wanted), ...settingsOf(wanted) });
    await client.lambda.send(command, { abortSignal: signal });
    const { functionArn, functionUrl, urlId, region } = state;
    return { functionArn, functionUrl, urlId, region };
  },

  async delete(_id, { inputs: wanted }, { client, signal }) {
    const command = new DeleteFunctionUrlConfigCommand(addressOf(wanted));
    await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
  },
});

function addressOf({ functionName, qualifier: Qualifier }: Pick<Inputs, "functionName" | "qualifier">) {
  return { FunctionName: functionNameOf(functionName), Qualifier };
}

/** CORS is always given: without it an update would leave what was there. */
function settingsOf({ authorizationType, cors: wanted = {}, invokeMode }: Inputs) {
  const Cors: Cors = {
    AllowCredentials: wanted.allowCredentials,
    AllowHeaders: wanted.allowHeaders,
    AllowMethods: wanted.allowMethods,
    AllowOrigins: wanted.allowOrigins,
    ExposeHeaders: wanted.exposeHeaders,
    MaxAge: wanted.maxAge,
  };
  return { AuthType: authorizationType, InvokeMode: invokeMode, Cors: withoutAbsent(Cors) };
}

async function allowEverybody({ lambda }: Account, wanted: Inputs, abortSignal: AbortSignal): Promise<void> {
  for (const statement of publicStatements) {
    try {
      const command = new AddPermissionCommand({ ...addressOf(wanted), ...statement, Principal: "*" });
      await lambda.send(command, { abortSignal });
    } catch (error) {
      // An earlier URL of this function left it.
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
    }
  }
}

function outputsOf({ region }: Account, live: Partial<GetFunctionUrlConfigCommandOutput>): z.output<typeof outputs> {
  const { FunctionArn = "", FunctionUrl = "" } = live;
  return {
    functionArn: FunctionArn,
    functionUrl: FunctionUrl,
    urlId: new URL(FunctionUrl).hostname.split(".")[0] ?? "",
    region,
  };
}

/** What is off, empty or zero counts only if it was declared. */
function declaredCors(live: Cors | undefined, declared: Inputs["cors"]): Inputs["cors"] {
  const found = withoutAbsent({
    allowCredentials:
      live?.AllowCredentials || declared?.allowCredentials === undefined ? live?.AllowCredentials || undefined : false,
    allowHeaders: listOf(live?.AllowHeaders, declared?.allowHeaders),
    allowMethods: listOf(live?.AllowMethods, declared?.allowMethods),
    allowOrigins: listOf(live?.AllowOrigins, declared?.allowOrigins),
    exposeHeaders: listOf(live?.ExposeHeaders, declared?.exposeHeaders),
    maxAge: live?.MaxAge ?? (declared?.maxAge === 0 ? 0 : undefined),
  }) as NonNullable<Inputs["cors"]>;
  return Object.keys(found).length === 0 ? declared && {} : found;
}

function listOf(live: string[] = [], declared: readonly string[] | undefined): string[] | undefined {
  return live.length === 0 && declared === undefined ? undefined : live;
}

function warnOfStreaming(log: Context<Account>["log"]): void {
  log.warning(
    "The emulator can't stream answers from Node.js; calls of this URL fail locally. BUFFERED works everywhere.",
  );
}
