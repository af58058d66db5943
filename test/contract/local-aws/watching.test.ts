import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup, eventually } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TOPIC = "aws:sns/topic:Topic";
const QUEUE = "aws:sqs/queue:Queue";

describe(DASHBOARD, () => {
  const bodyOf = (...widgets: object[]) => JSON.stringify({ widgets });
  const text = { type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: "hello" } };

  it("lives from create to delete", async () => {
    const { provider } = bench;
    const saved = await provider.create(DASHBOARD, { dashboardName: "flex", dashboardBody: bodyOf(text) });
    expect(saved.id).toBe("flex");
    expect(saved.state.dashboardArn).toMatch(/^arn:aws:cloudwatch::000000000000:dashboard\/flex$/);
    expect(await provider.read(DASHBOARD, saved)).toEqual(saved);
    expect((await provider.read(DASHBOARD, "flex"))?.inputs).toEqual(saved.inputs);
    const spaced = { ...saved.inputs, dashboardBody: JSON.stringify({ widgets: [text] }, undefined, 2) };
    expect((await provider.diff(DASHBOARD, saved, spaced)).changes).toBe(false);
    const updated = await provider.update(DASHBOARD, saved, { ...saved.inputs, dashboardBody: bodyOf(text, text) });
    expect(await provider.read(DASHBOARD, updated)).toEqual(updated);
    const renamed = { ...updated.inputs, dashboardName: "other" };
    expect((await provider.diff(DASHBOARD, updated, renamed)).replaces).toEqual(["dashboardName"]);
    await provider.delete(DASHBOARD, updated);
    await provider.delete(DASHBOARD, updated);
    expect(await provider.read(DASHBOARD, updated)).toBeUndefined();
  });

  it.each<[string, string]>([
    ["{", "dashboardBody: is no JSON object with widgets; give it a list of them"],
    [bodyOf({ ...text, type: "pie" }), 'dashboardBody: widgets[0].type is "pie"; use one of alarm, custom, explorer'],
    [bodyOf({ ...text, width: 25 }), "dashboardBody: widgets[0].width is 25; use a whole number from 1 to 24"],
    [bodyOf({ type: "metric" }), "dashboardBody: widgets[0] has no properties; give it some"],
  ])("refuses %s", async (dashboardBody, message) => {
    await expect(bench.provider.create(DASHBOARD, { dashboardName: "flex", dashboardBody })).rejects.toThrow(message);
  });
});

describe(SUBSCRIPTION, () => {
  const arn = "arn:aws:sns:us-east-1:000000000000:nobody";

  it("lives from create to delete", async () => {
    const { provider } = bench;
    const topic = (await provider.create(TOPIC, { name: "lives" })).id;
    const inputs = { topic, protocol: "email", endpoint: "team@example.com" };
    const saved = await provider.create(SUBSCRIPTION, inputs);
    expect(saved.id.startsWith(`${topic}:`)).toBe(true);
    expect(saved.state).toMatchObject({ ...inputs, arn: saved.id, ownerId: "000000000000" });
    expect(await provider.read(SUBSCRIPTION, saved)).toEqual(saved);
    expect((await provider.read(SUBSCRIPTION, saved.id))?.inputs).toEqual(saved.inputs);
    const elsewhere = { ...saved.inputs, endpoint: "you@example.com" };
    expect((await provider.diff(SUBSCRIPTION, saved, elsewhere)).replaces).toEqual(["endpoint"]);
    await provider.delete(SUBSCRIPTION, saved);
    await provider.delete(SUBSCRIPTION, saved);
    expect(await provider.read(SUBSCRIPTION, saved)).toBeUndefined();
  });

  it("brings an alarm that goes off to a queue", async () => {
    const { provider, clients } = bench;
    const topic = (await provider.create(TOPIC, { name: "alarms" })).id;
    const queue = await provider.create(QUEUE, { name: "alarms" });
    const Resource = String(queue.state.arn);
    const Principal = { Service: "sns.amazonaws.com" };
    const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await provider.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.id, policy });
    const wrapped = { topic, protocol: "sqs", endpoint: Resource };
    const saved = await provider.create(SUBSCRIPTION, wrapped);
    const raw = await provider.update(SUBSCRIPTION, saved, { ...wrapped, rawMessageDelivery: true });
    expect(await provider.read(SUBSCRIPTION, raw)).toEqual(raw);
    await provider.create("aws:cloudwatch/metricAlarm:MetricAlarm", {
      name: "denials",
      namespace: "flex-media",
      metricName: "Denied",
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      alarmActions: [topic],
    });
    const MetricData = [{ MetricName: "Denied", Value: 3 }];
    await clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: "flex-media", MetricData }));
    const bodies: string[] = [];
    await eventually(async () => {
      const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.id }));
      bodies.push(...Messages.map(({ Body = "" }) => Body));
      return bodies.length > 0;
    });
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ AlarmName: "denials", NewStateValue: "ALARM" });
  });

  it.each<[PropertyMap, string]>([
    [{ endpoint: "me" }, 'endpoint: is "me", but must be a mail address for email'],
    [{ protocol: "sqs" }, 'endpoint: is "team@example.com", but must be a queue\'s ARN for sqs'],
    [{ rawMessageDelivery: true }, "rawMessageDelivery: goes with sqs and https only; leave it out"],
    [{ protocol: "pigeon" }, 'protocol: is "pigeon"; use one of "sqs", "lambda"'],
    [{ filterPolicy: "{}" }, "filterPolicy: is not known to the local AWS provider"],
    [{}, `topic: ${arn} does not exist; declare it, or correct the ARN.`],
  ])("refuses %j", async (wrong, message) => {
    const all = { topic: arn, protocol: "email", endpoint: "team@example.com", ...wrong };
    await expect(bench.provider.create(SUBSCRIPTION, all)).rejects.toThrow(message);
  });
});
