import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountSid, authToken, InitProject, numbers, somebody } from "./project.ts";

let project: InitProject;

beforeEach(async () => {
  project = await InitProject.open();
});
afterEach(async () => {
  await project.close();
});

test("an end in the middle of writing leaves nothing", async () => {
  const before = await project.text();
  const { flags, environment } = project.answers;
  for (const command of ["stack init", "config set"]) {
    const stop = new AbortController();
    project.beforeCommand = (args) => {
      if (args.join(" ").startsWith(command)) stop.abort(new Error("interrupted"));
    };
    const { error, stderr } = await project.init(flags, environment, { stop: stop.signal });
    expect(error?.message).toBe("interrupted");
    expect(stderr).toContain("Pulumi.staging.yaml stays as it was");
    expect(await project.text()).toBe(before);
    expect(await project.stacks()).toEqual([]);
  }
});

test("a command of Pulumi's that fails leaves nothing, and tells why", async () => {
  const before = await project.text();
  const { flags, environment } = project.answers;
  const { error } = await project.init({ ...flags, "aws-account": "123456789012" }, environment, {
    pulumi: async (args) => {
      if (args[0] === "config") return { code: 255, stdout: "", stderr: "error: the disk is full" };
      return { code: 0, stdout: args[1] === "ls" ? "[]" : "", stderr: "" };
    },
  });
  expect(error?.message).toBe("`pulumi config set` fails: error: the disk is full");
  expect(await project.text()).toBe(before);
});

test("somebody else's stack of the same moment stays", async () => {
  const { flags, environment } = project.answers;
  const commands: string[] = [];
  const { error } = await project.init(flags, environment, {
    pulumi: async (args) => {
      commands.push(args.slice(0, 2).join(" "));
      if (args[1] === "init") return { code: 255, stdout: "", stderr: "error: stack 'staging' already exists" };
      return { code: 0, stdout: args[1] === "ls" ? "[]" : "", stderr: "" };
    },
  });
  expect(error?.message).toContain("already exists");
  expect(commands).toEqual(["stack ls", "stack init"]);
});

test("a stack whose secrets are sealed otherwise is not touched without a word", async () => {
  const { flags, environment } = project.answers;
  await project.init(flags, environment);
  const written = await project.text();
  const other = { ...flags, state: "cloud", backend: "https://api.example.com" };
  // What Pulumi Cloud would say, with the same stack in it.
  const pulumi = async (args: readonly string[]) => {
    project.commands.push(args.join(" "));
    const config = { "twilio:authToken": { value: authToken, secret: true } };
    const stdout = args[1] === "ls" ? JSON.stringify([{ name: "acme/staging" }]) : JSON.stringify(config);
    return { code: 0, stdout, stderr: "" };
  };
  project.commands.length = 0;
  const { error } = await project.init(other, environment, { pulumi });
  expect(error?.message).toContain("--secrets-provider: is default, but staging has passphrase; say that one, or");
  const prompts = somebody({});
  const declined = await project.init(other, environment, { pulumi, prompts });
  expect(declined.error?.message).toContain("Nothing was written.");
  expect(project.commands.some((command) => /init|set|change/.test(command.split(" ")[1] ?? ""))).toBe(false);
  expect(await project.text()).toBe(written);

  const agreed = await project.init({ ...other, region: "eu-west-1" }, environment, {
    pulumi,
    prompts: somebody({ "The secrets of staging": true, "Write it?": true }),
  });
  expect(agreed.error).toBeUndefined();
  expect(agreed.stderr).toContain("The secrets of staging are sealed by default now.");
  expect(project.commands.at(-1)).toContain("stack change-secrets-provider default --stack staging");
});

test("a file that was sealed for another backend is not sealed a second time", async () => {
  const { flags, environment } = project.answers;
  await project.init(flags, environment);
  const elsewhere = { ...flags, backend: `${project.backend}-elsewhere` };
  const { error } = await project.init(elsewhere, environment);
  expect(error?.message).toMatch(/^Pulumi.staging.yaml: is sealed for a stack that file:.*elsewhere does not have;/);
  const wrong = await project.init(flags, { ...environment, PULUMI_CONFIG_PASSPHRASE: "another passphrase" });
  expect(wrong.error?.message).toMatch(/^Pulumi.staging.yaml: its secrets can't be opened; .*passphrase/s);
});

test("an account that can't do what the settings say is refused with all of it", async () => {
  project.twilio.control.flexConfiguration.change({ call_recording_enabled: true });
  await project.edit("Pulumi.staging.yaml", { "flex-media:recording": { mechanism: "studio" } });
  const before = await project.text();
  const { flags, environment } = project.answers;
  const { error } = await project.init({ ...flags, numbers: "+14155559999", "voice-workflow": "Nobody" }, environment);
  expect(error?.message.split("\n")).toEqual([
    "--numbers: numbers[0] +14155559999 is no number of this account; give one that it owns",
    '--voice-workflow: no workflow of the workspace is named "Nobody"; give one that is there',
    "Nothing was written.",
  ]);
  const second = await project.init(flags, environment);
  expect(second.error?.message).toMatch(/^flex-media:recording.mechanism: is studio, but Flex itself records calls/);
  expect(await project.text()).toBe(before);
});

test("an account without Flex is refused", async () => {
  project.twilio.control.faults.add({
    path: "/v1/Configuration",
    status: 404,
    code: 45101,
    message: "Flex is not provisioned",
  });
  const { error } = await project.init(project.answers.flags, project.answers.environment);
  expect(error?.message).toContain("twilio: the credentials are refused: Twilio refused GET /v1/Configuration");
  expect(error?.message).toContain("Set Flex up in this account first");
});

test("an API key needs the auth token beside it where there is an archive, and both are tried", async () => {
  const { sid, secret } = project.twilio.control.apiKeys.create();
  const { flags, environment } = project.answers;
  const { TWILIO_AUTH_TOKEN: _, ...others } = environment;
  const withKey = { ...flags, "api-key": sid };
  const missing = await project.init(withKey, { ...others, TWILIO_API_SECRET: secret });
  expect(missing.error?.message).toContain("TWILIO_AUTH_TOKEN: is missing; set it in the environment");
  const wrong = await project.init(withKey, { ...environment, TWILIO_API_SECRET: "0".repeat(32) });
  expect(wrong.error?.message).toContain("twilio: the credentials are refused");
  const wrongToken = await project.init(withKey, {
    ...environment,
    TWILIO_API_SECRET: secret,
    TWILIO_AUTH_TOKEN: "0".repeat(32),
  });
  expect(wrongToken.error?.message).toContain("twilio: the credentials are refused");
  const right = await project.init(withKey, { ...environment, TWILIO_API_SECRET: secret });
  expect(right.error).toBeUndefined();
  expect(await readFile(join(project.folder, "Pulumi.staging.yaml"), "utf8")).toContain(`twilio:apiKey: ${sid}`);
  expect(right.stdout).not.toContain(secret);
});

test("what is there is offered to somebody who is asked again", async () => {
  const { flags, environment } = project.answers;
  await project.init(flags, environment);
  const written = await project.text();
  const offered: (string | undefined)[] = [];
  const prompts = somebody({ "Where does state live": "folder", "Auth token": "" });
  const { stdout, error } = await project.init(
    {},
    { PULUMI_CONFIG_PASSPHRASE: environment.PULUMI_CONFIG_PASSPHRASE ?? "" },
    {
      prompts: {
        ...prompts,
        text(question) {
          offered.push(question.current);
          return prompts.text(question);
        },
      },
    },
  );
  expect(error).toBeUndefined();
  expect(offered).toContain(accountSid);
  expect(offered).toContain(numbers.voice);
  expect(offered).toContain(`sms ${numbers.text}, chat web`);
  expect(stdout).toContain("Nothing to write.");
  expect(await project.text()).toBe(written);
});
