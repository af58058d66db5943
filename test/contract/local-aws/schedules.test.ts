import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:nightly";
const group = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/default";

const cleanup = new Cleanup();
let bench: Bench;
let roleArn: string;
beforeAll(async () => {
  bench = await startBench(cleanup);
  roleArn = await role("nightly");
});
afterAll(() => cleanup.run());

async function role(RoleName: string, more: object = {}, Service = "scheduler.amazonaws.com"): Promise<string> {
  const statement = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", ...more };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const made = await bench.clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return made.Role?.Arn ?? "";
}

const inputsOf = (more: PropertyMap = {}, target: PropertyMap = {}): PropertyMap => ({
  scheduleExpression: "cron(0 3 * * ? *)",
  flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 60 },
  target: { arn: functionArn, roleArn, ...target },
  ...more,
});

it("lives from create to delete", async () => {
  const { provider, clients } = bench;
  const retryPolicy = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 2 };
  const saved = await provider.create(SCHEDULE, inputsOf({ name: "nightly", description: "x" }, { retryPolicy }));
  expect(saved).toMatchObject({
    id: "default/nightly",
    state: {
      arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly",
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      actionAfterCompletion: "NONE",
    },
  });
  expect(await provider.read(SCHEDULE, saved)).toEqual(saved);
  expect((await provider.read(SCHEDULE, "default/nightly"))?.inputs).toEqual(saved.inputs);

  const wanted = inputsOf(
    { name: "nightly", scheduleExpression: "rate(1 hour)", state: "DISABLED", flexibleTimeWindow: { mode: "OFF" } },
    { input: "{}" },
  );
  expect((await provider.diff(SCHEDULE, saved, { ...saved.inputs, ...wanted })).replaces).toEqual([]);
  const updated = await provider.update(SCHEDULE, saved, wanted);
  expect(await provider.read(SCHEDULE, updated)).toEqual(updated);
  const live = await clients.scheduler.send(new GetScheduleCommand({ Name: "nightly" }));
  expect(live).toMatchObject({
    ScheduleExpression: "rate(1 hour)",
    State: "DISABLED",
    Target: { Arn: functionArn, RoleArn: roleArn, Input: "{}" },
  });
  expect((await provider.diff(SCHEDULE, updated, { ...updated.inputs, name: "other" })).replaces).toEqual(["name"]);

  await provider.delete(SCHEDULE, updated);
  await provider.delete(SCHEDULE, updated);
  expect(await provider.read(SCHEDULE, updated)).toBeUndefined();
});

it("shows what was changed behind its back", async () => {
  const { provider, clients } = bench;
  const saved = await provider.create(SCHEDULE, inputsOf());
  expect(saved.id).toMatch(/^default\/name-[0-9a-f]{7}$/);
  const change = { ScheduleExpression: "rate(1 minute)", FlexibleTimeWindow: { Mode: "OFF" as const } };
  const target = { Arn: functionArn, RoleArn: roleArn };
  await clients.scheduler.send(new UpdateScheduleCommand({ Name: saved.id.split("/")[1], ...change, Target: target }));
  expect((await provider.read(SCHEDULE, saved))?.inputs).toEqual({
    ...saved.inputs,
    scheduleExpression: "rate(1 minute)",
    flexibleTimeWindow: { mode: "OFF" },
  });
});

it("takes a role that only this account's group may have assumed", async () => {
  const conditions: [string, object][] = [
    ["exactly", { StringEquals: { "aws:SourceAccount": "000000000000", "aws:SourceArn": group } }],
    ["like", { ArnLike: { "AWS:SourceArn": ["arn:aws:scheduler:*:000000000000:schedule-group/*"] } }],
  ];
  for (const [name, Condition] of conditions) {
    const saved = await bench.provider.create(
      SCHEDULE,
      inputsOf({ name }, { roleArn: await role(name, { Condition }) }),
    );
    await bench.provider.delete(SCHEDULE, saved);
  }
});

it.each<[string, object, string?]>([
  ["another-service", {}, "lambda.amazonaws.com"],
  ["denied", { Effect: "Deny" }],
  ["another-account", { Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } }],
  ["one-schedule", { Condition: { ArnLike: { "aws:SourceArn": group.replace("-group/default", "/default/x") } } }],
  ["unknown", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
  ["not", { Condition: { StringNotEquals: { "aws:SourceAccount": "000000000000" } } }],
])("refuses a role that it can't assume (%s)", async (name, more, service) => {
  const wrong = await role(name, more, service);
  await expect(bench.provider.create(SCHEDULE, inputsOf({}, { roleArn: wrong }))).rejects.toThrow(
    `target.roleArn: ${wrong} can't be assumed by scheduler.amazonaws.com for the group default; allow it in`,
  );
});

it.each<[PropertyMap, string | RegExp]>([
  [{ name: "a b" }, 'name: is "a b", but must hold letters, digits and _.- only'],
  [{ groupName: "absent" }, "groupName: absent does not exist; make it, or leave it out."],
  [{ scheduleExpressionTimezone: "Mars/Base" }, 'scheduleExpressionTimezone: is "Mars/Base", but must be a time zone'],
  [{ flexibleTimeWindow: { mode: "FLEXIBLE" } }, "flexibleTimeWindow.maximumWindowInMinutes: is missing beside the"],
  [
    { flexibleTimeWindow: { mode: "OFF", maximumWindowInMinutes: 5 } },
    "flexibleTimeWindow.maximumWindowInMinutes: stands beside the mode OFF; leave it out",
  ],
  [{ startDate: "2026-01-01T00:00:00Z" }, "startDate: is not known to the local AWS provider"],
])("refuses %j", async (wrong, message) => {
  await expect(bench.provider.create(SCHEDULE, inputsOf(wrong))).rejects.toThrow(message);
});

it.each<[PropertyMap, string | RegExp]>([
  [{ arn: "arn:aws:sqs:us-east-1:000000000000:q" }, /^target\.arn: is .+, but must be a function's ARN; the local AWS/],
  [{ roleArn: "nightly" }, 'target.roleArn: is "nightly", but must be a role\'s ARN'],
  [
    { roleArn: "arn:aws:iam::000000000000:role/absent" },
    "target.roleArn: the role arn:aws:iam::000000000000:role/absent does not exist; declare it, or correct the ARN.",
  ],
  [
    { retryPolicy: { maximumRetryAttempts: 186 } },
    "target.retryPolicy.maximumRetryAttempts: is 186, but must be at most 185",
  ],
  [{ sqsParameters: {} }, "target.sqsParameters: is not known to the local AWS provider"],
])("refuses a target with %j", async (wrong, message) => {
  await expect(bench.provider.create(SCHEDULE, inputsOf({}, wrong))).rejects.toThrow(message);
});
