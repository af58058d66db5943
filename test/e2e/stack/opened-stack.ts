import { once } from "node:events";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEngine } from "../../../local/engine/find.ts";
import { LocalStack } from "../../../local/local-stack.ts";
import { LocalStackConfig } from "../../../local/stack-config.ts";

/** The local stack in a folder and on ports of its own, which a test may close and open again. */
export interface OpenedStack {
  stack: LocalStack;
  folder: string;
  /** Serves again what was closed, with the state that it had. */
  reopen(): Promise<LocalStack>;
  remove(): Promise<void>;
}

export async function openStack(): Promise<OpenedStack> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-stack-")));
  // A configuration of its own, which tests may change: on the usual ports the committed one would be in use.
  await new LocalStackConfig(folder).write({ twilio: await freePort(), aws: await freePort() });
  const open = async () => LocalStack.open({ engine: await findEngine(), folder, report: () => {} });
  const opened: OpenedStack = {
    stack: await open(),
    folder,
    async reopen() {
      opened.stack = await open();
      return opened.stack;
    },
    async remove() {
      await opened.stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return opened;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}

/** The arguments of commands that are to read the stack's configuration with something changed. */
export async function withConfig(opened: OpenedStack, change: (config: string) => string): Promise<string[]> {
  const args = opened.stack.pulumi.configArguments();
  const file = join(opened.folder, "changed.yaml");
  await writeFile(file, change(await readFile(args.at(-1) ?? "", "utf8")));
  return [...args.slice(0, -1), file];
}

/** One channel's attachment limits as Twilio has them. */
export function attachmentsOf(stack: LocalStack, channel: string): Record<string, unknown> | undefined {
  const configs = stack.twilio.control.flexConfiguration.get().channel_configs;
  return configs?.find(({ address_type: type }) => type === channel)?.cbm_attachments;
}

/** Changes one channel's attachment limits as somebody does who knows nothing of us. */
export function changeBehindItsBack(stack: LocalStack, channel: string, change: Record<string, unknown>): void {
  const { flexConfiguration } = stack.twilio.control;
  const configs = flexConfiguration.get().channel_configs ?? [];
  const changed = configs.map((config) =>
    config.address_type === channel ? { ...config, cbm_attachments: { ...config.cbm_attachments, ...change } } : config,
  );
  flexConfiguration.change({ channel_configs: changed });
}
