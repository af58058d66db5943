import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const QUEUE = "aws:sqs/queue:Queue";
const POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

describe(QUEUE, () => {
  it("lives from create to delete", async () => {
    const { provider } = bench;
    const dead = await provider.create(QUEUE, { name: "dead", messageRetentionSeconds: 1_209_600 });
    const inputs = {
      name: "recordings",
      visibilityTimeoutSeconds: 360,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.state.arn, maxReceiveCount: 5 }),
      tags: { a: "b" },
    };
    const saved = await provider.create(QUEUE, inputs);
    expect(saved.id).toMatch(/^https?:\/\/.+\/000000000000\/recordings$/);
    expect(saved.state).toMatchObject({
      ...inputs,
      arn: arnOf("recordings"),
      url: saved.id,
      messageRetentionSeconds: 345_600,
      delaySeconds: 0,
      tagsAll: { a: "b" },
    });
    expect(await provider.read(QUEUE, saved)).toEqual(saved);
    const imported = await provider.read(QUEUE, saved.id);
    expect((await provider.diff(QUEUE, imported ?? saved, saved.inputs)).changes).toBe(false);
    const respelled = JSON.stringify({ maxReceiveCount: 5, deadLetterTargetArn: dead.state.arn });
    expect((await provider.diff(QUEUE, saved, { ...saved.inputs, redrivePolicy: respelled })).changes).toBe(false);

    const wanted = { name: "recordings", kmsMasterKeyId: "alias/aws/sqs", tags: { c: "d" } };
    const updated = await provider.update(QUEUE, saved, wanted);
    expect(updated.state.tagsAll).toEqual({ c: "d" });
    expect(await provider.read(QUEUE, updated)).toEqual(updated);
    expect((await provider.diff(QUEUE, updated, { ...updated.inputs, name: "other" })).replaces).toEqual(["name"]);

    await provider.delete(QUEUE, updated);
    await provider.delete(QUEUE, updated);
    expect(await provider.read(QUEUE, updated)).toBeUndefined();
  });

  it("shows what was changed behind its back", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(QUEUE, { visibilityTimeoutSeconds: 60 });
    const Attributes = { VisibilityTimeout: "1" };
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: saved.id, Attributes }));
    expect((await provider.read(QUEUE, saved))?.inputs.visibilityTimeoutSeconds).toBe(1);
  });

  it("says which queues may send their dead letters to it", async () => {
    const { provider } = bench;
    const redriveAllowPolicy = JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arnOf("recordings")] });
    const saved = await provider.create(QUEUE, { name: "allowed", redriveAllowPolicy });
    expect(await provider.read(QUEUE, saved)).toEqual(saved);
  });

  const redrive = (policy: object) => ({ redrivePolicy: JSON.stringify(policy) });
  const allow = (policy: object) => ({ redriveAllowPolicy: JSON.stringify(policy) });
  it.each<[PropertyMap, string]>([
    [{ visibilityTimeoutSeconds: 43_201 }, "visibilityTimeoutSeconds: is 43201, but must be at most 43200"],
    [{ messageRetentionSeconds: 59 }, "messageRetentionSeconds: is 59, but must be at least 60"],
    [{ maxMessageSize: 1_048_577 }, "maxMessageSize: is 1048577, but must be at most 1048576"],
    [{ name: "a.fifo" }, 'name: is "a.fifo", but must hold letters, digits, - and _ only'],
    [{ fifoQueue: true }, "fifoQueue: is not known to the local AWS provider"],
    [{ policy: "{}" }, "policy: is not known to the local AWS provider; use aws.sqs.QueuePolicy"],
    [{ redrivePolicy: "{" }, "redrivePolicy: is no JSON object; give it deadLetterTargetArn and maxReceiveCount"],
    [
      redrive({ deadLetterTargetArn: arnOf("a"), maxReceiveCount: 0 }),
      "redrivePolicy: needs a maxReceiveCount from 1 to 1000",
    ],
    [redrive({ deadLetterTargetArn: "a", maxReceiveCount: 1 }), "needs a queue's ARN as deadLetterTargetArn"],
    [
      redrive({ deadLetterTargetArn: arnOf("nobody"), maxReceiveCount: 1 }),
      `redrivePolicy: the queue ${arnOf("nobody")} does not exist; declare it, or correct the ARN.`,
    ],
    [allow({ redrivePermission: "some" }), 'has the redrivePermission "some"; use allowAll, denyAll or byQueue'],
    [
      allow({ redrivePermission: "byQueue" }),
      "has sourceQueueArns with another redrivePermission than byQueue, or none",
    ],
    [
      { kmsMasterKeyId: "k", sqsManagedSseEnabled: true },
      "sqsManagedSseEnabled: stands beside kmsMasterKeyId; keep one",
    ],
  ])("refuses %j", async (wrong, message) => {
    await expect(bench.provider.create(QUEUE, wrong)).rejects.toThrow(message);
  });
});

describe(POLICY, () => {
  const policyOf = (service: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sqs:SendMessage", Resource: "*" }],
    });

  it("lives from create to delete", async () => {
    const { provider } = bench;
    const queue = await provider.create(QUEUE, { name: "told" });
    const saved = await provider.create(POLICY, { queueUrl: queue.id, policy: policyOf("sns.amazonaws.com") });
    expect(saved.id).toBe(queue.id);
    expect(await provider.read(POLICY, saved)).toEqual(saved);
    expect((await provider.read(POLICY, queue.id))?.inputs).toEqual(saved.inputs);
    const updated = await provider.update(POLICY, saved, { queueUrl: queue.id, policy: policyOf("s3.amazonaws.com") });
    expect(await provider.read(POLICY, updated)).toEqual(updated);
    const elsewhere = { ...updated.inputs, queueUrl: "https://example.com/1/2" };
    expect((await provider.diff(POLICY, updated, elsewhere)).replaces).toEqual(["queueUrl"]);
    await provider.delete(POLICY, updated);
    await provider.delete(POLICY, updated);
    expect(await provider.read(POLICY, updated)).toBeUndefined();
    expect(await provider.read(QUEUE, queue)).toEqual(queue);

    await provider.delete(QUEUE, queue);
    await provider.delete(POLICY, updated);
    const late = provider.create(POLICY, { queueUrl: queue.id, policy: policyOf("sns.amazonaws.com") });
    await expect(late).rejects.toThrow(`queueUrl: ${queue.id} does not exist; declare the queue, or correct the URL.`);
  });
});
