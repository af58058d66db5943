import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { z } from "zod";
import type { ProviderDeclaration } from "./declare.ts";
import { listen } from "./serve.ts";
import type { PropertyMap } from "./values.ts";
import { fromStruct, toStruct } from "./wire.ts";

/** What a check answered: the inputs with defaults, and each failure's path and reason. */
export interface CheckAnswer {
  inputs: PropertyMap;
  failures: { property: string; reason: string }[];
}

/** What a diff answered: kinds by property path, `update` or `update-replace` and the like. */
export interface DiffAnswer {
  changes: boolean;
  detailed: Record<string, string>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** A resource as the engine would have saved it. */
export interface SavedResource {
  id: string;
  inputs: PropertyMap;
  state: PropertyMap;
}

type Call = <Response>(method: string, request: object) => Promise<Response>;

/** Plays the engine to a provider, over real gRPC, so that tests exercise what the engine would. */
export class ProviderClient {
  readonly #call: Call;
  readonly #close: () => Promise<void>;
  readonly #project: string;

  private constructor(call: Call, close: () => Promise<void>, project: string) {
    this.#call = call;
    this.#close = close;
    this.#project = project;
  }

  /**
   * Serves the provider in this process and connects to it. Close it afterwards.
   * @param engineAddress `host:port` of an engine that takes log messages.
   */
  static async start<Client, C extends z.ZodObject>(
    declaration: ProviderDeclaration<Client, C>,
    engineAddress?: string,
  ): Promise<ProviderClient> {
    const running = await listen(declaration, engineAddress);
    const client = new services.ResourceProviderClient(`127.0.0.1:${running.port}`, credentials.createInsecure());
    const call: Call = (method, request) =>
      new Promise((resolve, reject) => {
        const invoke = client[method];
        if (typeof invoke !== "function") return reject(new Error(`The service has no call ${method}.`));
        invoke.call(client, request, (error: ServiceError | null, response: never) =>
          error === null ? resolve(response) : reject(Object.assign(new Error(error.details), { service: error })),
        );
      });
    const close = async () => {
      client.close();
      await running.close();
    };
    return new ProviderClient(call, close, "project");
  }

  close(): Promise<void> {
    return this.#close();
  }

  async schema(): Promise<Record<string, unknown>> {
    const response = await this.#call<rpc.GetSchemaResponse>("getSchema", new rpc.GetSchemaRequest());
    return JSON.parse(response.getSchema());
  }

  async checkConfig(config: PropertyMap): Promise<CheckAnswer> {
    const request = new rpc.CheckRequest();
    request.setUrn(`urn:pulumi:stack::${this.#project}::pulumi:providers:test::default`);
    request.setNews(toStruct(config));
    return checkAnswer(await this.#call("checkConfig", request));
  }

  async diffConfig(before: PropertyMap, after: PropertyMap): Promise<DiffAnswer> {
    const request = new rpc.DiffRequest();
    request.setOldInputs(toStruct(before));
    request.setOlds(toStruct(before));
    request.setNews(toStruct(after));
    return diffAnswer(await this.#call("diffConfig", request));
  }

  async configure(config: PropertyMap): Promise<void> {
    const request = new rpc.ConfigureRequest();
    request.setArgs(toStruct(config));
    await this.#call("configure", request);
  }

  async cancel(): Promise<void> {
    await this.#call("cancel", new empty.Empty());
  }

  async check(type: string, news: PropertyMap, olds?: PropertyMap): Promise<CheckAnswer> {
    const request = this.#about(new rpc.CheckRequest(), type);
    request.setNews(toStruct(news));
    // The engine sends an empty map rather than none.
    request.setOlds(toStruct(olds ?? {}));
    request.setRandomseed(Buffer.from("seed"));
    return checkAnswer(await this.#call("check", request));
  }

  async diff(type: string, saved: SavedResource, news: PropertyMap, ignoreChanges: string[] = []): Promise<DiffAnswer> {
    const request = this.#about(new rpc.DiffRequest(), type);
    request.setId(saved.id);
    request.setOldInputs(toStruct(saved.inputs));
    request.setOlds(toStruct(saved.state));
    request.setNews(toStruct(news));
    request.setIgnorechangesList(ignoreChanges);
    return diffAnswer(await this.#call("diff", request));
  }

  /** Checks, then creates; throws what either refuses. */
  async create(
    type: string,
    news: PropertyMap,
    options: { preview?: boolean; timeout?: number } = {},
  ): Promise<SavedResource> {
    const inputs = await this.#checked(type, news);
    const request = this.#about(new rpc.CreateRequest(), type);
    request.setProperties(toStruct(inputs));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeout ?? 0);
    const response = await this.#call<rpc.CreateResponse>("create", request);
    return { id: response.getId(), inputs, state: fromStruct(response.getProperties()) };
  }

  /** Reads, for refresh with what is saved, for import with an id alone. */
  async read(type: string, saved: SavedResource | string): Promise<SavedResource | undefined> {
    const request = this.#about(new rpc.ReadRequest(), type);
    if (typeof saved === "string") request.setId(saved);
    else {
      request.setId(saved.id);
      request.setInputs(toStruct(saved.inputs));
      request.setProperties(toStruct(saved.state));
    }
    const response = await this.#call<rpc.ReadResponse>("read", request);
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      state: fromStruct(response.getProperties()),
    };
  }

  /** Checks, then updates; throws what either refuses. */
  async update(
    type: string,
    saved: SavedResource,
    news: PropertyMap,
    options: { preview?: boolean; timeout?: number } = {},
  ): Promise<SavedResource> {
    const inputs = await this.#checked(type, news, saved.inputs);
    const request = this.#about(new rpc.UpdateRequest(), type);
    request.setId(saved.id);
    request.setOldInputs(toStruct(saved.inputs));
    request.setOlds(toStruct(saved.state));
    request.setNews(toStruct(inputs));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeout ?? 0);
    const response = await this.#call<rpc.UpdateResponse>("update", request);
    return { id: saved.id, inputs, state: fromStruct(response.getProperties()) };
  }

  async delete(type: string, saved: SavedResource): Promise<void> {
    const request = this.#about(new rpc.DeleteRequest(), type);
    request.setId(saved.id);
    request.setOldInputs(toStruct(saved.inputs));
    request.setProperties(toStruct(saved.state));
    await this.#call("delete", request);
  }

  async invoke(type: string, args: PropertyMap): Promise<PropertyMap> {
    const request = new rpc.InvokeRequest();
    request.setTok(type);
    request.setArgs(toStruct(args));
    const response = await this.#call<rpc.InvokeResponse>("invoke", request);
    throwFailures(response.getFailuresList().map(failureOf));
    return fromStruct(response.getReturn());
  }

  async #checked(type: string, news: PropertyMap, olds?: PropertyMap): Promise<PropertyMap> {
    const { inputs, failures } = await this.check(type, news, olds);
    throwFailures(failures);
    return inputs;
  }

  #about<R extends { setUrn(urn: string): unknown; setType(type: string): unknown; setName(name: string): unknown }>(
    request: R,
    type: string,
  ): R {
    request.setUrn(`urn:pulumi:stack::${this.#project}::${type}::name`);
    request.setType(type);
    request.setName("name");
    return request;
  }
}

function throwFailures(failures: { property: string; reason: string }[]): void {
  if (failures.length === 0) return;
  throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
}

function checkAnswer(response: rpc.CheckResponse): CheckAnswer {
  return {
    inputs: fromStruct(response.getInputs()),
    failures: response.getFailuresList().map(failureOf),
  };
}

function failureOf(failure: rpc.CheckFailure): CheckAnswer["failures"][number] {
  const [, property = "", reason = failure.getReason()] =
    /^((?:[\w$.]|\[\d+\]|\["(?:\\"|[^"])*"\])+): (.*)$/s.exec(failure.getReason()) ?? [];
  return { property, reason };
}

const kindNames = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

function diffAnswer(response: rpc.DiffResponse): DiffAnswer {
  const detailed: Record<string, string> = {};
  response.getDetaileddiffMap().forEach((difference, path) => {
    detailed[path] = kindNames[difference.getKind()] ?? "unknown";
  });
  return {
    changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
    detailed,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}
