import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListTagsCommand, TagResourceCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { FUNCTION, functionInputs, makeRole } from "./function-fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
let role: string;
beforeAll(async () => {
  bench = await startBench(cleanup);
  role = await makeRole(bench);
});
afterAll(() => cleanup.run());

const QUEUE = "aws:sqs/queue:Queue";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const INVOKE = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

async function allow(Action: string[], Resource = "arn:aws:sqs:us-east-1:*"): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
  const policy = { RoleName: "player", PolicyName: "queue", PolicyDocument };
  await bench.clients.iam.send(new PutRolePolicyCommand(policy));
}

const receiving = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** A queue and a function that go together, and the least of a mapping for them. */
async function makePair(
  seconds = { visibility: 60, timeout: 10 },
): Promise<{ eventSourceArn: string; functionName: string }> {
  const queue = await bench.provider.create(QUEUE, {
    visibilityTimeoutSeconds: seconds.visibility,
    name: `q-${pairs++}`,
  });
  const { id } = await bench.provider.create(FUNCTION, functionInputs(role, { timeout: seconds.timeout }));
  return { eventSourceArn: String(queue.state.arn), functionName: id };
}
let pairs = 0;

describe(MAPPING, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    await allow(receiving);
    const pair = await makePair();
    const inputs = {
      ...pair,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 5 },
    };
    const saved = await provider.create(MAPPING, inputs);
    expect(saved.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(saved.state).toMatchObject({
      ...inputs,
      batchSize: 10,
      uuid: saved.id,
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${pair.functionName}`,
    });
    expect(await provider.read(MAPPING, saved)).toEqual(saved);
    expect((await provider.read(MAPPING, saved.id))?.inputs).toEqual(saved.inputs);
    const byArn = { ...saved.inputs, functionName: String(saved.state.functionArn) };
    expect((await provider.diff(MAPPING, saved, byArn)).changes).toBe(false);

    const wanted = { ...pair, batchSize: 100, maximumBatchingWindowInSeconds: 5, enabled: false };
    const updated = await provider.update(MAPPING, saved, wanted);
    expect((await provider.read(MAPPING, updated))?.inputs).toMatchObject(wanted);
    const elsewhere = { ...updated.inputs, eventSourceArn: `${pair.eventSourceArn}-2` };
    expect((await provider.diff(MAPPING, updated, elsewhere)).replaces).toEqual(["eventSourceArn"]);

    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID: saved.id, Enabled: true }));
    expect((await provider.read(MAPPING, updated))?.inputs.enabled).toBe(true);
    await provider.delete(MAPPING, updated);
    await provider.delete(MAPPING, updated);
    expect(await provider.read(MAPPING, updated)).toBeUndefined();
  });

  it("has tags, which are changed in place and whose drift shows", async () => {
    const { provider, clients } = bench;
    await allow(receiving);
    const inputs = { ...(await makePair()), tags: { stack: "dev", owner: "calls" } };
    const saved = await provider.create(MAPPING, inputs);
    expect(saved.state.tagsAll).toEqual(inputs.tags);
    const arn = String(saved.state.arn);
    expect((await clients.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual(inputs.tags);
    expect(await provider.read(MAPPING, saved)).toEqual(saved);

    const tags = { stack: "prod" };
    const updated = await provider.update(MAPPING, saved, { ...inputs, tags });
    expect((await clients.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual(tags);
    await clients.lambda.send(new TagResourceCommand({ Resource: arn, Tags: { stack: "theirs" } }));
    const found = await provider.read(MAPPING, updated);
    expect([found?.inputs.tags, found?.state.tagsAll]).toEqual([{ stack: "theirs" }, { stack: "theirs" }]);
    await provider.delete(MAPPING, updated);
  });

  it("refuses a queue that hides messages for less than the function may take", async () => {
    await allow(receiving);
    const pair = await makePair({ visibility: 30, timeout: 31 });
    await expect(bench.provider.create(MAPPING, pair)).rejects.toThrow(
      "eventSourceArn: the queue hides messages for 30 seconds, but the function may run for 31; raise the queue's",
    );
  });

  it("refuses a second mapping of the same queue to the same function", async () => {
    await allow(receiving);
    const pair = await makePair();
    const { id } = await bench.provider.create(MAPPING, pair);
    await expect(bench.provider.create(MAPPING, pair)).rejects.toThrow(
      `eventSourceArn: ${pair.eventSourceArn} is mapped to ${pair.functionName} already, as ${id}; import that one`,
    );
  });

  it.each<[string, string[], string | undefined]>([
    ["sqs:ReceiveMessage", receiving.slice(1), undefined],
    ["sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes", ["sqs:*"], "arn:aws:sqs:us-east-1:1:other"],
  ])("refuses a role that may not %s", async (missing, actions, resource) => {
    await allow(actions, resource);
    const pair = await makePair();
    await expect(bench.provider.create(MAPPING, pair)).rejects.toThrow(
      `functionName: the function's role ${role} may not ${missing} on ${pair.eventSourceArn}; allow it`,
    );
  });

  it("takes a role whose policies hold wildcards", async () => {
    await allow(["sqs:Rec*", "SQS:Delete?essage", "sqs:Get*"], "*");
    await bench.provider.create(MAPPING, await makePair());
  });

  const queue = "arn:aws:sqs:us-east-1:000000000000:nobody";
  it.each<[PropertyMap, string]>([
    [{ eventSourceArn: "arn:aws:kinesis:us-east-1:1:stream/a" }, "but must be a queue's ARN"],
    [{ batchSize: 11 }, "maximumBatchingWindowInSeconds: is 0, but must be at least 1 for a batch of more than 10"],
    [{ scalingConfig: { maximumConcurrency: 1 } }, "scalingConfig.maximumConcurrency: is 1, but must be at least 2"],
    [{ functionName: "nobody" }, "functionName: nobody does not exist; declare it, or correct the name."],
    [{ startingPosition: "LATEST" }, "startingPosition: is not known to the local AWS provider"],
  ])("refuses %j", async (wrong, message) => {
    const all = { eventSourceArn: queue, functionName: "player", ...wrong };
    await expect(bench.provider.create(MAPPING, all)).rejects.toThrow(message);
  });

  it("refuses a queue that does not exist", async () => {
    const { functionName } = await makePair();
    await expect(bench.provider.create(MAPPING, { eventSourceArn: queue, functionName })).rejects.toThrow(
      `eventSourceArn: the queue ${queue} does not exist; declare it, or correct the ARN.`,
    );
  });
});

describe(INVOKE, () => {
  it("lives from create to delete", async () => {
    const { provider } = bench;
    const { functionName, eventSourceArn } = await makePair();
    const destinationConfig = { onFailure: { destination: eventSourceArn } };
    const inputs = { functionName, maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60, destinationConfig };
    const saved = await provider.create(INVOKE, inputs);
    expect(saved.id).toBe(functionName);
    expect(await provider.read(INVOKE, saved)).toEqual(saved);
    expect((await provider.read(INVOKE, saved.id))?.inputs).toEqual(saved.inputs);
    const updated = await provider.update(INVOKE, saved, { functionName, maximumEventAgeInSeconds: 120 });
    expect(updated.state.maximumRetryAttempts).toBe(2);
    expect(await provider.read(INVOKE, updated)).toEqual(updated);
    const elsewhere = { ...updated.inputs, functionName: "other" };
    expect((await provider.diff(INVOKE, updated, elsewhere)).replaces).toEqual(["functionName"]);
    await provider.delete(INVOKE, updated);
    await provider.delete(INVOKE, updated);
    expect(await provider.read(INVOKE, updated)).toBeUndefined();
  });

  it.each<[PropertyMap, string]>([
    [{ maximumRetryAttempts: 3 }, "maximumRetryAttempts: is 3, but must be at most 2"],
    [{ maximumEventAgeInSeconds: 59 }, "maximumEventAgeInSeconds: is 59, but must be at least 60"],
    [{ destinationConfig: { onFailure: { destination: "me" } } }, 'destination: is "me", but must be the ARN of'],
    [{}, "functionName: nobody does not exist; declare it, or correct the name."],
  ])("refuses %j", async (wrong, message) => {
    await expect(bench.provider.create(INVOKE, { functionName: "nobody", ...wrong })).rejects.toThrow(message);
  });
});
