import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { GetFunctionConcurrencyCommand, InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetScheduleCommand, ListSchedulesCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unlessMissing } from "../../../local/aws/provider/errors.ts";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { clientsOf, eventually } from "../../contract/local-aws/fixture.ts";
import { recordedAudio } from "../../contract/local-twilio/running.ts";
import { type OpenedStack, openStack } from "../stack/opened-stack.ts";
import { type Outputs, outputsOf } from "./outputs.ts";

const audio = recordedAudio(1000, -1000);

let opened: OpenedStack;
let clients: ReturnType<typeof clientsOf>;
let outputs: Outputs;

beforeAll(async () => {
  opened = await openStack();
  recordedBefore(opened.stack.twilio.control);
  clients = clientsOf(opened.stack.aws);
  await opened.stack.pulumi.up();
  outputs = outputsOf(await opened.stack.pulumi.outputs());
});
afterAll(() => opened?.remove());

/** What there is that has to do with deleting at Twilio, by name without the engine's suffix. */
async function pruneParts() {
  const [functions, roles, logs, alarms, schedules] = await Promise.all([
    clients.lambda.send(new ListFunctionsCommand({})),
    clients.iam.send(new ListRolesCommand({})),
    clients.logs.send(new DescribeLogGroupsCommand({})),
    clients.cloudwatch.send(new DescribeAlarmsCommand({})),
    clients.scheduler.send(new ListSchedulesCommand({})),
  ]);
  const own = (names: (string | undefined)[] = []) =>
    names.flatMap((name = "") => (name.includes("prune") ? [name.replace(/-[0-9a-f]{7}$/, "")] : [])).toSorted();
  return {
    functions: own(functions.Functions?.map(({ FunctionName }) => FunctionName)),
    roles: own(roles.Roles?.map(({ RoleName }) => RoleName)),
    logs: own(logs.logGroups?.map(({ logGroupName }) => logGroupName)),
    alarms: own(alarms.MetricAlarms?.map(({ AlarmName }) => AlarmName)),
    schedules: own(schedules.Schedules?.map(({ Name }) => Name)),
  };
}
const none = { functions: [], roles: [], logs: [], alarms: [], schedules: [] };

const keyOf = (sid: string) => `${outputs.recordingsPrefix}${outputs.accountSid}/${sid}.wav`;
const place = (sid: string) => ({ Bucket: outputs.bucketName, Key: keyOf(sid) });
const statusOf = (sid: string) => opened.stack.twilio.control.state().recordings.find((one) => one.sid === sid)?.status;

/** A recording of so many days ago. */
function recorded(days: number): string {
  const then = new Date(Date.now() - days * 86_400_000).toISOString();
  return opened.stack.twilio.control.recordings.add(audio, { date_created: then, start_time: then }).sid;
}

/** The same, which the archive's own store has brought into the bucket. */
async function stored(days: number): Promise<string> {
  const recordingSid = recorded(days);
  const MessageBody = JSON.stringify({ accountSid: outputs.accountSid, recordingSid });
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: outputs.archiveQueueUrl, MessageBody }));
  await eventually(
    async () => (await unlessMissing(clients.s3.send(new HeadObjectCommand(place(recordingSid))))) !== undefined,
  );
  return recordingSid;
}

async function schedule() {
  const { Schedules: [listed] = [] } = await clients.scheduler.send(new ListSchedulesCommand({}));
  return await clients.scheduler.send(new GetScheduleCommand({ Name: listed?.Name }));
}

/** Calls what the schedule calls, as the schedule calls it, and gives the report. */
async function run(): Promise<unknown> {
  const { Target } = await schedule();
  const answer = await clients.lambda.send(new InvokeCommand({ FunctionName: Target?.Arn }));
  expect(answer.FunctionError).toBeUndefined();
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
}

test("without the setting there is nothing that could delete at Twilio", async () => {
  expect(await pruneParts()).toEqual(none);
});

test("with it an up makes a function, its role, log and alarms, and a schedule", async () => {
  const { pulumi } = opened.stack;
  const key = "flex-media:archive.deleteAtTwilioAfterDays";
  await pulumi.succeed(["config", "set", "--path", key, "30", ...pulumi.configArguments()]);
  await pulumi.up();
  expect(await pruneParts()).toEqual({
    functions: ["archive-prune"],
    roles: ["archive-prune", "archive-prune-schedule"],
    logs: ["archive-prune"],
    alarms: ["archive-prune-broken", "archive-prune-failed"],
    schedules: ["archive-prune"],
  });
  const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand({}));
  const { FunctionName } = Functions.find((one) => one.FunctionName?.startsWith("archive-prune")) ?? {};
  const concurrency = await clients.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect(concurrency.ReservedConcurrentExecutions).toBe(1);
});

test("a second up finds nothing to change", async () => {
  const { unchanged, ...changes } = await opened.stack.pulumi.up();
  expect(changes).toEqual({});
  expect(unchanged).toBeGreaterThan(30);

  // From here on it is called by this test alone, also where its hour comes meanwhile.
  const { Name, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target } = await schedule();
  await clients.scheduler.send(
    new UpdateScheduleCommand({
      Name,
      ScheduleExpression,
      ScheduleExpressionTimezone,
      FlexibleTimeWindow,
      Target,
      State: "DISABLED",
    }),
  );
});

test("it deletes at Twilio what is old and right in the bucket, and nothing else", async () => {
  const [right, young, damaged, gone] = await Promise.all([stored(40), stored(10), stored(40), stored(40)]);
  const never = recorded(40);
  const { Metadata } = await clients.s3.send(new HeadObjectCommand(place(damaged)));
  await clients.s3.send(new PutObjectCommand({ ...place(damaged), Body: recordedAudio(1000, -999), Metadata }));
  await clients.s3.send(new DeleteObjectCommand(place(gone)));

  const report = { outcome: "done", failed: 0, kept: { not_stored: 2, not_verified: 1 } };
  expect(await run()).toMatchObject({ ...report, deleted: 1 });
  expect(statusOf(right)).toBe("deleted");
  for (const sid of [young, damaged, gone, never]) expect([sid, statusOf(sid)]).toEqual([sid, "completed"]);
  const { Body } = await clients.s3.send(new GetObjectCommand(place(right)));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(audio)).toBe(true);
  expect(await run()).toMatchObject({ ...report, deleted: 0 });
});

test("where Twilio rejects its credentials it deletes nothing, and logs what the alarm looks at", async () => {
  const sid = await stored(40);
  const fault = opened.stack.twilio.control.faults.add({ pathPattern: "/Recordings", status: 401 });
  expect(await run()).toMatchObject({ outcome: "failed", reason: "credentials_rejected", deleted: 0 });
  opened.stack.twilio.control.faults.clear(fault.id);
  expect(statusOf(sid)).toBe("completed");
  const groups = new DescribeLogGroupsCommand({ logGroupNamePrefix: "archive-prune" });
  const { logGroups: [group] = [] } = await clients.logs.send(groups);
  const search = new FilterLogEventsCommand({ logGroupName: group?.logGroupName });
  await eventually(async () => {
    const { events = [] } = await clients.logs.send(search);
    return events.some(({ message = "" }) => /credentials_rejected.*"PruneFailed":1/.test(message));
  });
});

test("a preview refuses a bucket that keeps recordings no longer than Twilio", async () => {
  const { pulumi } = opened.stack;
  const key = "flex-media:storage.retention";
  await pulumi.succeed(["config", "rm", "--path", key, ...pulumi.configArguments()]);
  await pulumi.succeed(["config", "set", "--path", `${key}.days`, "30", ...pulumi.configArguments()]);
  await expect(pulumi.up()).rejects.toThrow(
    /flex-media:archive\.deleteAtTwilioAfterDays: is 30, but the bucket keeps recordings for 30 days/,
  );
  await pulumi.succeed(["config", "rm", "--path", key, ...pulumi.configArguments()]);
});

test("without the setting again all of it goes, and destroy leaves nothing of it", async () => {
  const { pulumi } = opened.stack;
  const key = "flex-media:archive.deleteAtTwilioAfterDays";
  await pulumi.succeed(["config", "rm", "--path", key, ...pulumi.configArguments()]);
  await pulumi.up();
  expect(await pruneParts()).toEqual(none);
  await pulumi.succeed(["config", "set", "--path", key, "1", ...pulumi.configArguments()]);
  await pulumi.up();
  expect((await pruneParts()).schedules).toEqual(["archive-prune"]);
  await pulumi.destroy();
  expect(await pruneParts()).toEqual(none);
});
