import type * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { namespace } from "../../../functions/archive-log/line.ts";
import { pruneLine, reportLine } from "../../../functions/archive-prune/audit.ts";
import { readSettings } from "../../../functions/archive-prune/settings.ts";
import { accountSid, archive, keyArn, only } from "./archive.ts";
import type { Recorded } from "./recorded.ts";

const deleteAtTwilioAfterDays = 30;
const scheduler = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
const allow = (Action: string | string[], Resource: string) => ({ Effect: "Allow", Action, Resource });

let resources: Recorded[];
beforeAll(async () => {
  ({ resources } = await archive({ deleteAtTwilioAfterDays }));
});

const inputs = (type: string, name: string, from = resources) => only(from, type, name).inputs;
const statements = (name: string, from = resources) =>
  JSON.parse(String(inputs("RolePolicy", name, from).policy)).Statement;

test("nothing of it exists where recordings stay at Twilio", async () => {
  const without = await archive();
  expect(without.made.prune).toBeUndefined();
  const keys = (list: readonly Recorded[]) => list.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
  const before = new Set(keys(without.resources));
  expect([...before].filter((key) => /prune/i.test(key))).toEqual([]);
  expect(keys(resources).filter((key) => !before.has(key))).toEqual([
    "LogGroup archive-prune",
    "Role archive-prune",
    "RolePolicy archive-prune",
    "Function archive-prune",
    "Role archive-prune-schedule",
    "RolePolicy archive-prune-schedule",
    "Schedule archive-prune",
    "MetricAlarm archive-prune-failed",
    "MetricAlarm archive-prune-broken",
  ]);
});

test("it runs alone, for as long as Lambda lets it", () => {
  expect(inputs("Function", "archive-prune")).toMatchObject({
    timeout: 900,
    memorySize: 512,
    reservedConcurrentExecutions: 1,
    role: "arn:aws:role:::archive-prune",
    loggingConfig: { logFormat: "JSON", logGroup: "/logs/archive-prune" },
  });
});

test("it knows what it needs, understands all of it, and no credential is among it", async () => {
  const withApi = await archive({ deleteAtTwilioAfterDays, apiUrl: "http://127.0.0.1:1/api.twilio.com" });
  const { variables } = inputs("Function", "archive-prune", withApi.resources).environment as {
    variables: Record<string, string>;
  };
  expect(variables).toEqual({
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_SECRET_ARN: "arn:aws:secret:::archive-store-twilio",
    TWILIO_API_URL: "http://127.0.0.1:1/api.twilio.com",
    RECORDINGS_BUCKET: "the-bucket",
    RECORDINGS_PREFIX: "recordings/",
    KEY_LAYOUT: "flex-media",
    DELETE_AT_TWILIO_AFTER_DAYS: "30",
    S3_FORCE_PATH_STYLE: "false",
  });
  const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:t-AbCdEf";
  const read = new Set<string>();
  const given = new Proxy<Record<string, string>>(
    { ...variables, TWILIO_SECRET_ARN: arn },
    {
      get: (target, name) => {
        read.add(String(name));
        return target[String(name)];
      },
    },
  );
  expect(readSettings(given)).toMatchObject({ settings: { afterDays: 30, bucket: "the-bucket", accountSid } });
  expect(read).toEqual(new Set(Object.keys(variables)));
});

test("it may read this account's recordings and one secret, and change nothing in the bucket", async () => {
  const log = allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logGroup:::archive-prune:*");
  const read = [
    allow(["s3:GetObject", "s3:GetObjectTagging"], `arn:aws:s3:::the-bucket/recordings/${accountSid}/*`),
    allow("s3:ListBucket", "arn:aws:s3:::the-bucket"),
  ];
  const secret = allow("secretsmanager:GetSecretValue", "arn:aws:secret:::archive-store-twilio");
  const decrypt = {
    ...allow("kms:Decrypt", keyArn),
    Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  };
  expect(statements("archive-prune")).toEqual([...read, decrypt, secret, log]);
  const withoutKey = { deleteAtTwilioAfterDays, keyArn: undefined } as unknown as Parameters<typeof archive>[0];
  expect(statements("archive-prune", (await archive(withoutKey)).resources)).toEqual([...read, secret, log]);
});

test("a schedule calls it once a day, at a time of day, by a role that can do nothing else", async () => {
  const { inputs: schedule, options } = only(resources, "Schedule");
  expect(schedule).toEqual({
    description: "Deletes recordings of more than 30 days at Twilio.",
    // A rate would start at once, with the up that makes it.
    scheduleExpression: "cron(0 3 * * ? *)",
    flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 60 },
    target: { arn: "arn:aws:function:::archive-prune", roleArn: "arn:aws:role:::archive-prune-schedule" },
  });
  const waited = [options.dependsOn].flat().map((dependency) => (dependency as pulumi.Resource).constructor.name);
  expect(waited).toEqual(["RolePolicy"]);
  expect(statements("archive-prune-schedule")).toEqual([
    allow("lambda:InvokeFunction", "arn:aws:function:::archive-prune"),
  ]);
});

test("Scheduler takes that role for schedules of one account and group only", () => {
  const { assumeRolePolicy } = inputs("Role", "archive-prune-schedule");
  // The account and the region are those of the function's ARN, of which a recorded one has neither.
  const Condition = {
    StringEquals: { "aws:SourceAccount": "", "aws:SourceArn": "arn:aws:scheduler:::schedule-group/default" },
  };
  expect(JSON.parse(String(assumeRolePolicy)).Statement).toEqual([{ ...scheduler, Condition }]);
});

test("a team's wishes reach every child", async () => {
  const reached: string[] = [];
  const wish = (child: string) => (_: object, options: pulumi.CustomResourceOptions, name: string) => {
    reached.push(`${child} ${name}`);
    options.protect = true;
  };
  const children = ["logGroup", "role", "policy", "function", "schedule", "scheduleRole", "schedulePolicy"];
  const prune = Object.fromEntries(children.map((child) => [child, wish(child)]));
  const made = await archive({ deleteAtTwilioAfterDays, transform: { prune, alarm: wish("alarm") } });
  expect(reached.filter((one) => one.includes("archive-prune")).toSorted()).toEqual([
    "alarm archive-prune-broken",
    "alarm archive-prune-failed",
    "function archive-prune",
    "logGroup archive-prune",
    "policy archive-prune",
    "role archive-prune",
    "schedule archive-prune",
    "schedulePolicy archive-prune-schedule",
    "scheduleRole archive-prune-schedule",
  ]);
  const unreached = made.resources.filter(({ name, options }) => name.startsWith("archive-prune") && !options.protect);
  expect(unreached).toEqual([]);
});

test("alarms look at its errors, and where it writes of what it could not do", () => {
  expect(inputs("MetricAlarm", "archive-prune-broken")).toMatchObject({
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: "archive-prune-function" },
    threshold: 1,
  });
  const { metricName, ...failed } = inputs("MetricAlarm", "archive-prune-failed");
  expect(failed).toMatchObject({ namespace, dimensions: { function: "archive-prune-function" }, threshold: 1 });
  const sid = `RE${"1".repeat(32)}` as const;
  const one = pruneLine({ recording: sid, outcome: "failed", reason: "twilio_unavailable", detail: "x" });
  const report = { message: "recordings deleted at Twilio", deleted: 0, failed: 0, kept: {} } as const;
  const lines = [one, ...(["failed", "done", "off"] as const).map((outcome) => reportLine({ ...report, outcome }))];
  expect(lines.map(({ metrics }) => metrics[String(metricName)]?.value)).toEqual([1, 1, 0, 0]);
});
