import {
  AttachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cleanup } from "./fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});
const LAMBDA = JSON.stringify(trust("lambda.amazonaws.com"));
const READ = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::recordings/*" }],
});

describe(ROLE, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(ROLE, {
      name: "player",
      assumeRolePolicy: LAMBDA,
      description: "plays",
      tags: { a: "b" },
    });
    expect(saved.id).toBe("player");
    expect(saved.state).toMatchObject({
      arn: "arn:aws:iam::000000000000:role/player",
      name: "player",
      path: "/",
      maxSessionDuration: 3600,
      uniqueId: expect.stringMatching(/^AROA/),
      createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      tagsAll: { a: "b" },
    });
    expect(await provider.read(ROLE, saved)).toEqual(saved);

    const wanted = { name: "player", assumeRolePolicy: trust("scheduler.amazonaws.com"), maxSessionDuration: 7200 };
    const updated = await provider.update(ROLE, saved, wanted);
    expect(updated.state).toMatchObject({ arn: saved.state.arn, tagsAll: {}, maxSessionDuration: 7200 });
    expect(JSON.parse(String(updated.state.assumeRolePolicy))).toEqual(wanted.assumeRolePolicy);
    expect(await provider.read(ROLE, updated)).toEqual(updated);
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: "player" }));
    expect(Role).toMatchObject({ MaxSessionDuration: 7200, Description: "" });
    expect((await provider.diff(ROLE, updated, { ...wanted, path: "/media/" })).replaces).toEqual(["path"]);

    await provider.delete(ROLE, updated);
    await provider.delete(ROLE, updated);
    expect(await provider.read(ROLE, updated)).toBeUndefined();
  });

  it("takes two ways to write the same policy as one, and shows another as drift", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(ROLE, { assumeRolePolicy: LAMBDA });
    expect(saved.id).toMatch(/^name-[0-9a-f]{7}$/);
    const rewritten = {
      Statement: { Action: ["sts:AssumeRole"], Principal: { Service: ["lambda.amazonaws.com"] }, Effect: "Allow" },
      Version: "2012-10-17",
    };
    const wanted = { ...saved.inputs, assumeRolePolicy: JSON.stringify(rewritten, null, 2) };
    expect((await provider.diff(ROLE, saved, wanted)).changes).toBe(false);

    const PolicyDocument = JSON.stringify(trust("ec2.amazonaws.com"));
    await clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: saved.id, PolicyDocument }));
    expect((await provider.read(ROLE, saved))?.inputs.assumeRolePolicy).toBe(PolicyDocument);
    const imported = await provider.read(ROLE, saved.id);
    expect(imported?.inputs).toMatchObject({ name: saved.id, assumeRolePolicy: PolicyDocument });
  });

  it("says so when the name is taken", async () => {
    await bench.provider.create(ROLE, { name: "taken", assumeRolePolicy: LAMBDA });
    await expect(bench.provider.create(ROLE, { name: "taken", assumeRolePolicy: LAMBDA })).rejects.toThrow(
      /^CreateRole failed: EntityAlreadyExists/,
    );
  });

  it("keeps a role that others gave policies to, unless the program said so", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(ROLE, { name: "shared", assumeRolePolicy: LAMBDA });
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName: "shared", PolicyArn }));
    await clients.iam.send(new PutRolePolicyCommand({ RoleName: "shared", PolicyName: "x", PolicyDocument: READ }));
    await expect(provider.delete(ROLE, saved)).rejects.toThrow(
      /^The role shared still has policies .*forceDetachPolicies/,
    );
    const forced = await provider.update(ROLE, saved, { ...saved.inputs, forceDetachPolicies: true });
    await provider.delete(ROLE, forced);
    expect(await provider.read(ROLE, forced)).toBeUndefined();
  });

  it.each([
    [{ assumeRolePolicy: "not json" }, "assumeRolePolicy: is no JSON object; give it a policy document"],
    [
      { assumeRolePolicy: READ },
      /Statement\[0\] must have Principal or NotPrincipal.*a trust policy is about its role/s,
    ],
    [{ assumeRolePolicy: LAMBDA, name: "a b" }, 'name: is "a b", but must hold letters, digits and _+=,.@- only'],
    [{ assumeRolePolicy: LAMBDA, maxSessionDuration: 60 }, "maxSessionDuration: is 60, but must be at least 3600"],
    [
      { assumeRolePolicy: LAMBDA, inlinePolicies: [] },
      "inlinePolicies: is not known to the local AWS provider; use aws.iam.RolePolicy",
    ],
    [{}, "assumeRolePolicy: is missing"],
  ])("refuses %j", async (inputs, message) => {
    await expect(bench.provider.create(ROLE, inputs)).rejects.toThrow(message);
  });
});

describe(ROLE_POLICY, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const role = (await provider.create(ROLE, { name: "reader", assumeRolePolicy: LAMBDA })).id;
    const saved = await provider.create(ROLE_POLICY, { role, name: "read", policy: READ });
    expect(saved).toMatchObject({ id: "reader:read", state: { role, name: "read", policy: READ } });
    expect(await provider.read(ROLE_POLICY, saved)).toEqual(saved);
    expect((await provider.read(ROLE_POLICY, "reader:read"))?.inputs).toEqual(saved.inputs);

    const policy = READ.replace("GetObject", "ListBucket");
    const updated = await provider.update(ROLE_POLICY, saved, { ...saved.inputs, policy });
    const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: "read" });
    expect(decodeURIComponent((await clients.iam.send(command)).PolicyDocument ?? "")).toBe(policy);
    const moved = await provider.diff(ROLE_POLICY, updated, { role: "other", name: "x", policy });
    expect(moved.replaces.toSorted()).toEqual(["name", "role"]);
    await provider.delete(ROLE_POLICY, updated);
    await provider.delete(ROLE_POLICY, updated);
    expect(await provider.read(ROLE_POLICY, updated)).toBeUndefined();
  });

  it("fails clearly without its role, and with a wrong id on import", async () => {
    const { provider } = bench;
    await expect(provider.create(ROLE_POLICY, { role: "nobody", policy: READ })).rejects.toThrow(
      "role: nobody does not exist; declare it, or correct the name.",
    );
    await expect(provider.read(ROLE_POLICY, "reader")).rejects.toThrow('id: is "reader"; write it as role:policy.');
  });

  it("refuses what only belongs in other policies", async () => {
    const policy = JSON.stringify({ Statement: [{ Effect: "allow", Principal: "*", Action: "GetObject" }] });
    await expect(bench.provider.create(ROLE_POLICY, { role: "reader", policy })).rejects.toThrow(
      /Effect must be "Allow" or "Deny".*the action "GetObject"; write it as service:Action.*has Principal, but.*must have Resource/s,
    );
  });
});
