import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../../../local/aws/provider/zip.ts";
import { Archive, type PropertyMap, unknown } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { codeThatSays, FUNCTION, functionInputs, makeRole, URL_TYPE } from "./function-fixture.ts";
import { type Bench, startBench } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
let role: string;
beforeAll(async () => {
  bench = await startBench(cleanup);
  role = await makeRole(bench);
});
afterAll(() => cleanup.run());

async function answerOf(FunctionName: string): Promise<string> {
  const { Payload } = await bench.clients.lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString()).body;
}

describe(FUNCTION, () => {
  it("lives from create to delete", async () => {
    const { provider, clients } = bench;
    const inputs = functionInputs(role, {
      architectures: ["arm64"],
      memorySize: 256,
      timeout: 10,
      environment: { variables: { TONE: "!" } },
      loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/shared" },
      reservedConcurrentExecutions: 5,
      tags: { a: "b" },
    });
    const saved = await provider.create(FUNCTION, inputs);
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:${saved.id}`;
    expect(saved.state).toMatchObject({
      arn,
      name: saved.id,
      invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      qualifiedArn: `${arn}:$LATEST`,
      version: "$LATEST",
      packageType: "Zip",
      tagsAll: { a: "b" },
      ephemeralStorage: { size: 512 },
      tracingConfig: { mode: "PassThrough" },
      codeSha256: expect.stringMatching(/^[\w+/]{43}=$/),
    });
    expect(await answerOf(saved.id)).toBe("hello!");
    expect(await provider.read(FUNCTION, saved)).toEqual(saved);
    expect((await provider.diff(FUNCTION, saved, saved.inputs)).changes).toBe(false);

    const wanted = { ...inputs, code: codeThatSays("bye"), environment: { variables: { TONE: "?" } } };
    const diff = await provider.diff(FUNCTION, saved, { ...saved.inputs, ...wanted });
    expect(diff).toMatchObject({ detailed: { code: "update", "environment.variables.TONE": "update" }, replaces: [] });
    const updated = await provider.update(FUNCTION, saved, wanted);
    expect(updated.state.codeSha256).not.toBe(saved.state.codeSha256);
    expect(await answerOf(saved.id)).toBe("bye?");

    const plain = { name: saved.id, role, runtime: "nodejs24.x", handler: "index.handler", code: codeThatSays("bye") };
    const reset = await provider.update(FUNCTION, updated, plain);
    expect(await answerOf(saved.id)).toBe("bye");
    expect(await provider.read(FUNCTION, reset)).toEqual(reset);
    const configuration = new GetFunctionConfigurationCommand({ FunctionName: saved.id });
    expect(await clients.lambda.send(configuration)).toMatchObject({
      Architectures: ["x86_64"],
      MemorySize: 128,
      Timeout: 3,
      LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${saved.id}` },
    });
    const concurrency = new GetFunctionConcurrencyCommand({ FunctionName: saved.id });
    expect((await clients.lambda.send(concurrency)).ReservedConcurrentExecutions).toBeUndefined();
    expect((await provider.diff(FUNCTION, reset, { ...reset.inputs, name: "other" })).replaces).toEqual(["name"]);

    await provider.delete(FUNCTION, reset);
    await provider.delete(FUNCTION, reset);
    expect(await provider.read(FUNCTION, reset)).toBeUndefined();
  });

  it("shows settings and code that were changed behind its back, and brings them back", async () => {
    const { provider, clients } = bench;
    const saved = await provider.create(FUNCTION, functionInputs(role));
    const FunctionName = saved.id;
    await clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 60 }));
    const ZipFile = zip([["index.mjs", Buffer.from("export const handler = async () => ({ body: 'theirs' });")]]);
    await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));

    const drifted = await provider.read(FUNCTION, saved);
    expect(drifted?.inputs).toMatchObject({ timeout: 60 });
    const diff = await provider.diff(FUNCTION, drifted ?? saved, saved.inputs);
    expect(diff.detailed).toEqual({ code: "add", timeout: "update" });
    await provider.update(FUNCTION, drifted ?? saved, saved.inputs);
    expect(await answerOf(saved.id)).toBe("hello");
  });

  it("is imported without its code", async () => {
    const saved = await bench.provider.create(FUNCTION, functionInputs(role, { description: "plays" }));
    const { code: _code, ...rest } = saved.inputs;
    expect((await bench.provider.read(FUNCTION, saved.id))?.inputs).toEqual(rest);
  });

  it("leaves no URL behind that would stand in the way of the next one", async () => {
    const { provider } = bench;
    const inputs = functionInputs(role);
    const saved = await provider.create(FUNCTION, inputs);
    await provider.create(URL_TYPE, { functionName: saved.id, authorizationType: "AWS_IAM" });
    await provider.delete(FUNCTION, saved);
    const again = await provider.create(FUNCTION, inputs);
    await provider.create(URL_TYPE, { functionName: again.id, authorizationType: "AWS_IAM" });
  });

  it("tells of a variable's wrong name while other values are not known yet", async () => {
    const variables = { BUCKET: unknown, AWS_REGION: "x" };
    const { failures } = await bench.provider.check(FUNCTION, functionInputs(role, { environment: { variables } }));
    expect(failures).toMatchObject([{ property: "environment.variables.AWS_REGION" }]);
  });

  it("refuses a role that does not exist, at once, and a name that is taken", async () => {
    const { provider } = bench;
    const nobody = role.replace("player", "nobody");
    await expect(provider.create(FUNCTION, functionInputs(role, { role: nobody }))).rejects.toThrow(
      `role: ${nobody} does not exist; declare it, or correct the ARN.`,
    );
    const { id } = await provider.create(FUNCTION, functionInputs(role));
    await expect(provider.create(FUNCTION, functionInputs(role, { name: id }))).rejects.toThrow(
      /^CreateFunction failed: ResourceConflict/,
    );
  });

  it.each<[PropertyMap, string | RegExp]>([
    [{ runtime: "nodejs26.x" }, /^runtime: is "nodejs26.x"; use one of .*"nodejs24.x"/],
    [{ runtime: "nodejs16.x" }, /^runtime: is "nodejs16.x"; use one of/],
    [{ timeout: 901 }, "timeout: is 901, but must be at most 900"],
    [{ timeout: 0 }, "timeout: is 0, but must be at least 1"],
    [{ memorySize: 64 }, "memorySize: is 64, but must be at least 128"],
    [{ memorySize: 10_241 }, "memorySize: is 10241, but must be at most 10240"],
    [{ architectures: ["arm64", "x86_64"] }, "architectures: needs exactly one architecture"],
    [
      { environment: { variables: { AWS_REGION: "x" } } },
      "environment.variables.AWS_REGION: is a variable that Lambda sets itself",
    ],
    [
      { environment: { variables: { "1A": "x" } } },
      'environment.variables["1A"]: must be a name of at least two letters',
    ],
    [
      { environment: { variables: { BIG: "x".repeat(4096) } } },
      "environment.variables: is 4106 bytes as JSON, but must be at most 4096",
    ],
    [
      { loggingConfig: { logFormat: "Text", systemLogLevel: "INFO" } },
      "loggingConfig.systemLogLevel: goes with the log format JSON only",
    ],
    [{ role: "player" }, 'role: is "player", but must be a role\'s ARN'],
    [{ reservedConcurrentExecutions: -2 }, "reservedConcurrentExecutions: is -2, but must be at least -1"],
    [{ vpcConfig: {} }, "vpcConfig: is not known to the local AWS provider"],
    [{ code: new Archive({ hash: "x", assets: {} }) }, "code: holds no file; put the handler's file into it."],
    [
      { code: new Archive({ hash: "x", path: "/no/such/folder" }) },
      "code: /no/such/folder can't be read; build it first",
    ],
    [{ code: new Archive({ hash: "x", uri: "https://example.com/a.zip" }) }, "code: lies at https://example.com"],
  ])("refuses case %#: %j", async (wrong, message) => {
    await expect(bench.provider.create(FUNCTION, functionInputs(role, wrong))).rejects.toThrow(message);
  });
});
