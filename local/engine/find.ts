import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "../cache.ts";
import { buildEngine } from "./build.ts";
import { cachedEngine, cacheName, pinnedVersion } from "./cached.ts";
import { type RunCommand, runCommand } from "./command.ts";
import { ENGINE_SOURCES, type Engine, EngineMissing, type EngineSource } from "./engine.ts";
import { downloadRelease } from "./launcher.ts";
import { withLock } from "./lock.ts";
import { engineOnPath, OLDEST_ENGINE } from "./on-path.ts";
import type { Report } from "./progress.ts";
import { replaceFolder } from "./replace-folder.ts";
import { formatVersion } from "./version.ts";

export interface EngineSearch {
  /** Receives what is being done when it takes long enough to be worth a line. */
  report?: Report;
  /** Accept only the version that local/engine/go.mod pins: what depends on the version then comes out the same everywhere. */
  pinned?: boolean;
  /** The environment to search, by default this process's. */
  env?: NodeJS.ProcessEnv;
  run?: RunCommand;
  /** Path of a folder in the machine's cache. */
  cache?: (name: string) => string;
}

/**
 * Finds a Pulumi engine, or gets one. In this order: `pulumi` on PATH with its Node.js language host beside it
 * (3.200 or later); the copy in the machine's cache; the official release, downloaded by npm's package `pulumi`; a
 * build from Go modules. What is downloaded or built goes into the cache. Several processes may search at the same
 * time: one gets the engine, the others wait for it.
 *
 * The environment variable `FLEX_MEDIA_ENGINE_SOURCE` (`path`, `cache`, `launcher` or `build`) demands one source;
 * `launcher` and `build` then get the engine anew.
 *
 * @throws {EngineMissing} when none can be had
 */
export async function findEngine(search: EngineSearch = {}): Promise<Engine> {
  const { report = () => {}, env = process.env, run = runCommand, cache = cacheFolder } = search;
  const demanded = demandedSource(env);
  const version = await pinnedVersion();
  const place = cache(await cacheName());

  if (demanded === undefined || demanded === "path") {
    const found = await engineOnPath(env, run, (offered) => search.pinned !== true || offered === version);
    if (found !== undefined) return found;
  }
  if (demanded === undefined || demanded === "cache") {
    const found = cachedEngine(place, version);
    if (found !== undefined) return found;
  }
  if (demanded === "path" || demanded === "cache") throw new EngineMissing(absence(demanded));

  const waiting = (holder: number) => report("Waiting for the Pulumi engine", `process ${holder} is getting it`);
  return await withLock(`${place}.lock`, waiting, async () => {
    const found = demanded === undefined ? cachedEngine(place, version) : undefined;
    return found ?? (await getEngine(place, version, demanded, { report, env, run }));
  });
}

/** Downloads or builds into a folder of its own, which then takes its place in the cache whole. */
async function getEngine(
  place: string,
  version: string,
  demanded: EngineSource | undefined,
  { report, env, run }: { report: Report; env: NodeJS.ProcessEnv; run: RunCommand },
): Promise<Engine> {
  await removeAbandoned(place);
  const workshop = `${place}.${randomBytes(4).toString("hex")}`;
  try {
    if (demanded !== "build") {
      const release = await downloadRelease(join(workshop, "release"), version, env, run, report);
      if (release !== undefined) return await keep(release, place, version, "launcher");
    }
    if (demanded === "launcher") throw new EngineMissing(absence(demanded));
    const built = join(workshop, "build");
    await buildEngine(built, version, env, run, report);
    return await keep(built, place, version, "build");
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function keep(folder: string, place: string, version: string, source: EngineSource): Promise<Engine> {
  await replaceFolder(folder, place);
  const kept = cachedEngine(place, version);
  if (kept === undefined)
    throw new EngineMissing(`${place}: was removed while the Pulumi engine was put there; try again.`);
  return { ...kept, source };
}

/** Whoever has the lock is alone: any workshop but its own was left by a process that died. */
async function removeAbandoned(place: string): Promise<void> {
  const left = (await readdir(dirname(place))).filter(
    (name) => name.startsWith(`${basename(place)}.`) && !name.endsWith(".lock"),
  );
  await Promise.all(left.map((name) => rm(join(dirname(place), name), { recursive: true, force: true })));
}

function demandedSource(env: NodeJS.ProcessEnv): EngineSource | undefined {
  const given = env.FLEX_MEDIA_ENGINE_SOURCE;
  if (given === undefined || given === "") return undefined;
  const demanded = ENGINE_SOURCES.find((source) => source === given);
  if (demanded !== undefined) return demanded;
  throw new EngineMissing(`FLEX_MEDIA_ENGINE_SOURCE: must be ${ENGINE_SOURCES.join(", ")} or unset, is "${given}".`);
}

function absence(source: EngineSource): string {
  const reasons: Record<EngineSource, string> = {
    path: `no pulumi of version ${formatVersion(OLDEST_ENGINE)} or later, with its language host beside it, is on PATH`,
    cache: "no engine is in the cache yet",
    launcher: "the official release cannot be downloaded from here",
    build: "no engine could be built",
  };
  return `FLEX_MEDIA_ENGINE_SOURCE: is "${source}", but ${reasons[source]}; unset it to let every source be tried.`;
}
