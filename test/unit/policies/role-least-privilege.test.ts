import { describe, expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { everywhere, roleLeastPrivilege } from "../../../policies/role-least-privilege.ts";
import { archive } from "../infra/archive.ts";
import { recordedPlayback } from "../infra/playback.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

const told = (type: string, props: Record<string, unknown>, config?: Record<string, unknown>) =>
  violations(roleLeastPrivilege, [{ type, props }], config);
const document = (Statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement });
const allowing = (statement: Record<string, unknown>) =>
  told(awsTypes.rolePolicy, { policy: document({ Effect: "Allow", ...statement }) });

/** What a log group's ARN begins with, of which mocks know no more than its name. */
const logGroups = "arn:aws:logs:eu-west-1:111122223333:log-group:";
const queue = "arn:aws:sqs:eu-west-1:111122223333:archive";

describe("what this project's own functions may do", () => {
  test("passes, traces included", async () => {
    const tracing = { tracing: true };
    const made = [await archive({ ...tracing, deleteAtTwilioAfterDays: 30 }), await recordedPlayback(tracing)];
    const types: string[] = [awsTypes.role, awsTypes.rolePolicy];
    const given = made.flatMap(({ resources }) =>
      resources
        .filter(({ type }) => types.includes(type))
        .map(({ type, name, inputs }) => ({
          type,
          name,
          props: JSON.parse(JSON.stringify(inputs).replaceAll("arn:aws:logGroup:::", logGroups)),
        })),
    );
    expect(given.length).toBeGreaterThan(8);
    expect(await violations(roleLeastPrivilege, given)).toEqual([]);
  });
});

describe("a resource", () => {
  test.each([
    queue,
    "arn:aws:s3:::recordings",
    "arn:aws:s3:::recordings/*",
    "arn:aws:s3:::recordings/calls/AC1/*",
    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/playback:*",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:twilio-??????",
    "arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd",
  ])("%s is named", async (Resource) => {
    expect(await allowing({ Action: "sqs:SendMessage", Resource })).toEqual([]);
  });

  test.each([
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::rec*",
    "arn:aws:s3:::*/recordings/*",
    "arn:aws:sqs:*:111122223333:archive",
    "arn:aws:sqs:eu-west-1:*:archive",
    "arn:aws:*:eu-west-1:111122223333:archive",
    "arn:*:sqs:eu-west-1:111122223333:archive",
    "arn:aws:sqs:eu-west-1:111122223333:*",
    "arn:aws:kms:eu-west-1:111122223333:key/*",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*",
    "arn:aws:sqs:eu-west-1:111122223333:",
    "archive",
    "",
  ])("%s is not", async (Resource) => {
    expect(await allowing({ Action: "sqs:SendMessage", Resource: [queue, Resource] })).toEqual([
      `it.policy.Statement[0].Resource: is ${Resource}, but a resource is named, with a wildcard behind its name at most; give ` +
        "the ARNs of what the function works on",
    ]);
  });

  test("that isn't there is told of, and so is all but one", async () => {
    expect(await allowing({ Action: "sqs:SendMessage" })).toHaveLength(1);
    expect(await allowing({ Action: "sqs:SendMessage", NotResource: queue })).toHaveLength(2);
  });
});

describe("an action", () => {
  test.each(["*", "sqs:*", "s3:Get*", "sqs:Send?essage"])("%s is told of", async (action) => {
    expect(await allowing({ Action: ["sqs:DeleteMessage", action], Resource: queue })).toEqual([
      `it.policy.Statement[0].Action: is ${action}, but actions are named one by one; list those that the function calls`,
    ]);
  });

  test("that goes everywhere is one of a few, each with its reason, and alone", async () => {
    expect(Object.values(everywhere).every((reason) => reason.length > 20)).toBe(true);
    expect(await allowing({ Action: Object.keys(everywhere), Resource: "*" })).toEqual([]);
    expect(await allowing({ Action: [...Object.keys(everywhere), "s3:GetObject"], Resource: "*" })).toHaveLength(1);
    expect(await allowing({ Action: [], Resource: "*" })).toHaveLength(1);
    expect(await allowing({ Action: "xray:*", Resource: "*" })).toHaveLength(2);
  });

  test("that is denied may be any", async () => {
    const policy = document([{ Effect: "Deny", Action: "*", Resource: "*" }]);
    expect(await told(awsTypes.rolePolicy, { policy })).toEqual([]);
  });

  test("that is all but some is told of", async () => {
    const [line] = await allowing({ NotAction: "iam:*", Resource: queue });
    expect(line).toBe(
      "it.policy.Statement[0]: is about all but what it names, but what is allowed is named; use Action and Resource",
    );
  });
});

test("a role has what it brings with it judged as well", async () => {
  const inlinePolicies = [{ name: "all", policy: document({ Effect: "Allow", Action: "*", Resource: "*" }) }];
  const managedPolicyArns = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  const lines = await told(awsTypes.role, { inlinePolicies, managedPolicyArns });
  expect(lines.map((line) => line.split(": ")[0])).toEqual([
    "it.inlinePolicies[0].policy.Statement[0].Action",
    "it.inlinePolicies[0].policy.Statement[0].Resource",
    "it.managedPolicyArns[0]",
  ]);
});

describe("a policy that is attached", () => {
  const ofAws = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  const admin = "arn:aws:iam::111122223333:policy/Admin";
  const policy = (props: Record<string, unknown>): Given => ({
    type: awsTypes.policy,
    props: { policy: document({ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue }), ...props },
  });
  const attachment = (policyArn: unknown): Given => ({ type: awsTypes.rolePolicyAttachment, props: { policyArn } });
  const asked = (given: Given[], managedPolicies: string[] = []) =>
    violations(roleLeastPrivilege, given, { managedPolicies });

  test.each([
    ["its name", { name: "by-name" }, "arn:aws:iam::111122223333:policy/by-name"],
    ["its path", { name: "by-path", path: "/calls/" }, "arn:aws-cn:iam::111122223333:policy/calls/by-path"],
  ])("is one of the stack's, by %s", async (_, props, arn) => {
    expect(await asked([attachment(arn)])).toHaveLength(1);
    expect(await asked([policy(props), attachment(arn)])).toEqual([]);
    expect(await asked([{ type: awsTypes.role, props: { managedPolicyArns: [arn] } }])).toEqual([]);
    for (const other of [
      arn.replace("by-", "of-"),
      arn.replace("policy/", "policy/a/"),
      arn.replace(/\d{12}/, "aws"),
    ]) {
      expect(await asked([attachment(other)])).toHaveLength(1);
    }
  });

  test.each([ofAws, admin, "arn:aws:iam::111122223333:policy/", "Admin", undefined, "", 7])(
    "as %j from elsewhere is told of",
    async (arn) => {
      const others = [policy({ name: "other" }), policy({ name: "" }), policy({ name: unknown, path: 7 })];
      const { violations: lines } = await ask(roleLeastPrivilege, [...others, attachment(arn)]);
      const is = arn === undefined ? "not set" : JSON.stringify(arn);
      expect(lines).toEqual([
        `it.policyArn: is ${is}, but a policy that this stack doesn't make may allow more than one function needs, and can ` +
          "change by itself; write down what is needed in a RolePolicy, or add it to managedPolicies of this policy's " +
          "environment",
      ]);
    },
  );

  test("may be one from elsewhere where the team says so", async () => {
    expect(await asked([attachment(ofAws), attachment(admin)], [ofAws, admin])).toEqual([]);
    expect(await asked([attachment(ofAws), attachment(admin)], [admin])).toHaveLength(1);
  });

  test("is asked about again where its ARN isn't known yet", async () => {
    const told = await ask(roleLeastPrivilege, [policy({ name: "unmade" }), attachment(unknown)]);
    expect(told).toEqual({ violations: [], unknown: true });
  });
});

test.each([undefined, "", "{", "null", '{"Statement": [{"Effect": "Allow", "Actions": "*"}]}', 7])(
  "a policy that is %j can't be judged, so it is wrong",
  async (policy) => {
    expect(await told(awsTypes.rolePolicy, { policy })).toHaveLength(1);
  },
);

test("a policy that isn't known yet is asked about again", async () => {
  const given = [{ type: awsTypes.rolePolicy, props: { policy: unknown } }];
  expect(await ask(roleLeastPrivilege, given)).toEqual({ violations: [], unknown: true });
});
