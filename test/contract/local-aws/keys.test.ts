import {
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup, { defaultTags: JSON.stringify({ tags: { project: "flex-media" } }) });
});
afterAll(() => cleanup.run());

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

const policyFor = (AWS: string, Action = "kms:*") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Administer it", Effect: "Allow", Principal: { AWS }, Action, Resource: "*" }],
  });

describe(KEY, () => {
  it("lives from create to its scheduled deletion", async () => {
    const { provider, clients } = bench;
    const inputs = { description: "recordings", enableKeyRotation: true, deletionWindowInDays: 7, tags: { a: "b" } };
    const saved = await provider.create(KEY, inputs);
    expect(saved.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(saved.state).toMatchObject({
      ...inputs,
      arn: `arn:aws:kms:us-east-1:000000000000:key/${saved.id}`,
      keyId: saved.id,
      isEnabled: true,
      policy: expect.stringContaining("arn:aws:iam::000000000000:root"),
      tagsAll: { a: "b", project: "flex-media" },
    });
    expect(await provider.read(KEY, saved)).toEqual(saved);
    expect((await provider.diff(KEY, saved, saved.inputs)).changes).toBe(false);
    const { deletionWindowInDays: _unread, ...readable } = saved.inputs;
    expect((await provider.read(KEY, saved.id))?.inputs).toEqual(readable);

    const wanted = {
      enableKeyRotation: true,
      rotationPeriodInDays: 90,
      policy: policyFor("arn:aws:iam::000000000000:root"),
      isEnabled: false,
      deletionWindowInDays: 7,
    };
    expect((await provider.diff(KEY, saved, { ...saved.inputs, ...wanted })).replaces).toEqual([]);
    const updated = await provider.update(KEY, saved, wanted);
    expect(updated.state).toMatchObject({ policy: wanted.policy, tagsAll: { project: "flex-media" } });
    expect(await provider.read(KEY, updated)).toEqual(updated);
    expect((await provider.read(KEY, saved.id))?.inputs).toMatchObject({ policy: wanted.policy, isEnabled: false });
    const again = await provider.update(KEY, updated, { deletionWindowInDays: 7 });
    expect(await provider.read(KEY, again)).toEqual(again);
    const status = await clients.kms.send(new GetKeyRotationStatusCommand({ KeyId: saved.id }));
    expect(status.KeyRotationEnabled).toBe(false);

    await provider.delete(KEY, again);
    await provider.delete(KEY, again);
    expect(await provider.read(KEY, again)).toBeUndefined();
    const { KeyMetadata } = await clients.kms.send(new DescribeKeyCommand({ KeyId: saved.id }));
    const days = (Number(KeyMetadata?.DeletionDate) - Date.now()) / 86_400_000;
    expect([KeyMetadata?.KeyState, Math.round(days)]).toEqual(["PendingDeletion", 7]);
  });

  it("shows rotation and tags that were changed behind its back", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(KEY, { enableKeyRotation: true });
    await clients.kms.send(new DisableKeyRotationCommand({ KeyId: saved.id }));
    const Tags = [{ TagKey: "theirs", TagValue: "yes" }];
    await clients.kms.send(new TagResourceCommand({ KeyId: saved.id, Tags }));
    const drifted = await provider.read(KEY, saved);
    expect(drifted?.inputs).toMatchObject({ enableKeyRotation: false, tags: { theirs: "yes" } });
    const mended = await provider.update(KEY, drifted ?? saved, saved.inputs);
    expect(await provider.read(KEY, mended)).toEqual(saved);
  });

  it.each<[PropertyMap, string]>([
    [{ deletionWindowInDays: 6 }, "deletionWindowInDays: is 6, but must be at least 7"],
    [{ deletionWindowInDays: 31 }, "deletionWindowInDays: is 31, but must be at most 30"],
    [{ rotationPeriodInDays: 365 }, "rotationPeriodInDays: goes with enableKeyRotation; give both, or neither"],
    [{ enableKeyRotation: true, rotationPeriodInDays: 89 }, "rotationPeriodInDays: is 89, but must be at least 90"],
    [{ multiRegion: true }, "multiRegion: is not known to the local AWS provider"],
    [{ policy: "{}" }, "policy: has no Statement; give it one at least"],
    [
      { policy: policyFor("arn:aws:iam::000000000000:root", "kms:Decrypt") },
      "policy: lets nobody change it again; allow kms:PutKeyPolicy to the account's root",
    ],
    [
      { policy: policyFor("arn:aws:iam::111122223333:root") },
      "policy: does not let arn:aws:iam::000000000000:root change it again; allow kms:PutKeyPolicy to",
    ],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(KEY, inputs)).rejects.toThrow(message);
  });

  it("takes a policy that locks everybody out only when told to, and one with wildcards", async () => {
    const { provider } = bench;
    const lockedOut = policyFor("arn:aws:iam::111122223333:root");
    const saved = await provider.create(KEY, { policy: lockedOut, bypassPolicyLockoutSafetyCheck: true });
    expect(saved.state.policy).toBe(lockedOut);
    await provider.create(KEY, { policy: policyFor("*", "kms:Put*") });
  });
});

describe(ALIAS, () => {
  it("lives from create to delete, and goes over to another key", async () => {
    const { provider } = bench;
    const [one, other] = [await provider.create(KEY, {}), await provider.create(KEY, {})];
    const saved = await provider.create(ALIAS, { name: "alias/recordings", targetKeyId: one.id });
    expect(saved).toMatchObject({
      id: "alias/recordings",
      state: { arn: "arn:aws:kms:us-east-1:000000000000:alias/recordings", targetKeyArn: one.state.arn },
    });
    expect(await provider.read(ALIAS, saved)).toEqual(saved);
    expect((await provider.read(ALIAS, saved.id))?.inputs).toEqual(saved.inputs);
    const byArn = { name: saved.id, targetKeyId: String(one.state.arn) };
    expect((await provider.diff(ALIAS, saved, byArn)).changes).toBe(false);

    const updated = await provider.update(ALIAS, saved, { name: saved.id, targetKeyId: String(other.state.arn) });
    expect(updated.state.targetKeyArn).toBe(other.state.arn);
    expect(await provider.read(ALIAS, updated)).toEqual(updated);
    expect((await provider.diff(ALIAS, updated, { ...updated.inputs, name: "alias/b" })).replaces).toEqual(["name"]);

    await provider.delete(ALIAS, updated);
    await provider.delete(ALIAS, updated);
    expect(await provider.read(ALIAS, updated)).toBeUndefined();
  });

  it("is gone with its key, which takes no alias any more", async () => {
    const { provider } = bench;
    const key = await provider.create(KEY, {});
    const saved = await provider.create(ALIAS, { name: "alias/short", targetKeyId: key.id });
    await provider.delete(KEY, key);
    expect(await provider.read(ALIAS, saved)).toBeUndefined();
    await expect(provider.create(ALIAS, { name: "alias/late", targetKeyId: key.id })).rejects.toThrow(
      `targetKeyId: ${key.id} does not exist, or is being deleted; declare it, or correct the id.`,
    );
  });

  it.each<[PropertyMap, string]>([
    [{ name: "recordings" }, 'name: is "recordings", but must begin with alias/'],
    [{ name: "alias/aws/s3" }, "name: begins with alias/aws/, which AWS keeps for itself; choose another name"],
    [{ namePrefix: "alias/" }, "namePrefix: is not known to the local AWS provider; give name"],
    [{ targetKeyId: "alias/other" }, `targetKeyId: is "alias/other", but must be a key's id or ARN`],
  ])("refuses %j", async (inputs, message) => {
    const all = { name: "alias/a", targetKeyId: "1", ...inputs };
    await expect(bench.provider.create(ALIAS, all)).rejects.toThrow(message);
  });
});
