import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { aws, regionFailures, regionOutput } from "../resource.ts";
import { requireAssumable } from "./execution-role.ts";
import { type ScheduleInputs, scheduleInputs } from "./schedule-inputs.ts";

const outputs = z.strictObject({ arn: z.string(), name: z.string(), region: regionOutput });

export const schedule = aws.resource({
  type: "aws:scheduler/schedule:Schedule",
  description: "Calls a function at set times. The emulator looks every ten seconds, and knows no time zone but UTC.",
  inputs: scheduleInputs,
  outputs,
  replaceOn: ["name", "groupName", "region"],
  stable: ["arn", "name", "region"],
  autonaming: { property: "name", maxLength: 64 },
  check: (given, { client }) => regionFailures(given, client),

  async create(wanted, { client, signal }) {
    await requireAssumable(client, wanted, signal);
    const { name = "", groupName } = wanted;
    const command = new CreateScheduleCommand(requestOf(wanted, name));
    const made = await unlessMissing(client.scheduler.send(command, { abortSignal: signal }));
    if (made === undefined)
      throw new ProviderError(`groupName: ${groupName} does not exist; make it, or leave it out.`);
    return { id: `${groupName}/${name}`, outputs: { arn: made.ScheduleArn ?? "", name, region: client.region } };
  },

  async read(id, prior, { client, signal }) {
    const { group, name } = placeOf(id);
    const command = new GetScheduleCommand({ GroupName: group, Name: name });
    const live = await unlessMissing(client.scheduler.send(command, { abortSignal: signal }));
    if (live === undefined) return undefined;
    return {
      inputs: declaredInputs(live, prior?.inputs, client),
      outputs: { arn: live.Arn ?? "", name, region: client.region },
    };
  },

  async update(id, wanted, { state }, { client, signal }) {
    await requireAssumable(client, wanted, signal);
    const command = new UpdateScheduleCommand(requestOf(wanted, placeOf(id).name));
    await client.scheduler.send(command, { abortSignal: signal });
    return { arn: state.arn, name: state.name, region: state.region };
  },

  async delete(id, _prior, { client, signal }) {
    const { group, name } = placeOf(id);
    const command = new DeleteScheduleCommand({ GroupName: group, Name: name });
    await unlessMissing(client.scheduler.send(command, { abortSignal: signal }));
  },
});

/** All of it: what an update leaves out goes back to its default. */
function requestOf(wanted: ScheduleInputs, Name: string) {
  const { target, flexibleTimeWindow: window } = wanted;
  return {
    Name,
    GroupName: wanted.groupName,
    Description: wanted.description,
    ScheduleExpression: wanted.scheduleExpression,
    ScheduleExpressionTimezone: wanted.scheduleExpressionTimezone,
    FlexibleTimeWindow: { Mode: window.mode, MaximumWindowInMinutes: window.maximumWindowInMinutes },
    State: wanted.state,
    ActionAfterCompletion: wanted.actionAfterCompletion,
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: target.retryPolicy && {
        MaximumEventAgeInSeconds: target.retryPolicy.maximumEventAgeInSeconds,
        MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
      },
      DeadLetterConfig: target.deadLetterConfig && { Arn: target.deadLetterConfig.arn },
    },
  };
}

function placeOf(id: string): { group: string; name: string } {
  const [group = "", name, ...more] = id.split("/");
  if (name !== undefined && more.length === 0) return { group, name };
  throw new ProviderError(`id: is ${JSON.stringify(id)}; write it as group/name, as in default/nightly.`);
}

function declaredInputs(
  live: GetScheduleCommandOutput,
  declared: Partial<ScheduleInputs> | undefined,
  { region }: Account,
): ScheduleInputs {
  const { Target: target, FlexibleTimeWindow: window } = live;
  const { RetryPolicy: retry, DeadLetterConfig: deadLetters } = target ?? {};
  return {
    name: live.Name,
    groupName: live.GroupName ?? "default",
    description: live.Description || (declared?.description === "" ? "" : undefined),
    scheduleExpression: live.ScheduleExpression ?? "",
    scheduleExpressionTimezone: live.ScheduleExpressionTimezone ?? "UTC",
    flexibleTimeWindow: { mode: window?.Mode ?? "OFF", maximumWindowInMinutes: window?.MaximumWindowInMinutes },
    state: live.State ?? "ENABLED",
    actionAfterCompletion: live.ActionAfterCompletion ?? "NONE",
    target: {
      arn: target?.Arn ?? "",
      roleArn: target?.RoleArn ?? "",
      input: target?.Input,
      retryPolicy: retry && {
        maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds ?? 86_400,
        maximumRetryAttempts: retry.MaximumRetryAttempts ?? 185,
      },
      deadLetterConfig: deadLetters && { arn: deadLetters.Arn ?? "" },
    },
    region: declared?.region && region,
  };
}
