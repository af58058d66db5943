import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { z } from "zod";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionOutput } from "../resource.ts";
import { declaredTags, type Tags } from "../tags.ts";
import { type EventSourceInputs, eventSourceInputs } from "./event-source-inputs.ts";
import { requireFirst, requireFit } from "./event-source-rules.ts";
import { functionNameOf } from "./function-reference.ts";
import { changeTags, readTags } from "./tags.ts";

const pollMs = 50;

const outputs = z.strictObject({
  arn: z.string(),
  functionArn: z.string(),
  uuid: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

/** A function may be named by its name or its ARN. */
const sameFunction = (before: unknown, after: unknown) =>
  functionNameOf(String(before)) === functionNameOf(String(after));

export const eventSourceMapping = aws.resource({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  description: "Calls a function with a queue's messages.",
  inputs: eventSourceInputs,
  outputs,
  replaceOn: ["eventSourceArn", "region"],
  deleteBeforeReplace: true,
  stable: ["arn", "uuid", "region"],
  sameMeaning: { functionName: sameFunction },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    await requireFit(client, wanted, signal);
    await requireFirst(client, wanted, signal);
    const EventSourceArn = wanted.eventSourceArn;
    const tags = client.tagsAll(wanted.tags);
    const command = new CreateEventSourceMappingCommand({ EventSourceArn, ...settingsOf(wanted), Tags: tags });
    const live = await client.lambda.send(command, { abortSignal: signal });
    return { id: live.UUID ?? "", outputs: outputsOf(client, live, tags) };
  },

  async read(uuid, prior, { client, signal }) {
    const live = await find(client, uuid, signal);
    if (live === undefined || live.State === "Deleting") return undefined;
    const declared = prior?.inputs;
    const name = functionNameOf(live.FunctionArn ?? "");
    const concurrency = live.ScalingConfig?.MaximumConcurrency;
    const responses = live.FunctionResponseTypes ?? [];
    const tags = await readTags(client, live.EventSourceMappingArn ?? "", signal);
    return {
      inputs: {
        eventSourceArn: live.EventSourceArn ?? "",
        functionName:
          declared !== undefined && sameFunction(declared.functionName, name) ? declared.functionName : name,
        batchSize: live.BatchSize ?? 10,
        maximumBatchingWindowInSeconds: live.MaximumBatchingWindowInSeconds ?? 0,
        functionResponseTypes:
          responses.length === 0 && declared?.functionResponseTypes === undefined ? undefined : [...responses],
        scalingConfig: concurrency === undefined ? undefined : { maximumConcurrency: concurrency },
        enabled: !/^Disabl/.test(live.State ?? ""),
        tags: declaredTags(tags, client.defaultTags, declared?.tags),
        region: declared?.region && client.region,
      },
      outputs: outputsOf(client, live, tags),
    };
  },

  async update(UUID, wanted, _prior, { client, signal }) {
    await requireFit(client, wanted, signal);
    const command = new UpdateEventSourceMappingCommand({ UUID, ...settingsOf(wanted) });
    const live = await client.lambda.send(command, { abortSignal: signal });
    const tags = client.tagsAll(wanted.tags);
    const arn = live.EventSourceMappingArn ?? "";
    await changeTags(client, arn, [await readTags(client, arn, signal), tags], signal);
    return outputsOf(client, live, tags);
  },

  async delete(UUID, _prior, { client, signal }) {
    const command = new DeleteEventSourceMappingCommand({ UUID });
    await unlessMissing(client.lambda.send(command, { abortSignal: signal }));
    while ((await find(client, UUID, signal)) !== undefined) await sleep(pollMs, undefined, { signal });
  },
});

/** What is not declared is given as its default: without it an update would leave what was there. */
function settingsOf(wanted: EventSourceInputs) {
  return {
    FunctionName: functionNameOf(wanted.functionName),
    BatchSize: wanted.batchSize,
    MaximumBatchingWindowInSeconds: wanted.maximumBatchingWindowInSeconds,
    FunctionResponseTypes: wanted.functionResponseTypes ?? [],
    ScalingConfig: wanted.scalingConfig && { MaximumConcurrency: wanted.scalingConfig.maximumConcurrency },
    Enabled: wanted.enabled,
  };
}

async function find(
  { lambda }: Account,
  UUID: string,
  abortSignal: AbortSignal,
): Promise<EventSourceMappingConfiguration | undefined> {
  return unlessMissing(lambda.send(new GetEventSourceMappingCommand({ UUID }), { abortSignal }));
}

function outputsOf(
  { region }: Account,
  live: EventSourceMappingConfiguration,
  tagsAll: Tags,
): z.output<typeof outputs> {
  const { EventSourceMappingArn: arn = "", FunctionArn: functionArn = "", UUID: uuid = "" } = live;
  return { arn, functionArn, uuid, tagsAll, region };
}
