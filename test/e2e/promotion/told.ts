import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Environments } from "./environments.ts";

/** What a command told, and its exit code. */
export interface Told {
  code: number;
  text: string;
}

/** Runs `flex-media`. Whatever it is told to do, no stack trace comes of it. */
export async function flexMedia(environments: Environments, ...args: string[]): Promise<Told> {
  const { code, stdout, stderr } = await environments.flexMedia(...args);
  const text = stdout + stderr;
  expect(text).not.toMatch(/\n\s+at .*:\d+:\d+/);
  return { code, text };
}

/** Brings a stack up with what is checked out, as `npm run pulumi -- up` does. */
export async function up(environments: Environments, stack: string, ...flags: string[]): Promise<Told> {
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--color=never", "--stack", stack, ...flags];
  const { code, stdout, stderr } = await environments.pulumi(...args);
  return { code, text: stdout + stderr };
}

/** What promotion has recorded on a stack. */
export async function tagsOf(environments: Environments, stack: string): Promise<Record<string, string>> {
  const { stdout } = await environments.pulumi("stack", "tag", "ls", "--json", "--stack", stack);
  return JSON.parse(stdout);
}

/** The credentials of a stack's accounts, which nobody is to be told. */
export async function credentialsOf(environments: Environments, stack: string): Promise<string[]> {
  const values = ["twilio:authToken", "aws:accessKey", "aws:secretKey"].map((key) =>
    environments.pulumi("config", "get", key, "--stack", stack),
  );
  return (await Promise.all(values)).map(({ stdout }) => stdout.trim());
}

/** Changes files of the clone without committing them. Each must change. */
export async function edit(
  { folder }: Pick<Environments, "folder">,
  change: (text: string, stack: string) => string,
  ...stacks: string[]
): Promise<void> {
  for (const stack of stacks) {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    const text = await readFile(file, "utf8");
    expect(change(text, stack)).not.toBe(text);
    await writeFile(file, change(text, stack));
  }
}

/** Somebody changes the attachments of web chats in the Console. */
export function click(environments: Environments, stack: string, files: number): void {
  const { flexConfiguration } = environments.twilio(stack).control;
  const configs = flexConfiguration.get().channel_configs ?? [];
  flexConfiguration.change({
    channel_configs: configs.map((config) =>
      config.address_type === "web"
        ? { ...config, cbm_attachments: { ...config.cbm_attachments, number_of_attachments: files } }
        : config,
    ),
  });
}
