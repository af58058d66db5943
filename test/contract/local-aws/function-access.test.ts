import { AddPermissionCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localAwsFetch } from "../../../local/aws/reach.ts";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { FUNCTION, functionInputs, makeRole, URL_TYPE } from "./function-fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const PERMISSION = "aws:lambda/permission:Permission";

const cleanup = new Cleanup();
let bench: Bench;
let role: string;
beforeAll(async () => {
  bench = await startBench(cleanup);
  role = await makeRole(bench);
});
afterAll(() => cleanup.run());

const PLAYERS = {
  allowOrigins: ["https://flex.twilio.com"],
  allowMethods: ["GET"],
  allowHeaders: ["authorization"],
  maxAge: 300,
};

describe(URL_TYPE, () => {
  it("lives from create to delete, and gives everybody the permission", async () => {
    const { provider, clients, aws } = bench;
    const functionName = (await provider.create(FUNCTION, functionInputs(role))).id;
    const saved = await provider.create(URL_TYPE, { functionName, authorizationType: "NONE", cors: PLAYERS });
    const { functionUrl, urlId } = saved.state;
    expect(saved.id).toBe(functionName);
    expect(functionUrl).toBe(`https://${urlId}.lambda-url.us-east-1.on.aws/`);
    expect(await provider.read(URL_TYPE, saved)).toEqual(saved);
    expect((await provider.read(URL_TYPE, saved.id))?.inputs).toEqual(saved.inputs);
    const { Policy = "" } = await clients.lambda.send(new GetPolicyCommand({ FunctionName: functionName }));
    expect(JSON.parse(Policy).Statement).toMatchObject([
      {
        Sid: "FunctionURLAllowPublicAccess",
        Action: "lambda:InvokeFunctionUrl",
        Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
      },
      {
        Sid: "FunctionURLAllowInvokeAction",
        Action: "lambda:InvokeFunction",
        Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
      },
    ]);
    const answer = await localAwsFetch(aws)(String(functionUrl), { headers: { origin: "https://flex.twilio.com" } });
    expect([answer.status, answer.headers.get("access-control-allow-origin"), await answer.text()]).toEqual([
      200,
      "https://flex.twilio.com",
      "hello",
    ]);

    const updated = await provider.update(URL_TYPE, saved, { functionName, authorizationType: "AWS_IAM" });
    expect(updated.state).toMatchObject({ functionUrl, authorizationType: "AWS_IAM" });
    expect(await provider.read(URL_TYPE, updated)).toEqual(updated);
    expect((await localAwsFetch(aws)(String(functionUrl))).status).toBe(403);

    await provider.delete(URL_TYPE, updated);
    await provider.delete(URL_TYPE, updated);
    expect(await provider.read(URL_TYPE, updated)).toBeUndefined();
    // What an earlier URL left does not stand in the way of the next.
    await provider.create(URL_TYPE, { functionName, authorizationType: "NONE" });
  });

  it.each<[PropertyMap, string | RegExp]>([
    [
      { cors: { allowMethods: ["OPTIONS"] } },
      'cors.allowMethods[0]: is "OPTIONS", which the function URL answers by itself; leave it out',
    ],
    [{ cors: { allowMethods: ["CONNECT"] } }, 'cors.allowMethods[0]: is "CONNECT"; use one of'],
    [{ cors: { allowMethods: ["GET", "GET"] } }, 'cors.allowMethods: holds "GET" twice; keep one'],
    [{ cors: { maxAge: 86_401 } }, "cors.maxAge: is 86401, but must be at most 86400"],
    [{ cors: { allowOrigins: ["https://a.example/"] } }, "must be an origin without a path"],
    [{ authorizationType: "IAM" }, 'authorizationType: is "IAM"; use one of "NONE", "AWS_IAM"'],
    [{ functionName: "no such" }, "but must be a function's name or ARN"],
    [{ functionName: "absent" }, "functionName: absent does not exist; declare it, or correct the name."],
  ])("refuses %j", async (wrong, message) => {
    const inputs = { functionName: "player-1", authorizationType: "NONE", ...wrong };
    await expect(bench.provider.create(URL_TYPE, inputs)).rejects.toThrow(message);
  });
});

describe(PERMISSION, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const name = (await provider.create(FUNCTION, functionInputs(role))).id;
    const inputs = {
      function: name,
      statementId: "bucket",
      action: "lambda:InvokeFunction",
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::recordings",
      sourceAccount: "000000000000",
    };
    const saved = await provider.create(PERMISSION, inputs);
    expect(saved.id).toBe("bucket");
    expect(await provider.read(PERMISSION, saved)).toEqual(saved);
    expect((await provider.read(PERMISSION, `${name}/bucket`))?.inputs).toEqual(saved.inputs);
    const diff = await provider.diff(PERMISSION, saved, { ...inputs, principal: "sns.amazonaws.com" });
    expect(diff).toMatchObject({ replaces: ["principal"], deleteBeforeReplace: true });
    await expect(provider.create(PERMISSION, inputs)).rejects.toThrow(
      /^AddPermission failed: ResourceConflictException/,
    );

    const StatementId = "other";
    const more = { FunctionName: name, StatementId, Action: "lambda:InvokeFunction", Principal: "*" };
    await clients.lambda.send(new AddPermissionCommand(more));
    await provider.delete(PERMISSION, saved);
    await provider.delete(PERMISSION, saved);
    expect(await provider.read(PERMISSION, saved)).toBeUndefined();
    const { Policy } = await clients.lambda.send(new GetPolicyCommand({ FunctionName: name }));
    expect(Policy).toContain('"other"');
  });

  it("carries the conditions of function URLs", async () => {
    const { provider } = bench;
    const name = (await provider.create(FUNCTION, functionInputs(role))).id;
    const conditions: PropertyMap[] = [
      { statementId: "url", action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" },
      { statementId: "call", action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
    ];
    for (const more of conditions) {
      const saved = await provider.create(PERMISSION, { function: name, principal: "*", ...more });
      expect(await provider.read(PERMISSION, saved)).toEqual(saved);
    }
  });

  it.each<[PropertyMap, string | RegExp]>([
    [
      { functionUrlAuthType: "NONE" },
      "functionUrlAuthType: goes with the action lambda:InvokeFunctionUrl only; leave it out",
    ],
    [
      { action: "lambda:InvokeFunctionUrl", invokedViaFunctionUrl: true },
      "invokedViaFunctionUrl: goes with the action lambda:InvokeFunction only; leave it out",
    ],
    [{ action: "s3:GetObject" }, 'action: is "s3:GetObject", but must be an action of Lambda'],
    [{ principal: "everybody" }, 'principal: is "everybody", but must be a service, an account, an ARN, or *'],
    [{ function: "absent" }, "function: absent does not exist; declare it, or correct the name."],
  ])("refuses %j", async (wrong, message) => {
    const inputs = { function: "player-1", action: "lambda:InvokeFunction", principal: "*", ...wrong };
    await expect(bench.provider.create(PERMISSION, inputs)).rejects.toThrow(message);
  });
});
