import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type engine from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

/** An engine that takes log messages, and nothing else. */
export class EngineStandIn {
  readonly messages: { severity: string; text: string; urn: string }[] = [];
  /** `host:port`. */
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server, port: number, messages: EngineStandIn["messages"]) {
    this.#server = server;
    this.address = `127.0.0.1:${port}`;
    this.messages = messages;
  }

  static async start(): Promise<EngineStandIn> {
    const messages: EngineStandIn["messages"] = [];
    const server = new Server();
    server.addService(services.EngineService, {
      log(call: ServerUnaryCall<engine.LogRequest, empty.Empty>, answer: sendUnaryData<empty.Empty>) {
        const severity = ["debug", "info", "warning", "error"][call.request.getSeverity()] ?? "unknown";
        messages.push({ severity, text: call.request.getMessage(), urn: call.request.getUrn() });
        answer(null, new empty.Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    return new EngineStandIn(server, port, messages);
  }

  /** Ends at once, as an engine that is killed. */
  kill(): void {
    this.#server.forceShutdown();
  }
}
