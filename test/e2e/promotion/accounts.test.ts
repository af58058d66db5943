import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { git } from "../../../local/environments/git.ts";
import { clientsOf } from "../../contract/local-aws/fixture.ts";
import { type Environments, openEnvironments } from "./environments.ts";

const stacks = ["dev", "staging", "prod"];
let environments: Environments;

beforeAll(async () => {
  environments = await openEnvironments();
});
afterAll(() => environments?.close());

async function succeed(stack: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await environments.pulumi(...args, "--stack", stack, "--non-interactive");
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

/** Whether anything is not as the stack has made it. */
async function hasDrift(stack: string): Promise<boolean> {
  const args = ["refresh", "--preview-only", "--expect-no-changes", "--color=never", "--non-interactive"];
  const { code, stdout, stderr } = await environments.pulumi(...args, "--stack", stack);
  if (code !== 0) expect(stdout + stderr).toContain("no changes were expected");
  return code !== 0;
}

/** The names of all buckets in a stack's AWS account, as whoever has a stack's credentials is told. */
async function bucketsOf(stack: string, credentialsOf = stack): Promise<(string | undefined)[]> {
  const value = async (key: string) => (await succeed(credentialsOf, "config", "get", key)).trim();
  const credentials = { accessKeyId: await value("aws:accessKey"), secretAccessKey: await value("aws:secretKey") };
  const { s3 } = clientsOf(environments.aws(stack), credentials);
  return ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);
}

describe("stacks with accounts of their own", () => {
  it("are as shipped but for their accounts, in a clean clone", async () => {
    expect(await git(environments.folder, "status", "--porcelain")).toBe("");
    const files = (await git(environments.folder, "diff", "--name-only", "HEAD~1")).split("\n");
    expect(files).toEqual(stacks.map((stack) => `Pulumi.${stack}.yaml`).sort());
    const taken = await git(environments.folder, "diff", "HEAD~1", "--numstat");
    expect(taken.split("\n").map((line) => line.split("\t")[1])).toEqual(["0", "0", "0"]);
  });

  it("come up one by one, each in its own accounts alone", async () => {
    for (const [at, stack] of stacks.entries()) {
      for (const later of stacks.slice(at)) {
        expect(environments.twilio(later).control.requests.list()).toEqual([]);
        expect(await bucketsOf(later)).toEqual([]);
      }
      await succeed(stack, "up", "--yes", "--skip-preview", "--color=never");
      const outputs = JSON.parse(await succeed(stack, "stack", "output", "--json"));
      expect(await bucketsOf(stack)).toContain(outputs.bucketName);
      expect(outputs.archiveQueueUrl).toContain(`/${environments.aws(stack).accountId}/`);
      const numbers = environments.twilio(stack).control.state().phoneNumbers;
      expect(parse(await configOf(stack)).config["flex-media:voice"].numbers).toEqual([numbers[0]?.phone_number]);
    }
  });

  it("run the clone's commit, which the engine has recorded as clean", async () => {
    const head = await git(environments.folder, "rev-parse", "HEAD");
    expect(await git(environments.folder, "status", "--porcelain")).toBe("");
    for (const stack of stacks) {
      const [newest] = JSON.parse(await succeed(stack, "stack", "history", "--json"));
      expect(newest.environment).toMatchObject({ "git.head": head, "git.dirty": "false" });
    }
  });

  it("don't notice what somebody changes in another's account", async () => {
    const { flexConfiguration } = environments.twilio("staging").control;
    const open = (flexConfiguration.get().channel_configs ?? []).map((config) => ({
      ...config,
      cbm_attachments: { ...config.cbm_attachments, number_of_attachments: 10 },
    }));
    flexConfiguration.change({ channel_configs: open });
    const drifted: string[] = [];
    for (const stack of stacks) if (await hasDrift(stack)) drifted.push(stack);
    expect(drifted).toEqual(["staging"]);
  });

  it("are refused where another one is served", async () => {
    await expect(bucketsOf("staging", "dev")).rejects.toMatchObject({ code: "InvalidAccessKeyId" });
    const { config } = parse(await configOf("dev"));
    const token = (await succeed("dev", "config", "get", "twilio:authToken")).trim();
    const authorization = `Basic ${btoa(`${config["twilio:accountSid"]}:${token}`)}`;
    const read = (stack: string) =>
      fetch(`${environments.twilio(stack).endpoint("flex-api.twilio.com")}/v1/Configuration`, {
        headers: { authorization },
      });
    expect((await read("dev")).status).toBe(200);
    expect((await read("staging")).status).toBe(401);
  });
});

describe("secrets of a stack", () => {
  const get = ["config", "get", "twilio:authToken", "--non-interactive"];

  it("open with its own configuration only", async () => {
    const { code, stdout, stderr } = await environments.pulumi(
      ...get,
      "--stack",
      "prod",
      "--config-file",
      "Pulumi.dev.yaml",
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("incorrect passphrase");
  });

  it("don't open in another's configuration", async () => {
    const sealed = (text: string) => parse(text).config["twilio:authToken"].secure;
    const [dev, prod] = await Promise.all(["dev", "prod"].map(configOf));
    const stolen = (dev ?? "").replace(sealed(dev ?? ""), sealed(prod ?? ""));
    const file = join(dirname(environments.folder), "stolen.yaml");
    await writeFile(file, stolen);
    const { code, stdout, stderr } = await environments.pulumi(...get, "--stack", "dev", "--config-file", file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("message authentication failed");
  });

  it("are in no file of the clone", async () => {
    const token = (await succeed("prod", "config", "get", "twilio:authToken")).trim();
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    await expect(git(environments.folder, "grep", "--quiet", token)).rejects.toThrow(/git grep/);
    const state = await succeed("prod", "stack", "export");
    expect(state).not.toContain(token);
  });
});

function configOf(stack: string): Promise<string> {
  return readFile(join(environments.folder, `Pulumi.${stack}.yaml`), "utf8");
}
