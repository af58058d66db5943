import { DescribeLogGroupsCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

async function currentValue(SecretId: string): Promise<string | undefined> {
  return (await bench.clients.secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
}

describe(SECRET, () => {
  it("lives from create to delete", async () => {
    const { provider } = bench;
    const inputs = { name: "flex/token", description: "a token", recoveryWindowInDays: 7, tags: { a: "b" } };
    const saved = await provider.create(SECRET, inputs);
    expect(saved.id).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:flex\/token-\w{6}$/);
    expect(saved.state).toMatchObject({ ...inputs, arn: saved.id, tagsAll: { a: "b" }, region: "us-east-1" });
    expect(await provider.read(SECRET, saved)).toEqual(saved);

    const updated = await provider.update(SECRET, saved, { name: "flex/token", recoveryWindowInDays: 7 });
    expect(updated.state.tagsAll).toEqual({});
    expect(await provider.read(SECRET, updated)).toEqual(updated);
    expect((await provider.diff(SECRET, updated, { ...updated.inputs, name: "other" })).replaces).toEqual(["name"]);

    await provider.delete(SECRET, updated);
    await provider.delete(SECRET, updated);
    expect(await provider.read(SECRET, updated)).toBeUndefined();
  });

  it("keeps its name until it can't be restored any more", async () => {
    const { provider } = bench;
    const kept = await provider.create(SECRET, { name: "kept" });
    await provider.delete(SECRET, kept);
    await expect(provider.create(SECRET, { name: "kept" })).rejects.toThrow(
      /^name: kept belongs to a secret that was destroyed and can still be restored/,
    );
    const gone = await provider.create(SECRET, { name: "gone", recoveryWindowInDays: 0 });
    await provider.delete(SECRET, gone);
    expect((await provider.create(SECRET, { name: "gone" })).id).not.toBe(gone.id);
  });

  it("is named after the resource when the program gives no name, and imported by its ARN", async () => {
    const saved = await bench.provider.create(SECRET, {});
    expect(saved.state.name).toMatch(/^name-[0-9a-f]{7}$/);
    expect((await bench.provider.read(SECRET, saved.id))?.inputs).toEqual(saved.inputs);
  });

  it.each([
    [{ recoveryWindowInDays: 3 }, "recoveryWindowInDays: is 3, but must be 0 or at least 7"],
    [{ recoveryWindowInDays: 31 }, "recoveryWindowInDays: is 31, but must be at most 30"],
    [{ name: "a b" }, 'name: is "a b", but must hold letters, digits and /_+=.@- only'],
    [{ policy: "{}" }, "policy: is not known to the local AWS provider"],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(SECRET, inputs)).rejects.toThrow(message);
  });
});

let made = 0;

async function makeSecret(): Promise<string> {
  made += 1;
  return (await bench.provider.create(SECRET, { name: `secret-${made}` })).id;
}

describe(VERSION, () => {
  it("holds the value, secret wherever it shows", async () => {
    const { provider } = bench;
    const secretId = await makeSecret();
    const saved = await provider.create(VERSION, { secretId, secretString: "first" });
    expect(await currentValue(secretId)).toBe("first");
    expect(saved.id).toBe(`${secretId}|${saved.state.versionId}`);
    expect(saved.state).toMatchObject({ secretArn: secretId, versionStages: ["AWSCURRENT"], hasSecretStringWo: false });
    expect(saved.state.secretString).toBeInstanceOf(Secret);
    expect(JSON.stringify(saved)).not.toContain("first");
    expect(await provider.read(VERSION, saved)).toEqual(saved);
    expect((await provider.read(VERSION, saved.id))?.inputs).toEqual(saved.inputs);
  });

  it("makes another version of another value, and leaves the current one when it goes", async () => {
    const { provider } = bench;
    const secretId = await makeSecret();
    const first = await provider.create(VERSION, { secretId, secretString: "first" });
    const inputs = { secretId, secretString: "second" };
    const diff = await provider.diff(VERSION, first, inputs);
    expect(diff).toMatchObject({ replaces: ["secretString"], deleteBeforeReplace: false });
    const second = await provider.create(VERSION, inputs);
    await provider.delete(VERSION, first);
    expect(await currentValue(secretId)).toBe("second");
    await provider.delete(VERSION, second);
    expect(await currentValue(secretId)).toBe("second");
    await provider.delete(VERSION, second);
  });

  it("is gone with its secret, and shows a value that was changed behind its back", async () => {
    const { provider, clients } = bench;
    const secretId = await makeSecret();
    const saved = await provider.create(VERSION, { secretId, secretString: "mine" });
    await clients.secrets.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: "theirs" }));
    expect((await provider.read(VERSION, saved))?.state.versionStages).toEqual(["AWSPREVIOUS"]);
    await clients.secrets.send(new DeleteSecretCommand({ SecretId: secretId }));
    expect(await provider.read(VERSION, saved)).toBeUndefined();
    await provider.delete(VERSION, saved);
  });

  it("writes a write-only value when its version says so", async () => {
    const { provider } = bench;
    const secretId = await makeSecret();
    const saved = await provider.create(VERSION, { secretId, secretStringWo: "one", secretStringWoVersion: 1 });
    expect(await currentValue(secretId)).toBe("one");
    expect(saved.state).toMatchObject({ hasSecretStringWo: true });
    const unversioned = { secretId, secretStringWo: "two", secretStringWoVersion: 1 };
    expect((await provider.diff(VERSION, saved, unversioned)).changes).toBe(false);
    const versioned = { secretId, secretStringWo: "two", secretStringWoVersion: 2 };
    expect((await provider.diff(VERSION, saved, versioned)).replaces).toEqual(["secretStringWoVersion"]);
    expect(await provider.read(VERSION, saved)).toEqual(saved);
  });

  it.each([
    [{}, "holds no value; give it secretString"],
    [
      { secretString: "a", secretStringWo: "b", secretStringWoVersion: 1 },
      "has two values; keep secretString or secretStringWo",
    ],
    [{ secretStringWo: "b" }, "secretStringWoVersion: goes with secretStringWo; give both, or neither"],
    [{ secretBinary: "eA==" }, "secretBinary: is not known to the local AWS provider; use secretString"],
    [{ secretString: "a", secretId: "absent" }, "secretId: absent does not exist; declare it, or correct the name."],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(VERSION, { secretId: "some", ...inputs })).rejects.toThrow(message);
  });
});

describe(LOG_GROUP, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(LOG_GROUP, {
      name: "/aws/lambda/player",
      retentionInDays: 7,
      tags: { a: "b" },
    });
    expect(saved).toMatchObject({
      id: "/aws/lambda/player",
      state: {
        arn: "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/player",
        logGroupClass: "STANDARD",
        tagsAll: { a: "b" },
      },
    });
    // Another with the same beginning must not be taken for it.
    await provider.create(LOG_GROUP, { name: "/aws/lambda/player-2" });
    expect(await provider.read(LOG_GROUP, saved)).toEqual(saved);
    expect((await provider.read(LOG_GROUP, saved.id))?.inputs).toEqual(saved.inputs);

    const logGroupName = saved.id;
    await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    expect((await provider.read(LOG_GROUP, saved))?.inputs.retentionInDays).toBe(30);

    const updated = await provider.update(LOG_GROUP, saved, { name: saved.id });
    expect(updated.state).toMatchObject({ retentionInDays: 0, tagsAll: {} });
    const { logGroups } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups?.[0]?.retentionInDays).toBeUndefined();
    await provider.delete(LOG_GROUP, updated);
    await provider.delete(LOG_GROUP, updated);
    expect(await provider.read(LOG_GROUP, updated)).toBeUndefined();
  });

  it("stays when the program says so", async () => {
    const { provider } = bench;
    const saved = await provider.create(LOG_GROUP, { skipDestroy: true });
    await provider.delete(LOG_GROUP, saved);
    expect(await provider.read(LOG_GROUP, saved)).toEqual(saved);
  });

  it.each([
    [{ retentionInDays: 8 }, /^retentionInDays: is 8; use one of 0, 1, 3, 5, 7, 14/],
    [{ name: "a b" }, 'name: is "a b", but must hold letters, digits and _./#- only'],
    [{ kmsKeyId: "key" }, "kmsKeyId: is not known to the local AWS provider"],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(LOG_GROUP, inputs)).rejects.toThrow(message);
  });
});
