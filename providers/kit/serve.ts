import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { z } from "zod";
import type { ProviderDeclaration } from "./declare.ts";
import { ProviderService } from "./service.ts";

/** A provider that listens. */
export interface RunningProvider {
  /** On loopback. */
  port: number;
  close(): Promise<void>;
}

// Stack states with large definitions pass gRPC's default of 4 MB; the engine itself allows 400.
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Serves a provider on a free loopback port.
 * @param engineAddress `host:port` to send log messages to; engines that greet with a handshake tell it then.
 */
export async function listen<Client, C extends z.ZodObject>(
  declaration: ProviderDeclaration<Client, C>,
  engineAddress?: string,
): Promise<RunningProvider> {
  const service = new ProviderService(declaration);
  service.log.connect(engineAddress);
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(services.ResourceProviderService, service.handlers());
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        service.log.close();
        server.tryShutdown(() => resolve());
      }),
  };
}

/**
 * Runs a provider as the plugin that the engine has started: the last line of the entry file. The
 * engine gives its own address as an argument and reads the port from the first line of output.
 */
export async function serve<Client, C extends z.ZodObject>(declaration: ProviderDeclaration<Client, C>): Promise<void> {
  const address = process.argv.slice(2).find((argument) => /^[^-].*:\d+$/.test(argument));
  endWithParent();
  const { port } = await listen(declaration, address);
  process.stdout.write(`${port}\n`);
}

/** An engine that is killed ends no plugin, so a plugin that has lost its parent ends itself. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 1000).unref();
}
