import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

export interface AwsPluginOptions {
  /** Pulumi's home folder, in which it looks for plugins. */
  pulumiHome: string;
  /** Runs a Pulumi command with that home. */
  run: (args: string[]) => Promise<{ code: number }>;
  report: (line: string) => void;
}

/** Which AWS provider a Pulumi home has. */
export type AwsPlugin = "official" | "stand-in";

const provider = join(import.meta.dirname, "provider/main.ts");

/**
 * Sees to it that Pulumi finds an AWS provider of the version of @pulumi/aws: the official one where it can
 * be downloaded, else the stand-in of `local/aws/provider`, which serves the local AWS only. What is
 * installed already stays.
 */
export async function ensureAwsPlugin({ pulumiHome, run, report }: AwsPluginOptions): Promise<AwsPlugin> {
  const version: string = createRequire(import.meta.url)("@pulumi/aws/package.json").version;
  const folder = join(pulumiHome, "plugins", `resource-aws-v${version}`);
  const executable = join(folder, "pulumi-resource-aws");
  const launcher = `#!/bin/sh\n# stand-in\nexec ${quoted(process.execPath)} ${quoted(provider)} "$@"\n`;

  const present = await readFile(executable, "utf8").catch(() => undefined);
  if (present === launcher) return "stand-in";
  if (present !== undefined && !present.startsWith("#!/bin/sh\n# stand-in\n")) return "official";
  if (present === undefined) {
    report(`Looking for the AWS provider ${version}`);
    if ((await run(["plugin", "install", "resource", "aws", `v${version}`])).code === 0 && existsSync(executable)) {
      return "official";
    }
  }
  // A stand-in of another checkout, or of this one before it moved, is laid anew.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(executable, launcher);
  await chmod(executable, 0o755);
  return "stand-in";
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
