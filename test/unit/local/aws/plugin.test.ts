import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureAwsPlugin } from "../../../../local/aws/plugin.ts";
import { version } from "../../../../local/aws/provider/version.ts";

let pulumiHome: string;
let executable: string;
beforeEach(async () => {
  pulumiHome = await mkdtemp(join(tmpdir(), "flex-media-plugin-"));
  executable = join(pulumiHome, "plugins", `resource-aws-v${version}`, "pulumi-resource-aws");
});
afterEach(() => rm(pulumiHome, { recursive: true, force: true }));

const OFFICIAL = "\x7fELF the official one";

async function install(text: string): Promise<void> {
  await mkdir(dirname(executable), { recursive: true });
  await writeFile(executable, text);
  await chmod(executable, 0o755);
}

/** A Pulumi that can download plugins, or can't. */
function pulumi(code: number) {
  return vi.fn(async (_args: string[]) => {
    if (code === 0) await install(OFFICIAL);
    return { code };
  });
}

const isOnline = async () => true;
const isOffline = async () => false;
const report = () => {};

describe("ensureAwsPlugin", () => {
  it("gets the official provider where it can", async () => {
    const run = pulumi(0);
    expect(await ensureAwsPlugin({ pulumiHome, run, report, isOnline })).toBe("official");
    expect(run).toHaveBeenCalledExactlyOnceWith(["plugin", "install", "resource", "aws", `v${version}`, "--reinstall"]);
    expect(await readFile(executable, "utf8")).toBe(OFFICIAL);
  });

  it("never touches an official provider that is there", async () => {
    await install(OFFICIAL);
    const run = pulumi(1);
    expect(await ensureAwsPlugin({ pulumiHome, run, report, isOnline: isOffline })).toBe("official");
    expect(run).not.toHaveBeenCalled();
    expect(await readFile(executable, "utf8")).toBe(OFFICIAL);
  });

  it.each([
    ["nothing can be reached", isOffline, 0],
    ["the download fails", isOnline, 255],
  ])("lays a stand-in when %s, which is a provider that Pulumi can start", async (_when, online, calls) => {
    const run = pulumi(255);
    expect(await ensureAwsPlugin({ pulumiHome, run, report, isOnline: online })).toBe("stand-in");
    expect(run).toHaveBeenCalledTimes(calls === 0 ? 0 : 1);
    expect(await readdir(dirname(executable))).toEqual(["pulumi-resource-aws"]);
    const plugin = spawn(executable, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(plugin, "exit");
    const [port] = await once(createInterface({ input: plugin.stdout }), "line");
    plugin.kill();
    await ended;
    expect(port).toMatch(/^\d+$/);
  });

  it("replaces a stand-in by the official provider as soon as that can be had", async () => {
    await ensureAwsPlugin({ pulumiHome, run: pulumi(1), report, isOnline: isOffline });
    expect(await ensureAwsPlugin({ pulumiHome, run: pulumi(0), report, isOnline })).toBe("official");
  });

  it("lays the stand-in anew when the project has moved, at once in two processes too", async () => {
    await ensureAwsPlugin({ pulumiHome, run: pulumi(1), report, isOnline: isOffline });
    const launcher = await readFile(executable, "utf8");
    await install(launcher.replace(/exec .*/, "exec '/another/place/node' '/another/place/main.ts'"));
    const again = () => ensureAwsPlugin({ pulumiHome, run: pulumi(1), report, isOnline: isOffline });
    expect(await Promise.all([again(), again()])).toEqual(["stand-in", "stand-in"]);
    expect(await readFile(executable, "utf8")).toBe(launcher);
  });
});
