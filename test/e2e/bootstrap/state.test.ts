import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { GetBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type LocalAws, startLocalAws } from "../../../local/aws/ministack.ts";
import { allServicesAt, createClients } from "../../../local/aws/provider/clients.ts";
import { template } from "./bootstrapped.ts";
import { deploy, type Query, queryOf, tag } from "./cloud-formation.ts";

const account = "111122223333";
const github = "token.actions.githubusercontent.com";
const Bucket = "acme-flex-media-state";

/** The parameters of a stack whose pipeline is GitLab's. */
const ofGitLab = {
  Stack: "dev",
  StateBucket: Bucket,
  StateKeyArn: `arn:aws:kms:us-east-1:${account}:key/of-state`,
  OidcIssuer: "gitlab.example.com",
  OidcProviderArn: `arn:aws:iam::${account}:oidc-provider/gitlab.example.com`,
  UpSubjects: "project_path:acme/flex-media:ref_type:branch:ref:main",
  ReadSubjects: "project_path:acme/flex-media:ref_type:branch:ref:*",
};

let aws: LocalAws;
let query: Query;
let state: Record<string, string>;
let clients: ReturnType<typeof createClients>;

beforeAll(async () => {
  aws = await startLocalAws({ accountId: account });
  query = queryOf(aws);
  state = await deploy(query, "flex-media-state", await template("state"), { BucketName: Bucket, Accounts: account });
  await deploy(query, "flex-media-staging", await template("stack"), {
    Stack: "staging",
    StateBucket: Bucket,
    StateKeyArn: state.KeyArn ?? "",
    UpSubjects: "repo:acme/flex-media:environment:staging",
    ReadSubjects: "repo:acme/flex-media:environment:staging-read,repo:acme/flex-media:environment:prod",
    OidcProviderArn: `arn:aws:iam::${account}:oidc-provider/${github}`,
    FromStack: "dev",
    FromKeyArn: `arn:aws:kms:us-east-1:${account}:key/of-dev`,
    ThrowAway: "true",
  });
  await deploy(query, "flex-media-dev", await template("stack"), ofGitLab);
  const ca = await readFile(aws.caFile, "utf8");
  const { region, credentials, url } = aws;
  clients = createClients({ region, credentials, endpoints: allServicesAt(url), ca });
});
afterAll(async () => {
  clients.s3.destroy();
  await aws.close();
});

test("state lies in a bucket that keeps versions, and that strangers can't read", async () => {
  const { s3 } = clients;
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  await s3.send(new PutObjectCommand({ Bucket, Key: ".pulumi/meta.yaml", Body: "version: 1" }));
  expect(await anonymousStatus(`/${Bucket}/.pulumi/meta.yaml`)).toBe(403);
  expect(state.Backend).toBe(`s3://${Bucket}?region=us-east-1`);
});

test("it is encrypted by its key, and private whatever an object or a policy says, over TLS alone", async () => {
  // The emulator's CloudFormation leaves these out.
  const { Resources } = parse(await template("state")) as { Resources: Record<string, { Properties: object }> };
  expect(Resources.Bucket?.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: { "Fn::GetAtt": ["Key", "Arn"] } },
        },
      ],
    },
    LifecycleConfiguration: {
      Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 365 } }, { Status: "Enabled" }],
    },
  });
  expect(Resources.Key?.Properties).toMatchObject({ EnableKeyRotation: true });
  expect(Resources.BucketPolicy?.Properties).toMatchObject({
    PolicyDocument: {
      Statement: [
        { Effect: "Deny", Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        { Sid: "StateOfOtherAccounts" },
      ],
    },
  });
});

test.each([
  ["up", "environment:staging", 200],
  ["up", "environment:staging-read", 403],
  ["up", "environment:prod", 403],
  ["up", "ref:refs/heads/main", 403],
  ["up", "pull_request", 403],
  ["read", "environment:staging-read", 200],
  ["read", "environment:prod", 200],
  ["read", "environment:staging", 403],
  ["read", "environment:staging-read-more", 403],
  ["read", "pull_request", 403],
])("a token may take the role for %s as %s: %i", async (role, subject, status) => {
  expect(
    await assumed(role, { iss: `https://${github}`, aud: "sts.amazonaws.com", sub: `repo:acme/flex-media:${subject}` }),
  ).toBe(status);
});

test.each([
  ["another repository", { sub: "repo:acme/flex-media-2:environment:staging" }],
  ["another owner", { sub: "repo:evil/flex-media:environment:staging" }],
  ["another audience", { aud: "https://github.com/acme" }],
  ["another issuer", { iss: "https://token.actions.example.com" }],
])("a token of %s takes no role", async (_, other) => {
  const right = { iss: `https://${github}`, aud: "sts.amazonaws.com", sub: "repo:acme/flex-media:environment:staging" };
  expect(await assumed("up", right)).toBe(200);
  expect(await assumed("up", { ...right, ...other })).toBe(403);
});

test.each([
  ["up", "project_path:acme/flex-media:ref_type:branch:ref:main", 200],
  ["up", "project_path:acme/flex-media:ref_type:branch:ref:main-2", 403],
  ["up", "project_path:acme/flex-media:ref_type:tag:ref:main", 403],
  ["read", "project_path:acme/flex-media:ref_type:branch:ref:main", 200],
  ["read", "project_path:acme/flex-media:ref_type:branch:ref:add-a-flow", 200],
  ["read", "project_path:acme/flex-media:ref_type:tag:ref:v1", 403],
  ["read", "project_path:mallory/flex-media:ref_type:branch:ref:main", 403],
])("a token of another issuer may take the role for %s as %s: %i", async (role, sub, status) => {
  const claims = { iss: `https://${ofGitLab.OidcIssuer}`, aud: "sts.amazonaws.com", sub };
  expect(await assumed(role, claims, "dev")).toBe(status);
  expect(await assumed(role, { ...claims, iss: `https://${github}` }, "dev")).toBe(403);
  expect(await assumed(role, { ...claims, aud: "https://gitlab.example.com" }, "dev")).toBe(403);
});

test.each([
  ["UpSubjects", "project_path:acme/flex-media:ref_type:branch:ref:*"],
  ["UpSubjects", "https://jenkins.example.com/job/flex-media/job/main/,*"],
  ["UpSubjects", 'a", "b'],
  ["ReadSubjects", "*"],
  ["ReadSubjects", "repo:*"],
  ["ReadSubjects", "repo:acme/flex-media*"],
  ["ReadSubjects", "repo:*/flex-media:environment:dev"],
  ["ReadSubjects", "repo:acme/flex-media:environment:dev-read,repo:acme/flex-media-?:pull_request"],
  ["OidcIssuer", "https://gitlab.com"],
  ["OidcIssuer", "gitlab.com/"],
])("%s can't be %s", async (name, value) => {
  const made = deploy(query, "flex-media-other", await template("stack"), {
    ...ofGitLab,
    Stack: "other",
    [name]: value,
  });
  await expect(made).rejects.toThrow(new RegExp(`${name}&#x27; must match pattern`));
});

test("what can't be had again stays when a CloudFormation stack goes", async () => {
  const kept = async (name: "state" | "stack") => {
    const { Resources } = parse(await template(name)) as { Resources: Record<string, Record<string, unknown>> };
    return Object.entries(Resources).flatMap(([resource, { DeletionPolicy, UpdateReplacePolicy }]) =>
      DeletionPolicy === "Retain" && UpdateReplacePolicy === "Retain" ? [resource] : [],
    );
  };
  expect(await kept("state")).toEqual(["Key", "Bucket", "BucketPolicy"]);
  expect(await kept("stack")).toEqual(["Provider", "SecretsKey"]);
});

test("the provider that the template makes is the issuer's", async () => {
  // The emulator's CloudFormation can't make one.
  const { Resources } = parse(await template("stack")) as { Resources: Record<string, { Properties: object }> };
  expect(Resources.Provider?.Properties).toMatchObject({ Url: { "Fn::Sub": `https://$\{OidcIssuer}` } });
});

test("only a stack that may be thrown away has a role that can delete recordings", async () => {
  const parameters = { Action: "ListAttachedRolePolicies", Version: "2010-05-08", RoleName: "flex-media-staging-up" };
  expect(await query("iam", parameters)).toContain("ThrowAwayResources");
  const { Parameters } = parse(await template("stack")) as { Parameters: Record<string, { Default?: string }> };
  expect(Parameters.ThrowAway?.Default).toBe("false");
});

/** The status that a pipeline's token gets for a role. The emulator reads its claims, and not its signature. */
async function assumed(role: string, claims: Record<string, string>, stack = "staging"): Promise<number> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  try {
    const answer = await query("sts", {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: `arn:aws:iam::${account}:role/flex-media-${stack}-${role}`,
      RoleSessionName: "pipeline",
      WebIdentityToken: `${part({ alg: "RS256" })}.${part(claims)}.${part({})}`,
    });
    expect(tag(answer, "SessionToken")).not.toBe("");
    return 200;
  } catch (error) {
    const [, status] = /AssumeRoleWithWebIdentity: (\d+)/.exec(String(error)) ?? [];
    return Number(status);
  }
}

async function anonymousStatus(path: string): Promise<number> {
  const ca = await readFile(aws.caFile);
  return await new Promise((resolve, reject) => {
    const asked = request(`${aws.url}${path}`, { ca, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once("error", reject);
    asked.end();
  });
}
