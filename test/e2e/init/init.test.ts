import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountSid, authToken, InitProject, numbers, passphrase, somebody } from "./project.ts";

let project: InitProject;

beforeEach(async () => {
  project = await InitProject.open();
});
afterEach(async () => {
  await project.close();
});

async function config(): Promise<Record<string, { value: string; secret: boolean }>> {
  return JSON.parse(await project.pulumi("config", "--json", "--show-secrets", "--stack", "staging"));
}

test("flags and environment alone make a stack ready, and no secret is an argument or is shown", async () => {
  const { flags, environment } = project.answers;
  const { stdout, error } = await project.init(flags, environment);
  expect(error).toBeUndefined();
  expect(await project.stacks()).toEqual(["staging"]);
  const written = await config();
  expect(written["twilio:accountSid"]).toEqual({ value: accountSid, secret: false });
  expect(written["twilio:authToken"]).toEqual({ value: authToken, secret: true });
  expect(JSON.parse(written["flex-media:voice"]?.value ?? "")).toMatchObject({ numbers: [numbers.voice] });
  expect(JSON.parse(written["flex-media:messaging"]?.value ?? "")).toMatchObject({
    addresses: [
      { type: "sms", address: numbers.text },
      { type: "chat", address: "web" },
    ],
  });
  expect(stdout).toContain(`export PULUMI_BACKEND_URL='${project.backend}'`);
  expect(stdout).toContain("npm run pulumi -- up --stack staging");
  for (const secret of [authToken, passphrase]) {
    expect(stdout).not.toContain(secret);
    expect(project.commands.join("\n")).not.toContain(secret);
    expect(await project.text()).not.toContain(secret);
  }
  expect(project.twilio.control.requests.list().every(({ method }) => method === "GET")).toBe(true);
});

test("comments and what somebody else wrote stay where they are", async () => {
  const before = await project.text();
  await project.init(project.answers.flags, project.answers.environment);
  const after = await project.text();
  const comments = (text: string) => text.split("\n").filter((line) => line.trim().startsWith("#"));
  expect(comments(after)).toEqual(comments(before));
  expect(comments(after).length).toBeGreaterThan(5);
  expect((await readdir(project.folder)).filter((name) => name.startsWith(".part"))).toEqual([]);
});

test("run again it changes nothing, and then only what is answered differently", async () => {
  const { flags, environment } = project.answers;
  await project.init(flags, environment);
  const written = await project.text();

  const again = await project.init({}, { ...environment, PULUMI_BACKEND_URL: project.backend, TWILIO_AUTH_TOKEN: "" });
  expect(again.error).toBeUndefined();
  expect(again.stdout).toContain("Nothing to write.");
  expect(await project.text()).toBe(written);

  const more = { "aws-account": "123456789012", "aws-profile": "flex-media-staging" };
  const other = await project.init({ ...flags, ...more }, environment);
  expect(other.error).toBeUndefined();
  expect(other.stdout).toContain("aws:allowedAccountIds");
  expect(other.stdout).not.toContain("twilio:authToken");
  const added = (await project.text()).split("\n").filter((line) => !written.split("\n").includes(line));
  expect(added).toEqual(['  aws:allowedAccountIds: ["123456789012"]', "  aws:profile: flex-media-staging"]);

  const less = await project.init({ ...flags, "aws-profile": "-" }, environment);
  expect(less.error).toBeUndefined();
  expect(await project.text()).not.toContain("aws:profile");
});

test("what is missing is named at once where nobody can be asked, and nothing is written", async () => {
  const before = await project.text();
  const { error } = await project.init({}, {});
  expect(error?.message.split("\n")).toEqual([
    "--state: is missing; say cloud, s3, folder, or name the --backend or PULUMI_BACKEND_URL",
    "--account-sid: is missing; give the account's SID, as the Console's start page shows it",
    "TWILIO_AUTH_TOKEN: is missing; set it in the environment",
    "--numbers: is missing; give numbers of the account, as in +14155550100,+14155550101",
    "--addresses: is missing; give addresses of the account, each behind its channel, as in sms +14155550101,chat web",
    "Nothing was written.",
  ]);
  expect(project.commands).toEqual([]);
  expect(await project.text()).toBe(before);
});

test("wrong answers are asked again until the account has what they name", async () => {
  const prompts = somebody({
    "Where does state live": "folder",
    "The backend's URL": project.backend,
    Passphrase: ["short", passphrase],
    "Twilio account SID": ["AC123", accountSid],
    "Auth token": ["not the token", "0".repeat(32), authToken],
    "Numbers whose calls": ["4155550110", "+14155559999", numbers.voice],
    "TaskRouter workflow that the voice": ["Nobody", "Assign to Anyone"],
    "Addresses whose messages": [`sms ${numbers.text}, sms ${numbers.text}`, `sms ${numbers.text}`],
    "AWS account": "123456789012",
    "AWS profile": ["acme staging", "acme-staging"],
    "SNS topic": ["a topic", "arn:aws:sns:us-east-1:123456789012:alarms"],
  });
  const { stdout, stderr, error } = await project.init({}, {}, { prompts });
  expect(error).toBeUndefined();
  expect(stderr).toContain("The credentials are refused: Twilio refused GET /v1/Configuration");
  expect(prompts.refused).toEqual([
    expect.stringContaining("is shorter than 12 characters"),
    expect.stringContaining("is no account SID; give AC and 32 hexadecimal digits"),
    expect.stringContaining("is no secret of Twilio's"),
    expect.stringContaining("numbers[0] is no phone number in E.164"),
    expect.stringContaining("numbers[0] +14155559999 is no number of this account"),
    expect.stringContaining('no workflow of the workspace is named "Nobody"'),
    expect.stringContaining("once more; remove one of the two"),
    expect.stringContaining("is no name for a profile; use letters, digits, dots, dashes and underscores"),
    expect.stringContaining("is no SNS topic's ARN"),
  ]);
  const written = await config();
  expect(written["aws:profile"]).toEqual({ value: "acme-staging", secret: false });
  expect(stdout).toContain("aws sts get-caller-identity --profile acme-staging");
  expect(JSON.parse(written["flex-media:archive"]?.value ?? "")).toMatchObject({
    alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:alarms",
  });
});

test("an account that another stack of the project has is refused", async () => {
  await project.edit("Pulumi.dev.yaml", { "twilio:accountSid": accountSid });
  const { error } = await project.init(project.answers.flags, project.answers.environment);
  expect(error?.message).toContain("--account-sid: is the account of Pulumi.dev.yaml as well; give each stack");
  expect(await project.stacks()).toEqual([]);
});

test("whoever declines has nothing written", async () => {
  const before = await project.text();
  const { flags, environment } = project.answers;
  const prompts = somebody({ "Write it?": false });
  await project.init(flags, environment, { prompts });
  expect(await project.text()).toBe(before);
  expect(await project.stacks()).toEqual([]);
});
