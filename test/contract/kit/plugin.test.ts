import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toStruct } from "../../../providers/kit/wire.ts";
import { EngineStandIn } from "./engine-stand-in.ts";

type Client = InstanceType<(typeof services)["ResourceProviderClient"]>;

let child: ChildProcess;
let lines: string[];
let engine: EngineStandIn;
let client: Client;

/** Starts the toy provider as the engine starts a plugin: it tells its port on the first line. */
async function started(...args: string[]): Promise<void> {
  lines = [];
  child = spawn(process.execPath, [join(import.meta.dirname, "toy-plugin.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on("line", (line) => lines.push(line));
  await once(reader, "line");
  client = new services.ResourceProviderClient(`127.0.0.1:${lines[0]}`, credentials.createInsecure());
}

function call<Response>(method: string, request: object): Promise<Response> {
  return new Promise((resolve, reject) =>
    client[method]?.call(client, request, (error: ServiceError | null, response: never) =>
      error === null ? resolve(response) : reject(error),
    ),
  );
}

async function configureAndCreate(): Promise<rpc.CreateResponse> {
  const configure = new rpc.ConfigureRequest();
  configure.setArgs(toStruct({ token: "t0k" }));
  await call("configure", configure);
  // Engines of before 2024 send no name and type beside the URN.
  const create = new rpc.CreateRequest();
  create.setUrn("urn:pulumi:stack::project::parent:index:Room$toy:index:Shelf::a::name");
  create.setProperties(toStruct({ label: "crime", width: 80 }));
  return await call("create", create);
}

beforeEach(async () => {
  engine = await EngineStandIn.start();
});
afterEach(async () => {
  client.close();
  engine.kill();
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
});

describe("a plugin process", () => {
  it("tells its port and nothing else, and what it is", async () => {
    await started(engine.address);
    const info = await call<plugin.PluginInfo>("getPluginInfo", new empty.Empty());
    expect(info.getVersion()).toBe("1.2.3");
    expect(lines).toEqual([expect.stringMatching(/^\d+$/)]);
  });

  it("takes secrets and previews, and neither resources nor output values", async () => {
    await started(engine.address);
    const hello = new rpc.ProviderHandshakeRequest();
    hello.setEngineAddress(engine.address);
    expect((await call<rpc.ProviderHandshakeResponse>("handshake", hello)).toObject()).toMatchObject({
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: true,
    });
    const configure = new rpc.ConfigureRequest();
    configure.setArgs(toStruct({ token: "t0k" }));
    expect((await call<rpc.ConfigureResponse>("configure", configure)).toObject()).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
      acceptresources: false,
      acceptoutputs: false,
      supportsAutonamingConfiguration: true,
    });
  });

  it("logs to the engine whose address it was started with", async () => {
    await started("-logtostderr", engine.address);
    expect((await configureAndCreate()).getId()).toBe("1");
    expect(engine.messages.map(({ text }) => text)).toEqual(["a::name stands"]);
  });

  it("logs to the engine that greets it or attaches it", async () => {
    await started();
    const hello = new rpc.ProviderHandshakeRequest();
    hello.setEngineAddress(engine.address);
    await call("handshake", hello);
    await configureAndCreate();
    expect(engine.messages).toHaveLength(1);

    const other = await EngineStandIn.start();
    const attach = new plugin.PluginAttach();
    attach.setAddress(other.address);
    await call("attach", attach);
    await configureAndCreate();
    expect([engine.messages.length, other.messages.length]).toEqual([1, 1]);
    other.kill();
  });

  it("serves without an engine to log to", async () => {
    await started();
    expect((await configureAndCreate()).getId()).toBe("1");
  });

  it("says of what it does not serve that it is not implemented", async () => {
    await started(engine.address);
    await expect(call("construct", new rpc.ConstructRequest())).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    await expect(call("parameterize", new rpc.ParameterizeRequest())).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
    const mapping = await call<rpc.GetMappingResponse>("getMapping", new rpc.GetMappingRequest());
    expect(mapping.getProvider()).toBe("");
  });
});

describe("the engine's proposal for a name", () => {
  it.each([
    ["is taken", 0, "dev-a", "dev-a"],
    ["is enforced", 1, "a-name-that-is-too-long", "a-name-that-is-too-long"],
    ["may be none", 2, "", undefined],
  ] as const)("%s", async (_, mode, proposedName, expected) => {
    await started();
    const autonaming = new rpc.CheckRequest.AutonamingOptions();
    autonaming.setProposedName(proposedName);
    autonaming.setMode(mode);
    const request = new rpc.CheckRequest();
    request.setUrn("urn:pulumi:stack::project::toy:index:Sticker::name");
    request.setOlds(toStruct({}));
    request.setNews(toStruct({ text: "x" }));
    request.setAutonaming(autonaming);
    const response = await call<rpc.CheckResponse>("check", request);
    expect(response.getInputs()?.toJavaScript().name).toBe(expected);
  });
});

describe("old state", () => {
  it("without inputs is compared by what it holds", async () => {
    await started();
    const request = new rpc.DiffRequest();
    request.setUrn("urn:pulumi:stack::project::toy:index:Shelf::name");
    request.setId("1");
    request.setOlds(toStruct({ label: "crime", width: 80 }));
    request.setNews(toStruct({ label: "crime", width: 40 }));
    const response = await call<rpc.DiffResponse>("diff", request);
    expect(response.getDiffsList()).toEqual(["width"]);
    expect(response.getReplacesList()).toEqual(["width"]);
    expect(response.getHasdetaileddiff()).toBe(true);
  });

  it("is deleted without inputs too, as older engines do", async () => {
    await started();
    await configureAndCreate();
    const request = new rpc.DeleteRequest();
    request.setUrn("urn:pulumi:stack::project::toy:index:Shelf::name");
    request.setId("1");
    request.setProperties(toStruct({ label: "crime", width: 80, number: 1, summary: "crime" }));
    expect(await call("delete", request)).toBeInstanceOf(empty.Empty);
  });
});

describe("a function", () => {
  it("may be called without arguments at all", async () => {
    await started();
    await configureAndCreate();
    const request = new rpc.InvokeRequest();
    request.setTok("toy:index:find");
    const response = await call<rpc.InvokeResponse>("invoke", request);
    expect(response.getReturn()?.toJavaScript()).toMatchObject({ ids: ["1"] });
  });
});
