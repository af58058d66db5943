import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput } from "../resource.ts";
import { functionNameOf, functionReference, qualifier } from "./function-reference.ts";

const destination = z
  .strictObject({
    destination: z
      .string()
      .regex(
        /^arn:aws[\w-]*:(sqs|sns|lambda|events|s3):/,
        must("be the ARN of a queue, topic, function, event bus or bucket"),
      ),
  })
  .optional();

const inputs = z.strictObject({
  functionName: functionReference.describe("The function's name or ARN."),
  qualifier: qualifier.optional(),
  maximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  maximumEventAgeInSeconds: z.number().int().min(60).max(21_600).optional().describe("Absent: six hours."),
  destinationConfig: z.strictObject({ onFailure: destination, onSuccess: destination }).optional(),
  region: regionInput,
});

type Inputs = z.output<typeof inputs>;

export const functionEventInvokeConfig = aws.resource({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  description: "Says what becomes of a function's asynchronous calls that fail.",
  inputs,
  outputs: z.strictObject({ region: regionOutput }),
  replaceOn: ["functionName", "qualifier", "region"],
  stable: ["region"],
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    await put(client, wanted, signal);
    const { functionName, qualifier: version } = wanted;
    const id = version === undefined ? functionName : `${functionName}:${version}`;
    return { id, outputs: { region: client.region } };
  },

  async read(id, prior, { client, signal }) {
    const address = prior?.inputs ?? addressIn(id);
    const command = new GetFunctionEventInvokeConfigCommand(live(address));
    const found = await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
    if (found === undefined) return undefined;
    const { functionName, qualifier: version } = address;
    const [failure, success] = [
      found.DestinationConfig?.OnFailure?.Destination,
      found.DestinationConfig?.OnSuccess?.Destination,
    ];
    const ends = {
      ...(failure && { onFailure: { destination: failure } }),
      ...(success && { onSuccess: { destination: success } }),
    };
    return {
      inputs: {
        functionName,
        qualifier: version,
        maximumRetryAttempts: found.MaximumRetryAttempts ?? 2,
        maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
        destinationConfig: Object.keys(ends).length > 0 ? ends : prior?.inputs.destinationConfig && {},
        region: prior?.inputs.region && client.region,
      },
      outputs: { region: client.region },
    };
  },

  async update(_id, wanted, { state }, { client, signal }) {
    await put(client, wanted, signal);
    return { region: state.region };
  },

  async delete(_id, { inputs: wanted }, { client, signal }) {
    const command = new DeleteFunctionEventInvokeConfigCommand(live(wanted));
    await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
  },
});

type Address = Pick<Inputs, "functionName" | "qualifier">;

function live({ functionName, qualifier: Qualifier }: Address) {
  return { FunctionName: functionNameOf(functionName), Qualifier };
}

/** `function`, `function:qualifier`, or the function's ARN with or without a qualifier. */
function addressIn(id: string): Address {
  const parts = id.split(":");
  const isArn = parts[0] === "arn";
  const names = parts.slice(0, isArn ? 7 : 1);
  return { functionName: names.join(":"), qualifier: parts[names.length] };
}

/** Puts all of it: what is not given is the default again. */
async function put({ lambda }: Account, wanted: Inputs, abortSignal: AbortSignal): Promise<void> {
  const { onFailure, onSuccess } = wanted.destinationConfig ?? {};
  const command = new PutFunctionEventInvokeConfigCommand({
    ...live(wanted),
    MaximumRetryAttempts: wanted.maximumRetryAttempts,
    MaximumEventAgeInSeconds: wanted.maximumEventAgeInSeconds,
    DestinationConfig: {
      OnFailure: { Destination: onFailure?.destination },
      OnSuccess: { Destination: onSuccess?.destination },
    },
  });
  const done = await unlessMissing(lambda.send(command, { abortSignal }));
  if (done !== undefined) return;
  throw new ProviderError(`functionName: ${wanted.functionName} does not exist; declare it, or correct the name.`);
}
