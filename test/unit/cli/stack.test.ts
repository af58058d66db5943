import { expect, test } from "vitest";
import { archiveStack, openArchive } from "../../../cli/stack/archive-stack.ts";
import { awsAccess } from "../../../cli/stack/aws-access.ts";
import type { StackPulumi } from "../../../cli/stack/pulumi.ts";
import { twilioAccess } from "../../../cli/stack/twilio-access.ts";
import { Secret } from "../../../providers/kit/index.ts";

const accountSid = `AC${"0".repeat(32)}`;
const outputs = {
  accountSid,
  bucketName: "recordings-of-dev",
  recordingsPrefix: "recordings/",
  recordingsKeyLayout: "flex-media",
  archiveQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/archive",
  archiveDeadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/dead",
  playbackUrl: "https://x.lambda-url.us-east-1.on.aws/",
};
const config = {
  "aws:region": { value: "us-east-1" },
  "twilio:accountSid": { value: accountSid },
  "twilio:authToken": { value: "the auth token", secret: true },
  "flex-media:recording": { value: '{"mechanism":"studio"}', objectValue: { mechanism: "studio" } },
};

function pulumiOf(answers: Partial<{ outputs: object; config: object }> = {}) {
  const asked: string[] = [];
  const pulumi: StackPulumi = async (args) => {
    asked.push(args.join(" "));
    const answer = args[0] === "stack" ? (answers.outputs ?? outputs) : (answers.config ?? config);
    return { code: 0, stdout: JSON.stringify(answer), stderr: "" };
  };
  return { pulumi, asked };
}

test("a stack's outputs and configuration lead to its archive", async () => {
  const { pulumi, asked } = pulumiOf();
  const stack = await archiveStack("dev", pulumi, {});
  expect(asked).toEqual([
    "stack output --json --stack dev --non-interactive",
    "config --json --show-secrets --stack dev --non-interactive",
  ]);
  const archive = openArchive(stack);
  archive.close();
  expect(archive).toMatchObject({
    stack: "dev",
    accountSid,
    bucket: "recordings-of-dev",
    prefix: "recordings/",
    keyLayout: "flex-media",
    queueUrl: outputs.archiveQueueUrl,
    deadLetterQueueUrl: outputs.archiveDeadLetterQueueUrl,
  });
  expect(JSON.stringify(stack)).not.toContain("the auth token");
});

test("a stack without an archive is told what to do", async () => {
  const { archiveQueueUrl: _, ...others } = outputs;
  const { pulumi } = pulumiOf({ outputs: others });
  await expect(archiveStack("dev", pulumi, {})).rejects.toThrow(
    "--stack: dev has no archive, as its outputs lack archiveQueueUrl; `npm run pulumi -- up --stack dev` first",
  );
});

test("a stack that isn't there is told in Pulumi's words", async () => {
  const pulumi: StackPulumi = async () => ({ code: 255, stdout: "", stderr: "error: no stack named 'dev' found\n" });
  await expect(archiveStack("dev", pulumi, {})).rejects.toThrow(
    /^--stack: no stack named 'dev' found; `npm run flex-media -- init --stack dev` makes it/,
  );
});

test("another account's credentials than the stack's are refused", async () => {
  const other = { ...config, "twilio:accountSid": { value: `AC${"1".repeat(32)}` } };
  await expect(archiveStack("dev", pulumiOf({ config: other }).pulumi, {})).rejects.toThrow(
    "twilio:accountSid: is another account",
  );
});

test("Twilio's settings are read as the provider reads them, the environment standing in", () => {
  const values = { "twilio:accountSid": accountSid, "twilio:endpoints": '{"api":"http://127.0.0.1:1"}' };
  const access = twilioAccess(values, { TWILIO_AUTH_TOKEN: "from outside", TWILIO_REGION: "ie1" });
  expect(access).toMatchObject({ accountSid, region: "ie1", endpoints: { api: "http://127.0.0.1:1" } });
  expect(access.authToken).toBeInstanceOf(Secret);
  expect(access.authToken?.reveal()).toBe("from outside");
  expect(() => twilioAccess({ "twilio:accountSid": "AC1" }, {})).toThrow(
    /^twilio:accountSid: is no account SID; give .*\ntwilio:authToken: is missing; give/s,
  );
  const unsafe = { ...values, "twilio:authToken": "t", "twilio:endpoints": '{"api":"http://api.example"}' };
  expect(() => twilioAccess(unsafe, {})).toThrow("twilio:endpoints.api: is not encrypted");
});

test("AWS's settings leave to the SDK what they don't say", () => {
  expect(awsAccess({ "aws:region": "eu-west-1" }, {})).toEqual({
    region: "eu-west-1",
    endpoints: {},
    forcePathStyle: false,
    insecure: false,
  });
  const local = {
    "aws:accessKey": "key",
    "aws:secretKey": "secret",
    "aws:endpoints": '[{"s3":"https://127.0.0.1:1"},{"sqs":"https://127.0.0.1:2"}]',
    "aws:s3UsePathStyle": "true",
  };
  expect(awsAccess(local, { AWS_CA_BUNDLE: "/ca.pem" })).toMatchObject({
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    endpoints: { s3: "https://127.0.0.1:1", sqs: "https://127.0.0.1:2" },
    forcePathStyle: true,
    caFile: "/ca.pem",
  });
  expect(() => awsAccess(local, {})).toThrow("--stack: lives in a local AWS; `npm start` serves it.");
});

test.each([
  [
    { "aws:assumeRoles": "[{}]" },
    "aws:assumeRoles: is not known to flex-media; run it with the role's own credentials",
  ],
  [{ "aws:endpoints": "[" }, "aws:endpoints: is no JSON"],
  [{ "aws:insecure": "maybe" }, "aws:insecure: "],
])("AWS settings that can't be used are told: %j", (values, message) => {
  expect(() => awsAccess(values, {})).toThrow(message);
});
