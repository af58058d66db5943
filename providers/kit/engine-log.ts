import { type Client, credentials } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import type { Logger } from "./declare.ts";

type Severity = "debug" | "info" | "warning";

/** Sends messages to the engine, which shows them beside the resource they are about. */
export class EngineLog {
  #client: InstanceType<typeof engineServices.EngineClient> | undefined;
  readonly #sending = new Set<Promise<void>>();

  /** @param address `host:port` of the engine; without one, messages go nowhere. */
  connect(address: string | undefined): void {
    this.close();
    if (address) this.#client = new engineServices.EngineClient(address, credentials.createInsecure());
  }

  /** The log for one resource. */
  for(urn: string): Logger {
    const send = (severity: Severity) => (message: string) => this.#send(severity, message, urn);
    return { debug: send("debug"), info: send("info"), warning: send("warning") };
  }

  /** Waits until all messages have arrived: the engine forgets those that come after the answer. */
  async flush(): Promise<void> {
    await Promise.all(this.#sending);
  }

  close(): void {
    (this.#client as Client | undefined)?.close();
    this.#client = undefined;
  }

  #send(severity: Severity, message: string, urn: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new engine.LogRequest();
    request.setSeverity({ debug: 0 as const, info: 1 as const, warning: 2 as const }[severity]);
    request.setMessage(message);
    request.setUrn(urn);
    // A message that can't be delivered must not fail the operation that it is about.
    const sent = new Promise<void>((resolve) => client.log(request, () => resolve()));
    this.#sending.add(sent);
    void sent.then(() => this.#sending.delete(sent));
  }
}
