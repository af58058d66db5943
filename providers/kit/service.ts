import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { z } from "zod";
import { Configuration } from "./configuration.ts";
import type { Context, ProviderDeclaration } from "./declare.ts";
import { EngineLog } from "./engine-log.ts";
import { PartialResourceError, ProviderError } from "./errors.ts";
import { FunctionHost } from "./function-host.ts";
import * as message from "./messages.ts";
import { Operations } from "./operation.ts";
import { packageSchema } from "./package-schema.ts";
import { ResourceHost, type Saved } from "./resource-host.ts";
import { asServiceError, initFailed } from "./status.ts";
import type { PropertyMap } from "./values.ts";
import { fromStruct } from "./wire.ts";

/** A declared provider behind `pulumirpc.ResourceProvider`: one process serves one configuration, as the engine expects. */
export class ProviderService<Client, C extends z.ZodObject> {
  readonly #declaration: ProviderDeclaration<Client, C>;
  readonly #configuration: Configuration<Client, C>;
  readonly #resources: Map<string, ResourceHost<Client>>;
  readonly #functions: Map<string, FunctionHost<Client>>;
  readonly #operations = new Operations();
  readonly log = new EngineLog();
  #client: Client | undefined;

  constructor(declaration: ProviderDeclaration<Client, C>) {
    this.#declaration = declaration;
    this.#configuration = new Configuration(declaration);
    this.#resources = new Map(declaration.resources.map((resource) => [resource.type, new ResourceHost(resource)]));
    this.#functions = new Map((declaration.functions ?? []).map((fn) => [fn.type, new FunctionHost(fn)]));
  }

  /** The handlers by the names that gRPC knows them by. Calls that are left out answer UNIMPLEMENTED, which the engine expects. */
  handlers() {
    return {
      handshake: unary((request: rpc.ProviderHandshakeRequest) => {
        this.log.connect(request.getEngineAddress());
        return message.handshakeResponse();
      }),
      attach: unary((request: plugin.PluginAttach) => {
        this.log.connect(request.getAddress());
        return new empty.Empty();
      }),
      cancel: unary(() => {
        this.#operations.cancel();
        return new empty.Empty();
      }),
      getPluginInfo: unary(() => {
        const info = new plugin.PluginInfo();
        info.setVersion(this.#declaration.version);
        return info;
      }),
      getSchema: unary(() => {
        const response = new rpc.GetSchemaResponse();
        response.setSchema(JSON.stringify(packageSchema(this.#declaration)));
        return response;
      }),
      getMapping: unary(() => new rpc.GetMappingResponse()),
      getMappings: unary(() => new rpc.GetMappingsResponse()),
      checkConfig: unary((request: rpc.CheckRequest) => {
        const checked = this.#configuration.check(fromStruct(request.getNews()));
        // The engine wants back what it sent: it stores configuration as the strings that it is written in.
        return message.checkResponse({ properties: fromStruct(request.getNews()), failures: checked.failures });
      }),
      diffConfig: unary((request: rpc.DiffRequest) => {
        const before = request.getOldInputs() ?? request.getOlds();
        const { changes, replaces } = this.#configuration.diff(fromStruct(before), fromStruct(request.getNews()));
        return message.diffResponse({
          changes: changes.map((change) => ({ ...change, replace: replaces.includes(String(change.path[0])) })),
          deleteBeforeReplace: false,
        });
      }),
      configure: unary(async (request: rpc.ConfigureRequest) => {
        this.#client = await this.#configuration.client(fromStruct(request.getArgs()));
        return message.configureResponse();
      }),
      check: unary((request: rpc.CheckRequest) =>
        this.#run(undefined, "create", request.getUrn(), async ({ signal }) => {
          const checked = await this.#resource(request).check(
            fromStruct(request.getNews()),
            message.priorInputsOf(request),
            {
              name: message.nameOf(request),
              client: this.#client,
              signal,
              randomSeed: request.getRandomseed_asU8(),
              proposal: message.proposalOf(request),
            },
          );
          return message.checkResponse(checked);
        }),
      ),
      diff: unary((request: rpc.DiffRequest) => {
        const state = fromStruct(request.getOlds());
        const inputs = request.getOldInputs();
        const saved = { inputs: inputs === undefined ? state : fromStruct(inputs), state };
        return message.diffResponse(
          this.#resource(request).diff(saved, fromStruct(request.getNews()), request.getIgnorechangesList()),
        );
      }),
      create: unary((request: rpc.CreateRequest) => {
        const host = this.#resource(request);
        const inputs = fromStruct(request.getProperties());
        const limit = request.getTimeout() || host.declaration.timeouts?.create;
        if (request.getPreview()) {
          return this.#run(limit, "create", request.getUrn(), async ({ signal }) =>
            message.created("", await host.preview(inputs, undefined, this.#client, signal)),
          );
        }
        const run = this.#run(limit, "create", request.getUrn(), async (context) => {
          const { id, state } = await host.create(inputs, this.#connected(context));
          return message.created(id, state);
        });
        return keepingPartial(run, host, inputs);
      }),
      read: unary((request: rpc.ReadRequest) => {
        const host = this.#resource(request);
        const saved = message.savedOf(request);
        const limit = request.getTimeout() || host.declaration.timeouts?.read;
        const run = this.#run(limit, "read", request.getUrn(), async (context) => {
          const id = request.getId();
          const found = await host.read(id, saved, this.#connected(context));
          return message.read(found === undefined ? undefined : { id, ...found });
        });
        return keepingPartial(run, host, saved?.inputs ?? {}, saved);
      }),
      update: unary((request: rpc.UpdateRequest) => {
        const host = this.#resource(request);
        const inputs = fromStruct(request.getNews());
        const saved = { inputs: fromStruct(request.getOldInputs()), state: fromStruct(request.getOlds()) };
        const limit = request.getTimeout() || host.declaration.timeouts?.update;
        if (request.getPreview()) {
          return this.#run(limit, "update", request.getUrn(), async ({ signal }) =>
            message.updated(await host.preview(inputs, saved, this.#client, signal)),
          );
        }
        const run = this.#run(limit, "update", request.getUrn(), async (context) =>
          message.updated(await host.update(request.getId(), inputs, saved, this.#connected(context))),
        );
        return keepingPartial(run, host, inputs, saved);
      }),
      delete: unary((request: rpc.DeleteRequest) => {
        const host = this.#resource(request);
        const saved = { inputs: fromStruct(request.getOldInputs()), state: fromStruct(request.getProperties()) };
        const limit = request.getTimeout() || host.declaration.timeouts?.delete;
        return this.#run(limit, "delete", request.getUrn(), async (context) => {
          await host.delete(request.getId(), saved, this.#connected(context));
          return new empty.Empty();
        });
      }),
      invoke: unary((request: rpc.InvokeRequest) =>
        this.#run(undefined, "read", "", async (context) => {
          const host = this.#functions.get(request.getTok());
          if (host === undefined) throw this.#missing(request.getTok());
          return message.invokeResponse(await host.invoke(fromStruct(request.getArgs()), this.#connected(context)));
        }),
      ),
    };
  }

  /** Runs one operation within its time, and waits for its log to arrive before it answers. */
  #run<T>(
    seconds: number | undefined,
    what: string,
    urn: string,
    work: (context: Omit<Context<Client>, "client">) => Promise<T>,
  ): Promise<T> {
    return this.#operations
      .run(seconds, what, (signal) => work({ signal, urn, name: message.nameInUrn(urn), log: this.log.for(urn) }))
      .finally(() => this.log.flush());
  }

  #connected(context: Omit<Context<Client>, "client">): Context<Client> {
    if (this.#client === undefined) {
      throw new ProviderError(
        `The configuration of the ${this.#declaration.name} provider is not known yet; give it values that do not depend on resources still to be created.`,
      );
    }
    return { ...context, client: this.#client };
  }

  #resource(request: { getUrn(): string; getType(): string }): ResourceHost<Client> {
    const type = request.getType() || message.typeInUrn(request.getUrn());
    const host = this.#resources.get(type);
    if (host === undefined) throw this.#missing(type);
    return host;
  }

  #missing(type: string): ProviderError {
    return new ProviderError(
      `${type} is unknown to the ${this.#declaration.name} provider ${this.#declaration.version}; correct the type or update the provider.`,
    );
  }
}

/** Lets the engine keep a resource that exists but is not ready. */
async function keepingPartial<T, Client>(
  run: Promise<T>,
  host: ResourceHost<Client>,
  inputs: PropertyMap,
  saved?: Saved,
): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof PartialResourceError)) throw error;
    throw initFailed(error, inputs, host.partialState(inputs, error, saved));
  }
}

type Handler<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  answer: sendUnaryData<Response>,
) => Promise<void>;

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): Handler<Request, Response> {
  return async (call, answer) => {
    try {
      answer(null, await handle(call.request));
    } catch (error) {
      answer(asServiceError(error), null);
    }
  };
}
