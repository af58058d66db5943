import { describe, expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { resourcePoliciesClosed } from "../../../policies/resource-policies-closed.ts";
import { type Given, unknown, violations } from "./asked.ts";

const own = "111122223333";
const foreign = "999999999999";
function document(...Statement: unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const holder = (type: string, ...statements: unknown[]): Given => ({
  type,
  props: { [type === awsTypes.role ? "assumeRolePolicy" : "policy"]: document(...statements) },
});
const told = (given: Given[], config?: Record<string, unknown>) =>
  violations(resourcePoliciesClosed, given, { accounts: [own], ...config });
const remedy =
  "take it out; or add the account to aws:allowedAccountIds where it is the stack's own, else to accounts of this policy's " +
  "environment";

const types = [
  ...[awsTypes.bucketPolicy, awsTypes.key, awsTypes.keyPolicy, awsTypes.secret, awsTypes.secretPolicy],
  ...[awsTypes.queue, awsTypes.queuePolicy, awsTypes.topic, awsTypes.topicPolicy, awsTypes.role],
];

describe.each(types)("%s", (type) => {
  const Condition = { StringEquals: { "aws:SourceAccount": own } };
  const allowing = (Principal: unknown) => holder(type, { Effect: "Allow", Principal, Action: "a:B", Condition });
  const at = `it.${type === awsTypes.role ? "assumeRolePolicy" : "policy"}.Statement[0].Principal`;

  test("lets in its own account", async () => {
    for (const name of [own, `arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:role/store`]) {
      expect(await told([allowing({ AWS: name })])).toEqual([]);
    }
    expect(await told([allowing({ Federated: `arn:aws:iam::${own}:oidc-provider/gitlab.example` })])).toEqual([]);
  });

  test.each([
    { AWS: foreign },
    { AWS: `arn:aws:iam::${foreign}:root` },
    { AWS: `arn:aws:sts::${foreign}:assumed-role/a/b` },
    { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" },
    { AWS: "AROAEXAMPLEOFDELETED1" },
    { CanonicalUser: "79a59df900b949e5" },
    { Federated: "accounts.google.com" },
  ])("doesn't let in %j, unless the environment names the account", async (principal) => {
    const [name = ""] = Object.values(principal);
    const line = `${at}: is "${name}", but who is let in is of an account that is known; ${remedy}`;
    expect(await told([allowing(principal)])).toEqual([line]);
    expect(await told([allowing({ AWS: own, ...principal })])).toEqual(await told([allowing(principal)]));
    const found = await told([allowing(principal)], { accounts: [own, foreign] });
    expect(found).toEqual(name.includes(foreign) ? [] : [line]);
  });

  test("may deny anybody", async () => {
    expect(await told([holder(type, { Effect: "Deny", Principal: { AWS: foreign }, Action: "a:B" })])).toEqual([]);
  });
});

describe("the stack's own account", () => {
  const wanted = holder(awsTypes.queuePolicy, { Effect: "Allow", Principal: { AWS: own }, Action: "sqs:SendMessage" });
  const through = (provider: Record<string, unknown>) => violations(resourcePoliciesClosed, [{ ...wanted, provider }]);

  test("is that which its provider is held to", async () => {
    expect(await through({ allowedAccountIds: [own] })).toEqual([]);
    expect(await through({ allowedAccountIds: JSON.stringify([own, foreign]) })).toEqual([]);
  });

  test.each([[[foreign]], [undefined], [own], [unknown], ["{"]])("isn't told by %j", async (allowedAccountIds) => {
    expect(await through({ allowedAccountIds })).toHaveLength(1);
  });
});

describe("a service", () => {
  const reached = [
    ...[awsTypes.bucketPolicy, awsTypes.queue, awsTypes.queuePolicy, awsTypes.topic, awsTypes.topicPolicy],
  ];
  const allowing = (type: string, Condition?: unknown) =>
    holder(type, { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "a:B", Condition });
  const but = "but a service of AWS is let in for what is of an account that is known";

  test.each(reached)("is let in by %s for what is the account's own", async (type) => {
    for (const [operator, key, value] of [
      ["StringEquals", "aws:SourceAccount", own],
      ["ArnLike", "AWS:SourceArn", `arn:aws:sns:*:${own}:*`],
      ["ArnEquals", "aws:SourceArn", [`arn:aws:sns:us-east-1:${own}:alarms`]],
    ] as const) {
      expect(await told([allowing(type, { [operator]: { [key]: value } })])).toEqual([]);
    }
    const [line, ...more] = await told([allowing(type)]);
    expect(more).toEqual([]);
    expect(line).toBe(
      `it.policy.Statement[0]: is open to services whoever they work for, ${but}; ask for aws:SourceArn or ` +
        `aws:SourceAccount; ${remedy}`,
    );
  });

  test.each(reached)("is let in by %s for a bucket, if it says whose or is a bucket itself", async (type) => {
    const ArnLike = { "aws:SourceArn": "arn:aws:s3:::strange" };
    expect(await told([allowing(type, { ArnLike, StringEquals: { "aws:SourceAccount": own } })])).toEqual([]);
    const line =
      `it.policy.Statement[0]: is ["arn:aws:s3:::strange"], ${but}; ask for aws:SourceAccount as well, as a bucket's ARN ` +
      `names no account; ${remedy}`;
    expect(await told([allowing(type, { ArnLike })])).toEqual(type === awsTypes.bucketPolicy ? [] : [line]);
    const ofOther = allowing(type, { ArnLike, StringEquals: { "aws:SourceAccount": foreign } });
    expect(await told([ofOther])).toHaveLength(type === awsTypes.bucketPolicy ? 0 : 1);
  });

  test.each([
    { StringEquals: { "aws:SourceAccount": foreign } },
    { StringEquals: { "aws:SourceAccount": [own, foreign] } },
    { StringEquals: { "aws:SourceAccount": [] } },
    { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:alarms" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    { StringEqualsIfExists: { "aws:SourceAccount": own } },
    { StringNotEquals: { "aws:SourceAccount": own } },
    { StringEquals: { "aws:PrincipalAccount": own } },
  ])("isn't let in where %j is all that is asked", async (condition) => {
    const [line, ...more] = await told([allowing(awsTypes.queuePolicy, condition)]);
    expect(more).toEqual([]);
    expect(line).toContain(but);
  });

  test("takes a role and uses a key for the account alone", async () => {
    for (const type of [awsTypes.role, awsTypes.key, awsTypes.keyPolicy, awsTypes.secretPolicy]) {
      expect(await told([allowing(type)])).toEqual([]);
    }
  });
});

describe("a function's permission", () => {
  const permission = (props: Record<string, unknown>): Given => ({
    type: awsTypes.permission,
    props: { function: "playback", action: "lambda:InvokeFunction", ...props },
  });

  test("is for the own account, and for services that work for it", async () => {
    for (const principal of [own, `arn:aws:iam::${own}:role/a`]) {
      expect(await told([permission({ principal })])).toEqual([]);
    }
    const principal = "sns.amazonaws.com";
    expect(await told([permission({ principal, sourceAccount: own })])).toEqual([]);
    expect(await told([permission({ principal, sourceArn: `arn:aws:sns:us-east-1:${own}:a` })])).toEqual([]);
  });

  test("isn't for others, nor for services that work for them", async () => {
    expect(await told([permission({ principal: foreign })])).toEqual([
      `it.principal: is "${foreign}", but who is let in is of an account that is known; ${remedy}`,
    ]);
    const bucket = { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::strange" };
    expect(await told([permission(bucket)])).toHaveLength(1);
    expect(await told([permission({ ...bucket, sourceAccount: own })])).toEqual([]);
    for (const source of [{}, { sourceAccount: foreign }, { sourceArn: `arn:aws:sns:us-east-1:${foreign}:a` }]) {
      expect(await told([permission({ principal: "sns.amazonaws.com", ...source })])).toHaveLength(1);
    }
  });
});
