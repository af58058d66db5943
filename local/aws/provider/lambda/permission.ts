import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { ProviderError, rule } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput, unsupported } from "../resource.ts";
import { functionNameOf, functionReference, qualifier } from "./function-reference.ts";

const INVOKE = "lambda:InvokeFunction";
const INVOKE_URL = "lambda:InvokeFunctionUrl";

const inputs = rule(
  z
    .strictObject({
      function: functionReference.describe("The function's name or ARN."),
      action: z.string().regex(/^(\*|lambda:(\*|[A-Za-z]+))$/, must(`be an action of Lambda, as in ${INVOKE}`)),
      principal: z
        .string()
        .regex(/^(\*|\d{12}|arn:.+|[\w.-]+\.amazonaws\.com)$/, must("be a service, an account, an ARN, or *")),
      functionUrlAuthType: z.enum(["NONE", "AWS_IAM"]).optional(),
      invokedViaFunctionUrl: z.boolean().optional(),
      sourceArn: z
        .string()
        .regex(/^arn:.+/, must("be an ARN"))
        .optional(),
      sourceAccount: z
        .string()
        .regex(/^\d{12}$/, must("be 12 digits"))
        .optional(),
      principalOrgId: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, must("be an organization's id"))
        .optional(),
      qualifier: qualifier.optional(),
      statementId: z
        .string()
        .min(1)
        .max(100)
        .regex(/^[\w-]*$/, must("hold letters, digits, - and _ only"))
        .optional(),
      region: regionInput,
    })
    .meta({
      refused: {
        ...unsupported(["statementIdPrefix"], "give statementId, or neither"),
        ...unsupported(["eventSourceToken"]),
      },
    }),
  function* ({ action, functionUrlAuthType, invokedViaFunctionUrl }) {
    if (functionUrlAuthType !== undefined && action !== INVOKE_URL) {
      yield { path: ["functionUrlAuthType"], reason: `goes with the action ${INVOKE_URL} only; leave it out` };
    }
    if (invokedViaFunctionUrl !== undefined && action !== INVOKE) {
      yield { path: ["invokedViaFunctionUrl"], reason: `goes with the action ${INVOKE} only; leave it out` };
    }
  },
);

type Inputs = z.output<typeof inputs>;

const outputs = z.strictObject({ statementId: z.string(), region: regionOutput });

export const permission = aws.resource({
  type: "aws:lambda/permission:Permission",
  description:
    "Lets somebody else call a Lambda function. The emulator stores it but lets function URLs answer without.",
  inputs,
  outputs,
  deleteBeforeReplace: true,
  autonaming: { property: "statementId", maxLength: 100 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const statementId = wanted.statementId ?? "";
    const command = new AddPermissionCommand({
      ...addressOf(wanted),
      StatementId: statementId,
      Action: wanted.action,
      Principal: wanted.principal,
      FunctionUrlAuthType: wanted.functionUrlAuthType,
      InvokedViaFunctionUrl: wanted.invokedViaFunctionUrl,
      SourceArn: wanted.sourceArn,
      SourceAccount: wanted.sourceAccount,
      PrincipalOrgID: wanted.principalOrgId,
    });
    if ((await unlessMissing(client.lambda.send(command, { abortSignal: signal }))) === undefined) {
      throw new ProviderError(`function: ${wanted.function} does not exist; declare it, or correct the name.`);
    }
    return { id: statementId, outputs: { statementId, region: client.region } };
  },

  async read(id, prior, { client, signal }) {
    const wanted = prior?.inputs ?? importedFrom(id);
    const statementId = id.split("/").at(-1) ?? id;
    const live = await statementOf(client, wanted, statementId, signal);
    if (live === undefined) return undefined;
    const condition = (operator: string, key: string) => live.Condition?.[operator]?.[key];
    const viaUrl = condition("Bool", "lambda:InvokedViaFunctionUrl");
    return {
      inputs: {
        function: wanted.function,
        action: live.Action ?? "",
        principal: principalOf(live.Principal),
        functionUrlAuthType: condition("StringEquals", "lambda:FunctionUrlAuthType") as Inputs["functionUrlAuthType"],
        invokedViaFunctionUrl: viaUrl === undefined ? undefined : viaUrl === "true",
        sourceArn: condition("ArnLike", "AWS:SourceArn"),
        sourceAccount: condition("StringEquals", "AWS:SourceAccount"),
        principalOrgId: condition("StringEquals", "aws:PrincipalOrgID"),
        qualifier: wanted.qualifier,
        statementId,
        region: prior?.inputs.region && client.region,
      },
      outputs: { statementId, region: client.region },
    };
  },

  async delete(StatementId, { inputs: wanted }, { client, signal }) {
    const command = new RemovePermissionCommand({ ...addressOf(wanted), StatementId });
    await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
  },
});

type Named = Pick<Inputs, "function" | "qualifier">;

function addressOf({ function: reference, qualifier: Qualifier }: Named) {
  return { FunctionName: functionNameOf(reference), Qualifier };
}

function importedFrom(id: string): Named {
  const [reference = "", statement] = id.split("/");
  if (statement === undefined) {
    throw new ProviderError(
      `id: is ${JSON.stringify(id)}; write it as function/statement, or function:qualifier/statement.`,
    );
  }
  const [name = "", qualified] = reference.split(":");
  return { function: name, qualifier: qualified };
}

interface Statement {
  Sid?: string;
  Action?: string;
  Principal?: string | { AWS?: string; Service?: string };
  Condition?: Record<string, Record<string, string>>;
}

async function statementOf(
  { lambda }: Account,
  wanted: Named,
  id: string,
  abortSignal: AbortSignal,
): Promise<Statement | undefined> {
  const found = await unlessMissing(lambda.send(new GetPolicyCommand(addressOf(wanted)), { abortSignal }));
  const policy: { Statement?: Statement[] } = JSON.parse(found?.Policy ?? "{}");
  return policy.Statement?.find(({ Sid }) => Sid === id);
}

/** AWS stores an account as its root's ARN. */
function principalOf(live: Statement["Principal"]): string {
  const principal = typeof live === "string" ? live : (live?.AWS ?? live?.Service ?? "");
  return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}
