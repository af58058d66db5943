import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { readSettings } from "../../../functions/url-provider/settings.ts";
import type { Playback, PlaybackArgs } from "../../../infra/playback.ts";
import { recordedPlayback } from "./playback.ts";
import { type Recorded, settled } from "./recorded.ts";

const keyArn = "arn:aws:kms:eu-west-1:000000000000:key/0";

function playback(other: Partial<PlaybackArgs> = {}) {
  return recordedPlayback({ allowedRoles: ["admin", "wfo.*"], mediaUrlSeconds: 300, keyArn, ...other });
}

let made: Playback;
let resources: Recorded[];
beforeAll(async () => {
  ({ made, resources } = await playback());
});

function only(type: string): Recorded {
  const [found, ...more] = resources.filter((resource) => resource.type === type);
  if (found === undefined || more.length > 0) throw new Error(`${type}: there should be one`);
  return found;
}

test("it is a function with its URL, role, secret, log and alarms, and nothing else", () => {
  expect(resources.map(({ type }) => type).toSorted()).toEqual([
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:lambda/function:Function",
    "aws:lambda/functionUrl:FunctionUrl",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "flex-media:playback:Playback",
  ]);
  for (const { type, options } of resources.filter(({ type }) => type.startsWith("aws:"))) {
    expect([type, options.parent === made]).toEqual([type, true]);
  }
});

describe("the role", () => {
  test("is taken by Lambda only", () => {
    expect(JSON.parse(String(only("aws:iam/role:Role").inputs.assumeRolePolicy))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  test("may read recordings, look for one, read its secret and write its log, each of its own only", () => {
    const { inputs } = only("aws:iam/rolePolicy:RolePolicy");
    expect(inputs.role).toBe("playback-id");
    const { Statement: statements } = JSON.parse(String(inputs.policy));
    expect(statements).toEqual([
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::the-bucket/recordings/*" },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::the-bucket" },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyArn,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "arn:aws:secret:::playback-twilio" },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logGroup:::playback:*",
      },
    ]);
    for (const { Resource, Action } of statements) {
      expect(Resource).not.toBe("*");
      expect([Action].flat().filter((action: string) => action.includes("*"))).toEqual([]);
    }
  });

  const statements = async (other: Partial<PlaybackArgs>) =>
    JSON.parse(String((await playback(other)).of("aws:iam/rolePolicy:RolePolicy")[0]?.inputs.policy)).Statement;

  test("decrypts with one key, through S3 of the key's region and partition, and with none where there is none", async () => {
    const [, , decrypt] = await statements({ keyArn: "arn:aws-cn:kms:cn-north-1:000000000000:key/0" });
    expect(decrypt.Condition.StringEquals["kms:ViaService"]).toBe("s3.cn-north-1.amazonaws.com.cn");
    const { of } = await recordedPlayback();
    expect(of("aws:iam/rolePolicy:RolePolicy")[0]?.inputs.policy).not.toContain("kms:");
  });

  test("sends traces where they are wanted", async () => {
    expect((await statements({ tracing: true })).at(-1)).toEqual({
      Effect: "Allow",
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      Resource: "*",
    });
    const traced = await playback({ tracing: true });
    expect(traced.of("aws:lambda/function:Function")[0]?.inputs.tracingConfig).toEqual({ mode: "Active" });
    expect(only("aws:lambda/function:Function").inputs).not.toHaveProperty("tracingConfig");
  });
});

describe("the function", () => {
  test("knows what it needs, and no credential", () => {
    const { inputs } = only("aws:lambda/function:Function");
    expect(inputs.environment).toEqual({
      variables: {
        TWILIO_ACCOUNT_SID: "AC0123456789abcdef0123456789abcdef",
        TWILIO_SECRET_ARN: "arn:aws:secret:::playback-twilio",
        RECORDINGS_BUCKET: "the-bucket",
        RECORDINGS_PREFIX: "recordings/",
        KEY_LAYOUT: "flex-media",
        PLAYER_ORIGINS: "https://flex.twilio.com",
        ALLOWED_ROLES: "admin,wfo.*",
        AGENTS_HEAR_OWN: "false",
        MEDIA_URL_SECONDS: "300",
        TOKEN_MEMORY_SECONDS: "60",
        S3_FORCE_PATH_STYLE: "false",
      },
    });
    expect(JSON.stringify(inputs)).not.toContain("the-password");
  });

  test("knows another identity service and address style only where there are", async () => {
    const other = await playback({ iamUrl: "http://127.0.0.1:1/iam.twilio.com", s3UsePathStyle: true });
    expect(other.of("aws:lambda/function:Function")[0]?.inputs.environment).toMatchObject({
      variables: { TWILIO_IAM_URL: "http://127.0.0.1:1/iam.twilio.com", S3_FORCE_PATH_STYLE: "true" },
    });
  });

  test("runs as it was tested, writes to its own log, and exists only once it may do what it must", () => {
    const { inputs, options } = only("aws:lambda/function:Function");
    expect(inputs).toMatchObject({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      memorySize: 512,
      timeout: 15,
      reservedConcurrentExecutions: 10,
      role: "arn:aws:role:::playback",
      loggingConfig: { logFormat: "JSON", logGroup: "/logs/playback" },
    });
    const names = [options.dependsOn].flat().map((dependency) => (dependency as pulumi.Resource).constructor.name);
    expect(names).toEqual(["RolePolicy"]);
  });

  test("has the bundle for its code", async () => {
    const archive = (await only("aws:lambda/function:Function").args.code) as pulumi.asset.AssetArchive;
    const files = await archive.assets;
    expect(Object.keys(files)).toEqual(["index.mjs"]);
    expect(await (files["index.mjs"] as pulumi.asset.StringAsset).text).toMatch(/export\s*\{[^}]*\bhandler\b/);
  });

  test("keeps its log for as long as is set", async () => {
    expect(only("aws:cloudwatch/logGroup:LogGroup").inputs).toEqual({ retentionInDays: 365 });
    const short = await playback({ logRetentionDays: 7 });
    expect(short.of("aws:cloudwatch/logGroup:LogGroup")[0]?.inputs).toEqual({ retentionInDays: 7 });
  });

  test("shares the account's concurrency where it is given none of its own", async () => {
    const shared = await playback({ reservedConcurrency: 0 });
    expect(shared.of("aws:lambda/function:Function")[0]?.inputs).not.toHaveProperty("reservedConcurrentExecutions");
  });

  test("understands every variable that it is given", async () => {
    const { inputs } = only("aws:lambda/function:Function");
    const { variables } = inputs.environment as { variables: Record<string, string> };
    const secretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:t-AbCdEf";
    // The region is Lambda's own variable.
    const given = { ...variables, TWILIO_SECRET_ARN: secretArn, AWS_REGION: "us-east-1" };
    expect(readSettings(given)).toMatchObject({ settings: { bucket: "the-bucket", mediaUrlSeconds: 300 } });
    const read = new Set<PropertyKey>();
    readSettings(
      new Proxy(given, {
        get: (target: Record<string, string>, name) => {
          read.add(name);
          return target[String(name)];
        },
      }),
    );
    // By those, every AWS SDK is led to other endpoints than AWS's own; they are no settings of ours.
    const ofTheSdk = /^AWS_ENDPOINT_URL/;
    const unset = [...read].filter((name) => !(name in given) && !ofTheSdk.test(String(name)));
    expect(unset).toEqual(["TWILIO_IAM_URL"]);
    expect(Object.keys(given).filter((name) => !read.has(name))).toEqual([]);
  });

  test("may be a team's own", async () => {
    const { of } = await playback({ entry: "test/unit/infra/own-function.ts" });
    const archive = (await of("aws:lambda/function:Function")[0]?.args.code) as pulumi.asset.AssetArchive;
    const files = await archive.assets;
    expect(await (files["index.mjs"] as pulumi.asset.StringAsset).text).toContain("team_lead");
  });
});

describe("the credentials", () => {
  test("are a secret, as JSON", async () => {
    const version = only("aws:secretsmanager/secretVersion:SecretVersion");
    expect(await pulumi.isSecret(version.args.secretString as pulumi.Output<string>)).toBe(true);
    expect(version.inputs.secretId).toBe("playback-twilio-id");
    expect(JSON.parse(String(version.inputs.secretString))).toEqual({ username: "SK1", password: "the-password" });
  });

  test("are in the open nowhere", () => {
    expect(JSON.stringify(resources.map(({ shown }) => shown))).not.toContain("the-password");
    const holding = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("the-password"));
    expect(holding.map(({ type }) => type)).toEqual([
      "flex-media:playback:Playback",
      "aws:secretsmanager/secretVersion:SecretVersion",
    ]);
  });
});

describe("the URL", () => {
  test("may be called by anybody with GET, from players' origins, with credentials in one header", () => {
    expect(only("aws:lambda/functionUrl:FunctionUrl").inputs).toEqual({
      functionName: "playback-function",
      authorizationType: "NONE",
      cors: {
        allowOrigins: ["https://flex.twilio.com"],
        allowMethods: ["GET"],
        allowHeaders: ["authorization"],
        exposeHeaders: ["retry-after"],
        maxAge: 3600,
      },
    });
  });

  test("is told without a slash at its end", async () => {
    expect(await settled(made.url)).toBe("https://made.lambda-url.example");
  });

  test("may be another front end's", async () => {
    const { made: other, of } = await playback({
      frontEnd: (name, fn, { origins }) => pulumi.interpolate`https://${name}.example/${fn.name}?${origins.join()}`,
    });
    expect(await settled(other.url)).toBe("https://playback.example/playback-function?https://flex.twilio.com");
    expect(of("aws:lambda/functionUrl:FunctionUrl")).toEqual([]);
  });
});
