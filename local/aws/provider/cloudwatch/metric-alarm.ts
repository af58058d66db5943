import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type StandardUnit,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionOutput } from "../resource.ts";
import { declaredTags, tagChanges, tagList, tagsFromList } from "../tags.ts";
import { type AlarmInputs, alarmInputs } from "./alarm-inputs.ts";

const outputs = z.strictObject({
  arn: z.string(),
  name: z.string(),
  tagsAll: z.record(z.string(), z.string()),
  region: regionOutput,
});

export const metricAlarm = aws.resource({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  description: "An alarm on a metric. The emulator has metrics of Lambda and of what is put, but none of SQS.",
  inputs: alarmInputs,
  outputs,
  replaceOn: ["name", "region"],
  stable: ["arn", "name", "region"],
  autonaming: { property: "name", maxLength: 255 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    const { name = "" } = wanted;
    const tags = client.tagsAll(wanted.tags);
    await put(client, wanted, tags, signal);
    const arn = (await find(client, name, signal))?.AlarmArn ?? "";
    return { id: name, outputs: { arn, name, tagsAll: tags, region: client.region } };
  },

  async read(name, prior, { client, signal }) {
    const live = await find(client, name, signal);
    if (live === undefined) return undefined;
    const { AlarmArn: arn = "" } = live;
    const { Tags } = await client.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: arn }), {
      abortSignal: signal,
    });
    const tagsAll = tagsFromList(Tags);
    return {
      inputs: {
        ...declaredInputs(live, prior?.inputs ?? {}),
        tags: declaredTags(tagsAll, client.defaultTags, prior?.inputs.tags),
        region: prior?.inputs.region && client.region,
      },
      outputs: { arn, name, tagsAll, region: client.region },
    };
  },

  async update(name, wanted, { state }, { client, signal }) {
    // Tags that come with an alarm that exists are left out of account.
    await put(client, wanted, {}, signal);
    const ResourceARN = state.arn;
    const tags = client.tagsAll(wanted.tags);
    const { set, remove } = tagChanges(state.tagsAll, tags);
    const options = { abortSignal: signal };
    if (remove.length > 0) {
      await client.cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }), options);
    }
    if (Object.keys(set).length > 0) {
      await client.cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: tagList(set) }), options);
    }
    return { arn: state.arn, name, tagsAll: tags, region: state.region };
  },

  async delete(name, _prior, { client, signal }) {
    const command = new DeleteAlarmsCommand({ AlarmNames: [name] });
    await unlessMissing(client.cloudwatch.send(command, { abortSignal: signal }));
  },
});

async function put(
  { cloudwatch }: Account,
  wanted: AlarmInputs,
  tags: Record<string, string>,
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new PutMetricAlarmCommand({
    AlarmName: wanted.name,
    AlarmDescription: wanted.alarmDescription,
    Namespace: wanted.namespace,
    MetricName: wanted.metricName,
    Dimensions: Object.entries(wanted.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    Statistic: wanted.statistic,
    ExtendedStatistic: wanted.extendedStatistic,
    Period: wanted.period,
    EvaluationPeriods: wanted.evaluationPeriods,
    DatapointsToAlarm: wanted.datapointsToAlarm,
    Threshold: wanted.threshold,
    ComparisonOperator: wanted.comparisonOperator,
    TreatMissingData: wanted.treatMissingData,
    Unit: wanted.unit as StandardUnit | undefined,
    ActionsEnabled: wanted.actionsEnabled,
    AlarmActions: wanted.alarmActions,
    OKActions: wanted.okActions,
    InsufficientDataActions: wanted.insufficientDataActions,
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) }),
  });
  await cloudwatch.send(command, { abortSignal });
}

async function find({ cloudwatch }: Account, name: string, abortSignal: AbortSignal): Promise<MetricAlarm | undefined> {
  const command = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm"] });
  const { MetricAlarms } = await cloudwatch.send(command, { abortSignal });
  return MetricAlarms?.find(({ AlarmName }) => AlarmName === name);
}

/** What a program would declare to get the live alarm, but for tags and region. */
function declaredInputs(live: MetricAlarm, declared: Partial<AlarmInputs>): AlarmInputs {
  const dimensions = Object.fromEntries((live.Dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
  const list = (found: string[] = [], given: readonly string[] | undefined) =>
    found.length === 0 && given === undefined ? undefined : found;
  return {
    name: live.AlarmName,
    alarmDescription: live.AlarmDescription || (declared.alarmDescription === "" ? "" : undefined),
    namespace: live.Namespace ?? "",
    metricName: live.MetricName ?? "",
    dimensions: Object.keys(dimensions).length === 0 && declared.dimensions === undefined ? undefined : dimensions,
    // The emulator adds a statistic to one that is extended.
    statistic: live.ExtendedStatistic ? undefined : live.Statistic,
    extendedStatistic: live.ExtendedStatistic || undefined,
    period: live.Period ?? 0,
    evaluationPeriods: live.EvaluationPeriods ?? 0,
    datapointsToAlarm: live.DatapointsToAlarm,
    threshold: live.Threshold ?? 0,
    comparisonOperator: live.ComparisonOperator as AlarmInputs["comparisonOperator"],
    treatMissingData: (live.TreatMissingData ?? "missing") as AlarmInputs["treatMissingData"],
    unit: live.Unit,
    actionsEnabled: live.ActionsEnabled ?? true,
    alarmActions: list(live.AlarmActions, declared.alarmActions),
    okActions: list(live.OKActions, declared.okActions),
    insufficientDataActions: list(live.InsufficientDataActions, declared.insufficientDataActions),
  };
}
