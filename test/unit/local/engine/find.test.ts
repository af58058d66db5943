import { mkdir, readdir, realpath, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheName, pinnedVersion } from "../../../../local/engine/cached.ts";
import { PULUMI } from "../../../../local/engine/engine.ts";
import { findEngine } from "../../../../local/engine/find.ts";
import { buildExecutables, Machine, placeExecutables } from "./machine.ts";

let machine: Machine;

beforeEach(async () => {
  machine = await Machine.make();
});
afterEach(() => machine.remove());

describe("pulumi on PATH", () => {
  it("is taken before anything else", async () => {
    const folder = await machine.putOnPath("installed", "v3.201.4");
    machine.offerGo();
    expect(await findEngine(machine)).toEqual({
      pulumi: join(folder, PULUMI),
      folder,
      version: "3.201.4",
      source: "path",
    });
    expect(machine.ran).toEqual(["/installed/pulumi version"]);
    expect(machine.reported).toEqual([]);
  });

  it("is found where its link leads, because its language host is there", async () => {
    const cellar = await machine.putOnPath("cellar", "v3.259.0");
    const links = join(machine.folder, "links");
    await mkdir(links);
    await symlink(join(cellar, PULUMI), join(links, PULUMI));
    machine.env.PATH = links;
    machine.command(join(links, PULUMI), () => ({ stdout: "v3.259.0" }));
    expect(await findEngine(machine)).toMatchObject({ source: "path", folder: await realpath(cellar) });
  });

  it.each([
    ["too old", "v3.199.9", {}],
    ["of another major version", "v2.300.0", {}],
    ["without its language host", "v3.259.0", { host: false }],
    ["of a version that can't be read", "(devel)", {}],
  ])("that is %s is passed over for the next", async (_what, version, options) => {
    await machine.putOnPath("unfit", version, options);
    expect(await findEngine({ ...machine, cache: await filledCache() })).toMatchObject({ source: "cache" });
    const folder = await machine.putOnPath("fit", "v3.200.0");
    expect(await findEngine(machine)).toMatchObject({ source: "path", folder });
  });

  it("that fails is passed over", async () => {
    const folder = await machine.putOnPath("broken", "v3.259.0");
    machine.command(join(folder, PULUMI), () => ({ code: 126, stderr: "cannot execute" }));
    expect(await findEngine({ ...machine, cache: await filledCache() })).toMatchObject({ source: "cache" });
  });

  it("of another version than the pinned one is passed over where that one is wanted", async () => {
    const cache = await filledCache();
    await machine.putOnPath("other", "v3.300.0");
    expect(await findEngine({ ...machine, cache, pinned: true })).toMatchObject({ source: "cache" });
    const folder = await machine.putOnPath("same", `v${await pinnedVersion()}`);
    expect(await findEngine({ ...machine, cache, pinned: true })).toMatchObject({ source: "path", folder });
  });
});

describe("without pulumi on PATH", () => {
  it("the cached copy is taken, and no command is run", async () => {
    const cache = await filledCache();
    const folder = cache(await cacheName());
    expect(await findEngine({ ...machine, cache })).toEqual({
      pulumi: join(folder, PULUMI),
      folder,
      version: await pinnedVersion(),
      source: "cache",
    });
    expect(machine.ran).toEqual([]);
  });

  it("the release is downloaded, at the pinned version, and kept", async () => {
    machine.offerRelease();
    const engine = await findEngine(machine);
    expect(engine).toEqual({
      pulumi: join(machine.cache(await cacheName()), PULUMI),
      folder: machine.cache(await cacheName()),
      version: await pinnedVersion(),
      source: "launcher",
    });
    expect(machine.ran.map((command) => command.split(" ")[0])).toEqual(["npm", "node"]);
    expect(await findEngine(machine)).toMatchObject({ source: "cache", folder: engine.folder });
    expect(await readdir(machine.cache(""))).toEqual([await cacheName()]);
  });

  it("the engine is built where the release can't be downloaded, and kept", async () => {
    machine.offerRegistriesOnly();
    machine.offerGo();
    const engine = await findEngine(machine);
    expect(engine).toMatchObject({ source: "build", folder: machine.cache(await cacheName()) });
    expect(machine.ran.slice(2)).toEqual(["go version", "go build"]);
    expect(machine.reported.at(-1)).toMatch(/^Building the Pulumi engine .*: 0 s, /);
    expect(await findEngine(machine)).toMatchObject({ source: "cache" });
    expect(await readdir(machine.cache(""))).toEqual([await cacheName()]);
  });

  it("the engine is built where there is no npm", async () => {
    machine.offerGo();
    expect(await findEngine(machine)).toMatchObject({ source: "build" });
    expect(machine.ran).toEqual(["npm install", "go version", "go build"]);
  });

  it("two searches at once get the engine once", async () => {
    machine.offerGo(undefined, async (args, options) => {
      while (!machine.reported.some((line) => line.startsWith("Waiting"))) await sleep(5);
      return await buildExecutables(args, options);
    });
    const engines = await Promise.all([findEngine(machine), findEngine(machine)]);
    expect(engines.map(({ source }) => source).sort()).toEqual(["build", "cache"]);
    expect(machine.ran.filter((command) => command === "go build")).toHaveLength(1);
    expect(machine.reported).toContain(`Waiting for the Pulumi engine: process ${process.pid} is getting it`);
  });

  it("what a search left that died is removed", async () => {
    await placeExecutables(`${machine.cache(await cacheName())}.1234abcd/build`);
    machine.offerGo();
    await findEngine(machine);
    expect(await readdir(machine.cache(""))).toEqual([await cacheName()]);
  });
});

describe("without an engine to be had", () => {
  it("a missing Go is one sentence: what is missing, what for, how to get it", async () => {
    machine.offerRegistriesOnly();
    await expect(findEngine(machine)).rejects.toThrow(
      "Go is missing: the Pulumi engine is built with it, because no Pulumi CLI is on PATH and none can be downloaded " +
        "from here; install Go 1.21 or later (https://go.dev/dl) or the Pulumi CLI (https://www.pulumi.com/docs/install), then run this again.",
    );
    expect(await readdir(machine.cache(""))).toEqual([]);
  });

  it("a Go that is too old is named with its version", async () => {
    machine.offerGo("go1.20.14");
    await expect(findEngine(machine)).rejects.toThrow(/^Go 1\.20\.14 is too old: /);
    expect(machine.ran).not.toContain("go build");
  });

  it("a failed build shows what Go said last, leaves nothing and can be tried again", async () => {
    machine.offerGo("go1.26.8", () => ({ code: 1, stderr: "earlier\n1\n2\n3\n4\n5\nno route to host" }));
    await expect(findEngine(machine)).rejects.toThrow(/^Pulumi engine: its build.*\n {2}1\n.*no route to host$/s);
    expect(await readdir(machine.cache(""))).toEqual([]);
    machine.offerGo();
    expect(await findEngine(machine)).toMatchObject({ source: "build" });
  });

  it("a build that gives no executables has failed, whatever its exit code", async () => {
    machine.offerGo("go1.26.8", () => ({}));
    await expect(findEngine(machine)).rejects.toThrow(/^Pulumi engine: its build/);
  });
});

describe("FLEX_MEDIA_ENGINE_SOURCE", () => {
  it.each(["path", "cache", "launcher"])("%s tries nothing else", async (source) => {
    machine.env.FLEX_MEDIA_ENGINE_SOURCE = source;
    machine.offerGo();
    await expect(findEngine(machine)).rejects.toThrow(new RegExp(`^FLEX_MEDIA_ENGINE_SOURCE: is "${source}", but `));
    expect(machine.ran).not.toContain("go build");
  });

  it("build builds anew, although others could be had", async () => {
    machine.env.FLEX_MEDIA_ENGINE_SOURCE = "build";
    const cache = await filledCache();
    await machine.putOnPath("installed", "v3.259.0");
    machine.offerRelease();
    machine.offerGo();
    expect(await findEngine({ ...machine, cache })).toMatchObject({ source: "build" });
    expect(machine.ran).toEqual(["go version", "go build"]);
  });

  it("launcher downloads anew", async () => {
    machine.env.FLEX_MEDIA_ENGINE_SOURCE = "launcher";
    machine.offerRelease();
    expect(await findEngine({ ...machine, cache: await filledCache() })).toMatchObject({ source: "launcher" });
  });

  it("is refused when it is none of these", async () => {
    machine.env.FLEX_MEDIA_ENGINE_SOURCE = "apt";
    await expect(findEngine(machine)).rejects.toThrow(
      'FLEX_MEDIA_ENGINE_SOURCE: must be path, cache, launcher, build or unset, is "apt".',
    );
  });
});

async function filledCache(): Promise<(name: string) => string> {
  await placeExecutables(machine.cache(await cacheName()));
  return machine.cache;
}
