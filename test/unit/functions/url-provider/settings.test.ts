import { expect, test } from "vitest";
import { readSettings } from "../../../../functions/url-provider/settings.ts";
import { accountSid, environment } from "./fixture.ts";

const read = (part: Record<string, string | undefined>) => readSettings({ ...environment, ...part });

test("what is left out has a safe default", () => {
  expect(readSettings(environment)).toEqual({
    settings: {
      accountSid,
      secretArn: environment.TWILIO_SECRET_ARN,
      region: "us-east-1",
      iamUrl: "https://iam.twilio.com",
      bucket: "call-recordings",
      prefix: "recordings/",
      keyLayout: "flex-media",
      allowedRoles: ["admin", "supervisor", "wfo.*"],
      agentsHearOwn: false,
      origins: ["https://flex.twilio.com"],
      tokenMemorySeconds: 60,
      mediaUrlSeconds: 900,
      endpoints: { secretsManager: null, s3: null, others: null },
      forcePathStyle: false,
    },
  });
});

test("everything can be set", () => {
  const all = {
    TWILIO_IAM_URL: "https://iam.dublin.ie1.twilio.com/",
    RECORDINGS_PREFIX: "team-a/recordings/",
    ALLOWED_ROLES: "admin, quality.*",
    MEDIA_URL_SECONDS: "3600",
    KEY_LAYOUT: "twilio",
    PLAYER_ORIGINS: "https://flex.twilio.com, http://localhost:3000",
    AGENTS_HEAR_OWN: "true",
    TOKEN_MEMORY_SECONDS: "0",
    S3_FORCE_PATH_STYLE: "true",
  };
  expect(read(all)).toMatchObject({
    settings: {
      iamUrl: "https://iam.dublin.ie1.twilio.com",
      prefix: "team-a/recordings/",
      allowedRoles: ["admin", "quality.*"],
      mediaUrlSeconds: 3600,
      keyLayout: "twilio",
      origins: ["https://flex.twilio.com", "http://localhost:3000"],
      agentsHearOwn: true,
      tokenMemorySeconds: 0,
      forcePathStyle: true,
    },
  });
});

test.each([
  "http://127.0.0.1:4010/iam.twilio.com",
  "http://localhost:1",
  "http://[::1]:8080",
  "http://iam.localhost",
  "https://iam.eu.example.twilio.com",
])("tokens may go to %s", (url) => {
  expect(read({ TWILIO_IAM_URL: url })).toHaveProperty("settings.iamUrl", url);
});

test.each([
  "",
  "iam.twilio.com",
  "http://iam.twilio.com",
  "http://127.0.0.1.example.com",
  "http://127.example.com",
  "http://localhost.example.com",
  "http://notlocalhost",
  "http://10.0.0.1",
  "ftp://localhost",
  "file:///etc/passwd",
  "https://user@iam.twilio.com",
  "https://:password@iam.twilio.com",
  "https://iam.twilio.com/?to=",
])("tokens may not go to %j", (url) => {
  const remedy = "TWILIO_IAM_URL: is wrong; set it to an https URL (http for a loopback host only)";
  expect(read({ TWILIO_IAM_URL: url })).toEqual({ problems: [remedy] });
});

test.each([
  ["TWILIO_ACCOUNT_SID", undefined],
  ["TWILIO_ACCOUNT_SID", ""],
  ["TWILIO_ACCOUNT_SID", "AC123"],
  ["TWILIO_ACCOUNT_SID", `${accountSid}/../`],
  ["AWS_REGION", undefined],
  ["AWS_REGION", "us-east-1.example.com/"],
  ["TWILIO_SECRET_ARN", undefined],
  ["TWILIO_SECRET_ARN", "twilio"],
  ["TWILIO_SECRET_ARN", "arn:aws:s3:::bucket"],
  ["RECORDINGS_BUCKET", undefined],
  ["RECORDINGS_BUCKET", "Upper"],
  ["RECORDINGS_BUCKET", "a/b"],
  ["RECORDINGS_PREFIX", "recordings"],
  ["RECORDINGS_PREFIX", "/recordings/"],
  ["RECORDINGS_PREFIX", "a//b/"],
  ["RECORDINGS_PREFIX", "../"],
  ["RECORDINGS_PREFIX", "a/./"],
  ["ALLOWED_ROLES", ""],
  ["ALLOWED_ROLES", "admin,"],
  ["ALLOWED_ROLES", "*"],
  ["MEDIA_URL_SECONDS", ""],
  ["MEDIA_URL_SECONDS", "59"],
  ["MEDIA_URL_SECONDS", "3601"],
  ["KEY_LAYOUT", ""],
  ["KEY_LAYOUT", "Twilio"],
  ["KEY_LAYOUT", "constructor"],
  ["PLAYER_ORIGINS", ""],
  ["PLAYER_ORIGINS", "*"],
  ["PLAYER_ORIGINS", "null"],
  ["PLAYER_ORIGINS", "flex.twilio.com"],
  ["PLAYER_ORIGINS", "https://flex.twilio.com/"],
  ["PLAYER_ORIGINS", "https://flex.twilio.com,"],
  ["PLAYER_ORIGINS", "https://*.twilio.com"],
  ["AGENTS_HEAR_OWN", ""],
  ["AGENTS_HEAR_OWN", "TRUE"],
  ["AGENTS_HEAR_OWN", "1"],
  ["TOKEN_MEMORY_SECONDS", ""],
  ["TOKEN_MEMORY_SECONDS", "61"],
  ["TOKEN_MEMORY_SECONDS", "-1"],
  ["TOKEN_MEMORY_SECONDS", "Infinity"],
  ["MEDIA_URL_SECONDS", "60.5"],
  ["MEDIA_URL_SECONDS", "0x80"],
  ["MEDIA_URL_SECONDS", "1e2"],
  ["MEDIA_URL_SECONDS", "-60"],
  ["S3_FORCE_PATH_STYLE", "yes"],
  ["AWS_ENDPOINT_URL", "aws"],
  ["AWS_ENDPOINT_URL", "http://aws.example"],
  ["AWS_ENDPOINT_URL_S3", "http://169.254.169.254/"],
  ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://sm.example/?to="],
  ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "ftp://localhost"],
])("%s=%j is named as the one problem", (name, value) => {
  const { problems } = read({ [name]: value }) as { problems: string[] };
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}: is (missing|wrong); set it to [a-zA-Z]`));
});

test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SECRETS_MANAGER"])(
  "%s may be an emulator on the machine itself, or empty",
  (name) => {
    expect(read({ [name]: "http://127.0.0.1:4566/" })).toHaveProperty("settings");
    expect(read({ [name]: "https://vpce-1.s3.us-east-1.vpce.amazonaws.com" })).toHaveProperty("settings");
    expect(read({ [name]: "" })).toEqual(read({}));
  },
);

test("all problems come at once", () => {
  expect(readSettings({ ALLOWED_ROLES: "*", MEDIA_URL_SECONDS: "1" })).toHaveProperty("problems.length", 6);
});
