import type * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { readSettings as readIntakeSettings } from "../../../functions/archive-intake/settings.ts";
import { readSettings as readStoreSettings } from "../../../functions/archive-store/settings.ts";
import type { Archive } from "../../../infra/archive.ts";
import { accountSid, archive, keyArn, only } from "./archive.ts";
import { type Recorded, settled } from "./recorded.ts";

let made: Archive;
let resources: Recorded[];
beforeAll(async () => {
  ({ made, resources } = await archive());
});

const names = (type: string) =>
  resources.filter((one) => one.type.endsWith(`:${type}`)).map(({ name }) => name.replace(/^archive-?/, ""));

test("it is two queues, two functions with what each needs, a mapping, a URL and alarms, and nothing else", () => {
  const ours = resources.filter(({ type }) => type.startsWith("aws:"));
  expect([...new Set(ours.map(({ type }) => type.split(":").at(-1)))].toSorted()).toEqual([
    "EventSourceMapping",
    "Function",
    "FunctionUrl",
    "LogGroup",
    "MetricAlarm",
    "Queue",
    "Role",
    "RolePolicy",
    "Secret",
    "SecretVersion",
  ]);
  for (const type of ["Function", "Role", "RolePolicy", "LogGroup"]) expect(names(type)).toEqual(["intake", "store"]);
  for (const type of ["Secret", "SecretVersion"]) expect(names(type)).toEqual(["intake-signature", "store-twilio"]);
  expect(names("Queue")).toEqual(["dead-letters", ""]);
  expect(names("FunctionUrl")).toEqual(["intake"]);
  expect(names("EventSourceMapping")).toEqual(["store"]);
  for (const { type, options } of ours) expect([type, options.parent === made]).toEqual([type, true]);
});

describe("the queues", () => {
  test("are encrypted, and a message that was received is hidden six times as long as the store may run", () => {
    const { timeout } = only(resources, "Function", "archive-store").inputs;
    expect(only(resources, "Queue", "archive").inputs).toEqual({
      visibilityTimeoutSeconds: 6 * Number(timeout),
      messageRetentionSeconds: 864_000,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:queue:::archive-dead-letters",
        maxReceiveCount: 50,
      }),
    });
    expect(only(resources, "Queue", "archive-dead-letters").inputs).toEqual({
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    });
  });

  test("still have time for a dead letter where each try of many ends in a crash", () => {
    const { visibilityTimeoutSeconds, messageRetentionSeconds } = only(resources, "Queue", "archive").inputs;
    expect(50 * Number(visibilityTimeoutSeconds)).toBeLessThan(Number(messageRetentionSeconds));
  });

  test("feed the store, as many calls at once as are wanted, and learn which messages failed", async () => {
    const mapping = {
      eventSourceArn: "arn:aws:queue:::archive",
      functionName: "arn:aws:function:::archive-store",
      batchSize: 2,
      functionResponseTypes: ["ReportBatchItemFailures"],
    };
    expect(only(resources, "EventSourceMapping").inputs).toEqual({
      ...mapping,
      scalingConfig: { maximumConcurrency: 10 },
    });
    const wide = await archive({ concurrency: 400, attempts: 7 });
    expect(only(wide.resources, "EventSourceMapping").inputs).toMatchObject({
      scalingConfig: { maximumConcurrency: 400 },
    });
    expect(only(wide.resources, "Queue", "archive").inputs.redrivePolicy).toContain('"maxReceiveCount":7');
  });
});

describe("the functions", () => {
  const variablesOf = (name: string, from = resources) =>
    (only(from, "Function", name).inputs.environment as { variables: Record<string, string> }).variables;

  test("run as they were tested, write to their own logs, and exist only once they may do what they must", () => {
    for (const [name, timeout] of [
      ["archive-intake", 12],
      ["archive-store", 900],
    ] as const) {
      const { inputs, options } = only(resources, "Function", name);
      expect(inputs).toMatchObject({
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        memorySize: 512,
        timeout,
        role: `arn:aws:role:::${name}`,
        loggingConfig: { logFormat: "JSON", logGroup: `/logs/${name}` },
      });
      const waited = [options.dependsOn].flat().map((dependency) => (dependency as pulumi.Resource).constructor.name);
      expect(waited).toEqual(["RolePolicy"]);
      expect(only(resources, "LogGroup", name).inputs).toEqual({ retentionInDays: 365 });
    }
    expect(only(resources, "Function", "archive-intake").inputs.reservedConcurrentExecutions).toBe(50);
    // Its mapping bounds the store.
    expect(only(resources, "Function", "archive-store").inputs).not.toHaveProperty("reservedConcurrentExecutions");
  });

  test("know what they need, and no credential", () => {
    expect(variablesOf("archive-intake")).toEqual({
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN_SECRET_ARN: "arn:aws:secret:::archive-intake-signature",
      QUEUE_URL: "https://sqs.example/archive",
      RECORDINGS_BUCKET: "the-bucket",
      RECORDINGS_PREFIX: "recordings/",
      S3_FORCE_PATH_STYLE: "false",
    });
    expect(variablesOf("archive-store")).toEqual({
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_SECRET_ARN: "arn:aws:secret:::archive-store-twilio",
      RECORDINGS_BUCKET: "the-bucket",
      RECORDINGS_PREFIX: "recordings/",
      KEY_LAYOUT: "flex-media",
      QUEUE_URL: "https://sqs.example/archive",
      DEAD_LETTER_QUEUE_URL: "https://sqs.example/archive-dead-letters",
      CONCURRENCY: "2",
      S3_FORCE_PATH_STYLE: "false",
    });
  });

  test("know a workspace and other addresses only where there are", async () => {
    const workspaceSid = `WS${"1".repeat(32)}`;
    const other = await archive({
      workspaceSid,
      apiUrl: "http://127.0.0.1:1/api.twilio.com",
      taskRouterUrl: "http://127.0.0.1:1/taskrouter.twilio.com",
      s3UsePathStyle: true,
    });
    expect(variablesOf("archive-store", other.resources)).toMatchObject({
      TASKROUTER_WORKSPACE_SID: workspaceSid,
      TWILIO_API_URL: "http://127.0.0.1:1/api.twilio.com",
      TWILIO_TASKROUTER_URL: "http://127.0.0.1:1/taskrouter.twilio.com",
      S3_FORCE_PATH_STYLE: "true",
    });
  });

  test.each([
    ["archive-intake", "TWILIO_AUTH_TOKEN_SECRET_ARN", readIntakeSettings, ["PUBLIC_BASE_URL"]],
    [
      "archive-store",
      "TWILIO_SECRET_ARN",
      readStoreSettings,
      ["TWILIO_API_URL", "TWILIO_TASKROUTER_URL", "TASKROUTER_WORKSPACE_SID"],
    ],
  ] as const)("%s understands every variable that it is given", (name, secret, readSettings, unset) => {
    const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:t-AbCdEf";
    const given: Record<string, string> = { ...variablesOf(name), [secret]: arn };
    const read = new Set<string>();
    const watched = new Proxy(given, {
      get: (target, variable) => {
        read.add(String(variable));
        return target[String(variable)];
      },
    });
    expect(readSettings(watched)).toMatchObject({ settings: { bucket: "the-bucket" } });
    expect([...read].filter((variable) => !(variable in given))).toEqual(unset);
    expect(Object.keys(given).filter((variable) => !read.has(variable))).toEqual([]);
  });

  test("have their bundles for their code", async () => {
    for (const name of ["archive-intake", "archive-store"]) {
      const code = (await only(resources, "Function", name).args.code) as pulumi.asset.AssetArchive;
      const files = await code.assets;
      expect(Object.keys(files)).toEqual(["index.mjs"]);
      expect(await (files["index.mjs"] as pulumi.asset.StringAsset).text).toMatch(/export\s*\{[^}]*\bhandler\b/);
    }
  });
});

describe("the credentials", () => {
  test("are a secret each: the intake can't ask Twilio's API for anything by the store's", () => {
    expect(
      JSON.parse(String(only(resources, "SecretVersion", "archive-intake-signature").inputs.secretString)),
    ).toEqual({ accountSid, authToken: "the-token" });
    expect(JSON.parse(String(only(resources, "SecretVersion", "archive-store-twilio").inputs.secretString))).toEqual({
      accountSid,
      username: "SK1",
      password: "the-password",
    });
  });

  test("are in the open nowhere", () => {
    expect(JSON.stringify(resources.map(({ shown }) => shown))).not.toMatch(/the-password|the-token/);
    const holding = resources.filter(({ inputs }) => /the-password|the-token/.test(JSON.stringify(inputs)));
    expect(new Set(holding.map(({ type }) => type))).toEqual(
      new Set(["aws:secretsmanager/secretVersion:SecretVersion"]),
    );
  });
});

test("the URL may be called by anybody, from no web page, and Twilio is told to try again", async () => {
  expect(only(resources, "FunctionUrl").inputs).toEqual({
    functionName: "archive-intake-function",
    authorizationType: "NONE",
  });
  expect(await settled(made.url)).toBe("https://made.lambda-url.example");
  expect(await settled(made.callbackUrl)).toBe("https://made.lambda-url.example/#rc=5&rp=all");
});

test("traces are sent where they are wanted", async () => {
  const traced = await archive({ tracing: true, keyArn });
  for (const name of ["archive-intake", "archive-store"]) {
    expect(only(traced.resources, "Function", name).inputs.tracingConfig).toEqual({ mode: "Active" });
    expect(only(resources, "Function", name).inputs).not.toHaveProperty("tracingConfig");
  }
});
