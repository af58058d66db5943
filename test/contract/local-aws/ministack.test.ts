import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { CreateBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "../../../local/aws/ministack.ts";
import { Cleanup, clientsOf, eventually, isListening, isRunning, temporaryFolder } from "./fixture.ts";

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function start(options?: LocalAwsOptions): Promise<LocalAws> {
  const aws = await startLocalAws(options);
  cleanup.add(() => aws.close());
  return aws;
}

describe("startLocalAws", () => {
  it("serves AWS over TLS on a loopback port of its own, and nothing else", async () => {
    const [first, second] = await Promise.all([start(), start({ region: "eu-west-1", accountId: "111122223333" })]);
    expect(first.port).not.toBe(second.port);
    expect(first).toMatchObject({ url: `https://127.0.0.1:${first.port}`, region: "us-east-1" });
    expect(second).toMatchObject({ region: "eu-west-1", accountId: "111122223333" });

    await clientsOf(first).s3.send(new CreateBucketCommand({ Bucket: "only-in-the-first" }));
    expect((await clientsOf(second).s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    expect(await isListening(first.port, "127.0.0.2")).toBe(false);
    expect(await isListening(first.port, "::1")).toBe(false);
  });

  it("refuses keys that nobody issued", async () => {
    const aws = await start();
    const stranger = clientsOf(aws, { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "guessed" });
    await expect(stranger.s3.send(new ListBucketsCommand({}))).rejects.toThrow(/Access Key Id/);
  });

  it("is not trusted by clients that were not given its authority", async () => {
    const aws = await start();
    await expect(fetch(aws.url)).rejects.toMatchObject({ cause: { code: "SELF_SIGNED_CERT_IN_CHAIN" } });
  });

  it("leaves no process, no port and no folder behind", async () => {
    const aws = await start();
    expect(isRunning(aws.pid)).toBe(true);
    await aws.close();
    await aws.close();
    expect(await isListening(aws.port)).toBe(false);
    expect(isRunning(aws.pid)).toBe(false);
    expect(existsSync(dirname(aws.caFile))).toBe(false);
  });

  it("says so when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    cleanup.add(() => other.close());
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(startLocalAws({ port })).rejects.toThrow(
      new RegExp(`^port: ${port} can't be used on 127\\.0\\.0\\.1 .*Choose another, or 0 for a free one\\.$`),
    );
  });

  it("takes the port of last time again, or a free one when that is taken", async () => {
    const stateFolder = await temporaryFolder(cleanup);
    const first = await start({ stateFolder });
    await first.close();
    const second = await start({ stateFolder });
    expect(second.port).toBe(first.port);
    await second.close();

    const squatter = createServer().listen(first.port, "127.0.0.1");
    cleanup.add(() => squatter.close());
    await once(squatter, "listening");
    expect((await start({ stateFolder })).port).not.toBe(first.port);
  });

  it("lets one emulator at a time use a state folder", async () => {
    const stateFolder = await temporaryFolder(cleanup);
    const holder = await start({ stateFolder });
    await expect(startLocalAws({ stateFolder })).rejects.toThrow(
      `${stateFolder}: another local AWS uses this state folder`,
    );
    expect((await clientsOf(holder).s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });

  it("shows the end of the log when the emulator does not come up", async () => {
    const folder = await temporaryFolder(cleanup);
    const real = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    // A Python whose environments are made without anything in them.
    const inner = `#!/bin/sh\n[ "$2" = pip ] || exec "${real}" "$@"\n`;
    const outer = `#!/bin/sh
      [ "$2" = venv ] || exec "${real}" "$@"
      mkdir -p "$3/bin" && cp "${join(folder, "inner")}" "$3/bin/python"\n`;
    await writeFile(join(folder, "inner"), inner, { mode: 0o755 });
    await writeFile(join(folder, "python3"), outer, { mode: 0o755 });
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    cleanup.add(() => vi.unstubAllEnvs());
    await expect(startLocalAws()).rejects.toThrow(
      /^MiniStack ended while it started\. Its log ends with:\n.*ModuleNotFoundError: No module named 'hypercorn'$/s,
    );
  });

  it("tells when the emulator ended by itself", async () => {
    const aws = await start({ stateFolder: await temporaryFolder(cleanup) });
    process.kill(aws.pid, "SIGKILL");
    expect((await aws.ended).message).toMatch(/^MiniStack ended by itself\. Its log ends with:\n.*Ready/s);
    expect(await isListening(aws.port)).toBe(false);
  });

  it.each(["SIGKILL", "SIGINT"] as const)("ends with its parent, whose last word was %s", async (signal) => {
    const stateFolder = await temporaryFolder(cleanup);
    const module = join(import.meta.dirname, "../../../local/aws/ministack.ts");
    const program = [
      `import { startLocalAws } from ${JSON.stringify(module)};`,
      `const aws = await startLocalAws({ stateFolder: ${JSON.stringify(stateFolder)} });`,
      "process.stdout.write(JSON.stringify(aws));",
    ].join("\n");
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    cleanup.add(() => parent.kill("SIGKILL"));
    const [said] = await once(parent.stdout, "data");
    const { port, pid }: LocalAws = JSON.parse(String(said));
    expect(await isListening(port)).toBe(true);

    parent.kill(signal);
    await once(parent, "exit");
    await eventually(() => !isRunning(pid));
    expect(await isListening(port)).toBe(false);
    expect(existsSync(join(stateFolder, "state"))).toBe(true);
  });
});
