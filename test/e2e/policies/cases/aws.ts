import type { Case } from "../case.ts";

const bucket = { type: "aws:s3/bucket:Bucket", name: "recordings" };
const publicAccess = { type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", name: "recordings" };
const encryption = {
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  name: "recordings",
};
const key = { type: "aws:kms/key:Key", name: "recordings" };
const bucketPolicy = { type: "aws:s3/bucketPolicy:BucketPolicy", name: "recordings" };
const versioning = { type: "aws:s3/bucketVersioning:BucketVersioning", name: "recordings" };
const cors = { type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", name: "recordings" };
const lifecycle = { type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", name: "recordings" };
const intakeRole = { type: "aws:iam/role:Role", name: "archive-intake" };
const playback = { type: "aws:lambda/function:Function", name: "playback" };
const store = { type: "aws:lambda/function:Function", name: "archive-store" };
const intake = { type: "aws:lambda/function:Function", name: "archive-intake" };
const playbackUrl = { type: "aws:lambda/functionUrl:FunctionUrl", name: "playback" };
const playbackLog = { type: "aws:cloudwatch/logGroup:LogGroup", name: "playback" };
const playbackRights = { type: "aws:iam/rolePolicy:RolePolicy", name: "playback" };
const mapping = { type: "aws:lambda/eventSourceMapping:EventSourceMapping", name: "archive-store" };

interface Document {
  Statement: { Sid?: string; Resource?: unknown; Condition?: object }[];
}

/** A policy's text with other statements. */
function statements(change: (statements: Document["Statement"]) => unknown[]) {
  return (value: unknown): string => {
    const document: Document = JSON.parse(String(value));
    return JSON.stringify({ ...document, Statement: change(document.Statement) });
  };
}

/** An account that nobody here knows. */
const stranger = "999999999999";

const withCondition = (sid: string, condition: object) =>
  statements((all) =>
    all.map((one) => (one.Sid === sid ? { ...one, Condition: { ...one.Condition, ...condition } } : one)),
  );

const without = (sid: string) => statements((all) => all.filter(({ Sid }) => Sid !== sid));

function allowing(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** A function's variables with others in them. */
function variables(change: Readonly<Record<string, string>>) {
  return (value: unknown) => {
    const environment = value as { variables: Record<string, string> };
    return { variables: { ...environment.variables, ...change } };
  };
}

/** A case at least for each policy about AWS. */
export const awsCases: readonly Case[] = [
  {
    policy: "bucket-complete",
    wrong: "a bucket has no settings of its own",
    besides: {
      type: "aws:s3/bucket:Bucket",
      name: "bare",
      props: { tags: { "pulumi:project": "flex-media", "pulumi:stack": "local" } },
    },
    says: "bare: is without BucketPublicAccessBlock",
    alsoTold: [
      { policy: "bucket-complete", says: "bare: is without" },
      { policy: "bucket-retention", says: "bare: is without an end" },
    ],
  },
  {
    policy: "bucket-private",
    wrong: "a bucket policy may be public",
    of: publicAccess,
    change: { blockPublicPolicy: () => false },
    says: "recordings.blockPublicPolicy: is false",
  },
  {
    policy: "bucket-encrypted",
    wrong: "S3 encrypts with keys of its own",
    of: encryption,
    change: {
      rules: () => [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
    },
    says: 'sseAlgorithm: is "AES256"',
    alsoTold: [{ policy: "bucket-encrypted", says: "kmsMasterKeyId: is not set" }],
  },
  {
    policy: "bucket-encrypted",
    wrong: "the key is never renewed",
    of: key,
    change: { enableKeyRotation: () => false },
    says: "recordings.enableKeyRotation: is false",
  },
  {
    policy: "bucket-own-key-only",
    wrong: "recordings may be put under another key",
    of: bucketPolicy,
    change: { policy: without("ThisKeyOnly") },
    part: "ThisKeyOnly",
    says: "recordings.policy: is open to what is encrypted with another key",
  },
  {
    policy: "bucket-own-key-only",
    wrong: "one account may put recordings under S3's own keys",
    of: bucketPolicy,
    change: { policy: withCondition("KmsOnly", { StringNotEqualsIfExists: { "aws:PrincipalAccount": stranger } }) },
    part: "KmsOnly",
    says: "recordings.policy: is open to what is encrypted with S3's own keys",
  },
  {
    policy: "bucket-tls-only",
    wrong: "recordings may travel in plain text",
    of: bucketPolicy,
    change: { policy: without("TlsOnly") },
    part: "TlsOnly",
    says: "recordings.policy: is without TLS open to s3:GetObject",
  },
  {
    policy: "bucket-versioned",
    wrong: "versions are no longer kept",
    of: versioning,
    change: { versioningConfiguration: () => ({ status: "Suspended" }) },
    says: 'versioningConfiguration.status: is "Suspended"',
  },
  {
    policy: "bucket-retention",
    wrong: "nobody says how long recordings are kept",
    config: (text) => text.replace(/^ {4}retention: forever\n/m, ""),
    says: "recordings: is without an end",
  },
  {
    policy: "bucket-retention",
    wrong: "a part of what is kept for ever is over within a day",
    of: lifecycle,
    change: {
      rules: (value) => [
        ...(value as object[]),
        { id: "soon", status: "Enabled", filter: { prefix: "recordings/AC" }, expiration: { days: 1 } },
      ],
    },
    says: 'recordings.lifecycle["soon"]: is an end for recordings',
  },
  {
    policy: "bucket-cors-exact",
    wrong: "every page may read recordings",
    of: cors,
    change: { corsRules: () => [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }] },
    says: 'corsRules[0].allowedOrigins[0]: is "*"',
  },
  {
    policy: "presigned-lifetime",
    wrong: "media URLs are good for an hour",
    config: (text) => `${text}  flex-media:playback:\n    mediaUrlSeconds: 3600\n`,
    says: 'environment.variables.MEDIA_URL_SECONDS: is "3600"',
  },
  {
    policy: "function-runtime",
    wrong: "a function runs on what AWS no longer mends",
    of: intake,
    change: { runtime: () => "dotnet8" },
    says: 'archive-intake.runtime: is "dotnet8"',
  },
  {
    policy: "function-url-cors",
    wrong: "every page may ask for recordings",
    of: playbackUrl,
    change: { cors: (value) => ({ ...(value as object), allowOrigins: ["*"] }) },
    says: 'playback.cors.allowOrigins[0]: is "*"',
  },
  {
    policy: "role-least-privilege",
    wrong: "a function may do anything",
    of: playbackRights,
    change: {
      policy: statements((all) => [...all, { Effect: "Allow", Action: "s3:*", Resource: "*" }]),
    },
    says: ".Action: is s3:*",
    alsoTold: [{ policy: "role-least-privilege", says: ".Resource: is *" }],
  },
  {
    policy: "resource-policies-closed",
    wrong: "everybody may use the recordings' key",
    of: key,
    change: { policy: () => allowing({ Principal: "*", Action: "kms:*", Resource: "*" }) },
    says: "recordings.policy.Statement[0].Principal: is everybody",
  },
  {
    policy: "resource-policies-closed",
    wrong: "another account may take a function's role",
    of: intakeRole,
    change: {
      assumeRolePolicy: statements((all) => [
        ...all,
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${stranger}:root` }, Action: "sts:AssumeRole" },
      ]),
    },
    says: `archive-intake.assumeRolePolicy.Statement[1].Principal: is "arn:aws:iam::${stranger}:root"`,
  },
  {
    policy: "log-retention",
    wrong: "who heard what is kept for a day",
    of: playbackLog,
    change: { retentionInDays: () => 1 },
    says: "playback.retentionInDays: is 1",
  },
  {
    policy: "reserved-concurrency",
    wrong: "a function that anybody calls may use up the account's concurrency",
    of: playback,
    change: { reservedConcurrentExecutions: () => undefined },
    says: "playback.reservedConcurrentExecutions: is -1, but whoever can call it",
  },
  {
    policy: "reserved-concurrency",
    wrong: "a queue feeds a function without bounds",
    of: mapping,
    change: { scalingConfig: () => undefined },
    says: "archive-store.reservedConcurrentExecutions: is -1, but it could use up",
  },
  {
    policy: "secrets-are-secret",
    wrong: "the AWS key's secret stands in the configuration in plain text",
    config: (text) => text.replace(/^( {2}aws:secretKey:)\n.*\n/m, "$1 test\n"),
    says: "secretKey: is a credential, by its name",
  },
  {
    policy: "secrets-are-secret",
    wrong: "a function is handed a token in its variables",
    of: store,
    change: { environment: variables({ PLAYER_TOKEN: "something" }) },
    says: "archive-store.environment.variables.PLAYER_TOKEN: is a credential, by its name",
  },
  {
    policy: "deletion-protection",
    wrong: "a destroy takes recordings along, where that isn't meant to be",
    environment: { enforcementLevel: "mandatory" },
    says: "recordings: is not protected",
    alsoTold: [
      { policy: "deletion-protection", says: "recordings.forceDestroy: is true" },
      { policy: "deletion-protection", says: "recordings.deletionWindowInDays: is 7" },
    ],
  },
  {
    policy: "required-tags",
    wrong: "nobody can tell where a bucket comes from",
    of: bucket,
    change: { tags: () => ({ "flex-media:retention": "forever" }) },
    says: 'recordings.tags["pulumi:stack"]: is not set',
    alsoTold: [{ policy: "required-tags", says: 'recordings.tags["pulumi:project"]: is not set' }],
  },
  {
    policy: "required-tags",
    wrong: "a tag that the team wants isn't there",
    environment: { keys: ["owner"] },
    says: 'archive.tags["owner"]: is not set',
    alsoTold: [{ policy: "required-tags", says: '.tags["owner"]: is not set' }],
  },
];
