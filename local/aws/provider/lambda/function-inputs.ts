import { z } from "zod";
import { archive, rule } from "../../../../providers/kit/index.ts";
import { must } from "../must.ts";
import { regionInput, unsupported } from "../resource.ts";
import { strings } from "../strings.ts";
import { tagsSchema } from "../tags.ts";
import { runtimes } from "./runtimes.ts";

/** Variables that Lambda sets itself. */
const reservedVariables = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);
const maxEnvironmentBytes = 4096;

const variables = strings(z.string(), (given, context) => {
  for (const name of Object.keys(given)) {
    const fault = variableFault(name);
    if (fault !== undefined) context.addIssue({ code: "custom", path: [name], message: fault });
  }
  const bytes = Buffer.byteLength(JSON.stringify(given));
  if (bytes > maxEnvironmentBytes) {
    const message = `is ${bytes} bytes as JSON, but must be at most ${maxEnvironmentBytes}; move values to Secrets Manager`;
    context.addIssue({ code: "custom", message });
  }
});

function variableFault(name: string): string | undefined {
  if (reservedVariables.has(name)) return "is a variable that Lambda sets itself; choose another name";
  if (!/^[a-zA-Z]\w+$/.test(name))
    return "must be a name of at least two letters, digits or _, with a letter first; choose another name";
  return undefined;
}

const loggingConfig = rule(
  z.strictObject({
    logFormat: z.enum(["Text", "JSON"]),
    logGroup: z
      .string()
      .min(1)
      .max(512)
      .regex(/^[\w./#-]*$/, must("hold letters, digits and _./#- only"))
      .optional()
      .describe("Where logs go; absent: /aws/lambda/NAME."),
    applicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
    systemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
  }),
  function* (value) {
    if (value.logFormat !== "Text") return;
    for (const key of ["applicationLogLevel", "systemLogLevel"]) {
      if (value[key] !== undefined) yield { path: [key], reason: "goes with the log format JSON only; leave it out" };
    }
  },
);

/** A function's properties, within the limits that Lambda has. */
export const functionInputs = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w-]*$/, must("hold letters, digits, - and _ only"))
      .optional()
      .describe("The function's name."),
    code: archive().describe("The files that run: a folder, a .zip, or an asset archive."),
    role: z
      .string()
      .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, must("be a role's ARN"))
      .describe("The ARN of the role that it runs with."),
    handler: z
      .string()
      .max(128)
      .regex(/^\S+\.\S+$/, must("be a file and a function in it, as in index.handler")),
    runtime: z.enum(runtimes),
    description: z.string().max(256).optional(),
    architectures: z
      .array(z.enum(["x86_64", "arm64"]))
      .length(1, "needs exactly one architecture; name x86_64 or arm64")
      .default(["x86_64"]),
    memorySize: z.number().int().min(128).max(10_240).default(128).describe("In MB."),
    timeout: z.number().int().min(1).max(900).default(3).describe("In seconds."),
    environment: z.strictObject({ variables: variables.optional() }).optional(),
    ephemeralStorage: z
      .strictObject({ size: z.number().int().min(512).max(10_240) })
      .optional()
      .describe("In MB."),
    reservedConcurrentExecutions: z
      .number()
      .int()
      .min(-1)
      .default(-1)
      .describe("How many calls may run at once, of the account's share; -1: no reservation; 0: none."),
    loggingConfig: loggingConfig.optional(),
    tracingConfig: z.strictObject({ mode: z.enum(["Active", "PassThrough"]) }).optional(),
    deadLetterConfig: z
      .strictObject({ targetArn: z.string().regex(/^arn:aws[\w-]*:(sqs|sns):/, must("be a queue's or topic's ARN")) })
      .optional(),
    kmsKeyArn: z
      .string()
      .regex(/^arn:aws[\w-]*:kms:/, must("be a KMS key's ARN"))
      .optional(),
    packageType: z.enum(["Zip"]).default("Zip"),
    publish: z
      .boolean()
      .refine((wanted) => !wanted, "is true, but the local AWS provider knows no versions; leave it out")
      .default(false),
    skipDestroy: z.boolean().default(false).describe("Leave the function on destroy."),
    tags: tagsSchema.optional(),
    region: regionInput,
  })
  .meta({
    refused: {
      ...unsupported(["s3Bucket", "s3Key", "s3ObjectVersion", "imageUri", "imageConfig"], "use code"),
      ...unsupported(["sourceCodeHash", "codeSha256"], "leave it out; code says what changed"),
      ...unsupported([
        "capacityProviderConfig",
        "codeSigningConfigArn",
        "durableConfig",
        "fileSystemConfig",
        "layers",
        "publishTo",
        "replaceSecurityGroupsOnDestroy",
        "replacementSecurityGroupIds",
        "snapStart",
        "sourceKmsKeyArn",
        "tenancyConfig",
        "useResourceTimeoutForPropagation",
        "vpcConfig",
      ]),
    },
  });

export type FunctionInputs = z.output<typeof functionInputs>;
