import { DisableAlarmActionsCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutAbsent } from "../../../local/aws/provider/absent.ts";
import type { PropertyMap, PropertyValue } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "aws:sns/topic:Topic";

const errors: PropertyMap = {
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: "player" },
  statistic: "Sum",
  period: 300,
  evaluationPeriods: 3,
  threshold: 0,
  comparisonOperator: "GreaterThanThreshold",
};

describe(ALARM, () => {
  it("lives from create to delete", async () => {
    const { provider } = bench;
    const action = "arn:aws:sns:us-east-1:000000000000:alarms";
    const more = {
      alarmActions: [action],
      okActions: [action],
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
    };
    const inputs = { name: "player errors", alarmDescription: "look here", ...errors, ...more, tags: { a: "b" } };
    const saved = await provider.create(ALARM, inputs);
    expect(saved).toMatchObject({
      id: "player errors",
      state: {
        ...inputs,
        arn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:player errors",
        actionsEnabled: true,
        tagsAll: { a: "b" },
      },
    });
    expect(await provider.read(ALARM, saved)).toEqual(saved);
    expect((await provider.read(ALARM, saved.id))?.inputs).toEqual(saved.inputs);

    const { statistic: _statistic, dimensions: _dimensions, ...rest } = errors;
    const wanted = {
      ...rest,
      name: saved.id,
      extendedStatistic: "p99",
      threshold: 2.5,
      unit: "Milliseconds",
      tags: { c: "d" },
    };
    expect((await provider.diff(ALARM, saved, wanted)).replaces).toEqual([]);
    const updated = await provider.update(ALARM, saved, wanted);
    expect(updated.state.tagsAll).toEqual({ c: "d" });
    expect(await provider.read(ALARM, updated)).toEqual(updated);
    expect((await provider.diff(ALARM, updated, { ...updated.inputs, name: "other" })).replaces).toEqual(["name"]);

    await provider.delete(ALARM, updated);
    await provider.delete(ALARM, updated);
    expect(await provider.read(ALARM, updated)).toBeUndefined();
  });

  it("shows what was changed behind its back, and no change in its state", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(ALARM, errors);
    expect(saved.id).toMatch(/^name-[0-9a-f]{7}$/);
    const state = { AlarmName: saved.id, StateValue: "ALARM", StateReason: "a test" } as const;
    await clients.cloudwatch.send(new SetAlarmStateCommand(state));
    expect(await provider.read(ALARM, saved)).toEqual(saved);
    await clients.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [saved.id] }));
    expect((await provider.read(ALARM, saved))?.inputs.actionsEnabled).toBe(false);
  });

  it.each<[Record<string, PropertyValue | undefined>, string | RegExp]>([
    [{ statistic: undefined }, "statistic: is missing; give statistic or extendedStatistic"],
    [{ extendedStatistic: "p99" }, "statistic: stands beside extendedStatistic; give statistic or extendedStatistic"],
    [{ statistic: "Median" }, /^statistic: is "Median"; use one of "SampleCount"/],
    [{ statistic: undefined, extendedStatistic: "p101" }, 'extendedStatistic: is "p101", but must be a percentile'],
    [{ period: 90 }, "period: is 90; use 10, 20, 30 or a multiple of 60"],
    [{ datapointsToAlarm: 4 }, "datapointsToAlarm: is 4, but must be at most the evaluationPeriods, 3"],
    [
      { evaluationPeriods: 289 },
      "evaluationPeriods: makes 86700 seconds with the period, more than a day; lower one of the two",
    ],
    [
      { period: 86_400, evaluationPeriods: 8 },
      "evaluationPeriods: makes 691200 seconds with the period, more than seven days; lower one of the two",
    ],
    [{ alarmActions: ["me@example.com"] }, 'alarmActions[0]: is "me@example.com", but must be an ARN'],
    [{ treatMissingData: "bad" }, /^treatMissingData: is "bad"; use one of/],
    [{ comparisonOperator: "LessThanLowerThreshold" }, /^comparisonOperator: is "LessThanLowerThreshold"; use one of/],
    [{ metricQueries: [] }, "metricQueries: is not known to the local AWS provider"],
  ])("refuses %j", async (wrong, message) => {
    const all = withoutAbsent({ ...errors, ...wrong }) as PropertyMap;
    await expect(bench.provider.create(ALARM, all)).rejects.toThrow(message);
  });
});

describe(TOPIC, () => {
  const policyOf = (Action: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action, Resource: "*" }],
    });

  it("lives from create to delete", async () => {
    const { provider } = bench;
    const inputs = { name: "alarms", displayName: "Alarms", policy: policyOf("sns:Publish"), tags: { a: "b" } };
    const saved = await provider.create(TOPIC, inputs);
    expect(saved).toMatchObject({
      id: "arn:aws:sns:us-east-1:000000000000:alarms",
      state: { ...inputs, arn: saved.id, owner: "000000000000", tagsAll: { a: "b" } },
    });
    expect(await provider.read(TOPIC, saved)).toEqual(saved);
    const { policy: _policy, ...rest } = saved.inputs;
    expect((await provider.read(TOPIC, saved.id))?.inputs).toEqual(rest);

    const wanted = { name: "alarms", policy: policyOf("sns:*"), kmsMasterKeyId: "alias/aws/sns", tags: { c: "d" } };
    expect((await provider.diff(TOPIC, saved, wanted)).replaces).toEqual([]);
    const updated = await provider.update(TOPIC, saved, wanted);
    expect(updated.state).toMatchObject({ policy: wanted.policy, tagsAll: { c: "d" } });
    expect(await provider.read(TOPIC, updated)).toEqual(updated);
    expect((await provider.diff(TOPIC, updated, { ...wanted, name: "other" })).replaces).toEqual(["name"]);
    const plain = await provider.update(TOPIC, updated, { name: "alarms" });
    expect(await provider.read(TOPIC, plain)).toEqual(plain);

    await provider.delete(TOPIC, plain);
    await provider.delete(TOPIC, plain);
    expect(await provider.read(TOPIC, plain)).toBeUndefined();
  });

  it("shows what was changed behind its back", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(TOPIC, {});
    const change = { TopicArn: saved.id, AttributeName: "DisplayName", AttributeValue: "theirs" };
    await clients.sns.send(new SetTopicAttributesCommand(change));
    expect((await provider.read(TOPIC, saved))?.inputs).toEqual({ ...saved.inputs, displayName: "theirs" });
  });

  it.each<[PropertyMap, string | RegExp]>([
    [{ name: "a b" }, 'name: is "a b", but must hold letters, digits, - and _ only'],
    [{ fifoTopic: true }, "fifoTopic: is not known to the local AWS provider"],
    [{ signatureVersion: 3 }, "signatureVersion: is 3; use one of 1, 2"],
    [{ policy: "{" }, "policy: is no JSON object; give it a policy document"],
  ])("refuses %j", async (wrong, message) => {
    await expect(bench.provider.create(TOPIC, wrong)).rejects.toThrow(message);
  });
});
