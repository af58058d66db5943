import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "./provider/version.ts";

export interface AwsPluginOptions {
  /** Pulumi's home folder, in which it looks for plugins. */
  pulumiHome: string;
  /** Runs a Pulumi command with that home. */
  run: (args: string[]) => Promise<{ code: number }>;
  /** Receives a line when something takes long enough to be worth one. */
  report: (line: string) => void;
  /** Whether it is worth trying to download plugins. By default Pulumi's release host is asked. */
  isOnline?: () => Promise<boolean>;
}

/** Which AWS provider a Pulumi home has. */
export type AwsPlugin = "official" | "stand-in";

const RELEASES = "https://get.pulumi.com";
const PROBE_MS = 3000;
const STAND_IN_HEAD = "#!/bin/sh\n# The stand-in for the AWS provider: it serves the local AWS and nothing else.\n";

const PROVIDER = join(import.meta.dirname, "provider/main.ts");
const PROJECT_NODE = join(import.meta.dirname, "../../node_modules/.bin/node");

/**
 * Sees to it that Pulumi finds an AWS provider of the version of @pulumi/aws: the official one where it can be
 * downloaded, else the stand-in of `provider/`. An official one that is there stays; a stand-in gives way to it as soon
 * as it can be had, and is laid anew when this project has moved.
 */
export async function ensureAwsPlugin(options: AwsPluginOptions): Promise<AwsPlugin> {
  const { pulumiHome, run, report, isOnline = canReachReleases } = options;
  const folder = join(pulumiHome, "plugins", `resource-aws-v${version}`);
  const executable = join(folder, "pulumi-resource-aws");
  if ((await headOf(executable)) === "other") return "official";

  if (await isOnline()) {
    report(`Getting the AWS provider ${version}`);
    const { code } = await run(["plugin", "install", "resource", "aws", `v${version}`, "--reinstall"]);
    if (code === 0 && (await headOf(executable)) === "other") return "official";
    report("It can't be downloaded here; a stand-in that knows the local AWS only takes its place");
  }
  await layStandIn(folder, executable);
  return "stand-in";
}

/** Pulumi itself tries five times, which takes minutes where packets are lost; so it is asked only if that can succeed. */
async function canReachReleases(): Promise<boolean> {
  // Pulumi goes through a proxy, `fetch` would not.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true;
  try {
    await fetch(RELEASES, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Whose executable this is. The official one is hundreds of megabytes long, so only its beginning is read. */
async function headOf(executable: string): Promise<"absent" | "stand-in" | "other"> {
  if (!existsSync(executable)) return "absent";
  const file = await open(executable);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(STAND_IN_HEAD.length), 0, STAND_IN_HEAD.length, 0);
    return buffer.toString("utf8", 0, bytesRead) === STAND_IN_HEAD ? "stand-in" : "other";
  } finally {
    await file.close();
  }
}

/** In one step, so that a Pulumi that starts meanwhile finds a whole one. */
async function layStandIn(folder: string, executable: string): Promise<void> {
  const node = existsSync(PROJECT_NODE) ? PROJECT_NODE : process.execPath;
  await mkdir(folder, { recursive: true });
  const draft = `${executable}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${STAND_IN_HEAD}exec ${quoted(node)} ${quoted(PROVIDER)} "$@"\n`);
  await chmod(draft, 0o755);
  await rename(draft, executable);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
